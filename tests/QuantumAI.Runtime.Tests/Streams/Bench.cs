using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>A virtual world with a lane for the stream and one for who consumes it.</summary>
internal sealed class Bench : IDisposable
{
    public const long Start = 1_000_000;

    public Bench(ulong seed = 7)
    {
        World = new VirtualWorld(seed, Start);
        Lane = World.CreateLane("stream");
        Other = World.CreateLane("other");
    }

    public VirtualWorld World { get; }

    public Lane Lane { get; }

    public Lane Other { get; }

    public void Dispose() => World.Dispose();

    /// <summary>An actor that takes a random time for each element, so that everything before it meets back-pressure; it records value and time.</summary>
    public SlowConsumer<T> Consumer<T>(int mostDelayNanos, string name = "consumer")
    {
        var consumer = new SlowConsumer<T>(mostDelayNanos);
        consumer.Ref = Other.Spawn(name, consumer);
        return consumer;
    }

    /// <summary>Runs what waits, then everything that falls due.</summary>
    public void Advance(long nanos)
    {
        World.RunUntilIdle();
        World.AdvanceTo(World.NowNanos + nanos);
        World.RunUntilIdle();
    }

    /// <summary>Runs the stream to its end.</summary>
    public THandle Finish<THandle>(THandle handle, long withinNanos = 1_000_000_000)
        where THandle : StreamHandle
    {
        Advance(withinNanos);
        Assert.Null(World.Fault);
        Assert.NotEqual(StreamState.Running, handle.Completion.State);
        Assert.Equal(0, handle.Counters.Depth);
        return handle;
    }

    public StreamHandle Collect<T>(Source<T> source, List<T> into) => Finish(source.RunForEach(into.Add, Lane));
}

internal readonly record struct Delivery<T>(T Value, StreamAck Ack);

internal sealed class SlowConsumer<T>(int mostDelayNanos) : Actor<Delivery<T>>
{
    private readonly Queue<StreamAck> _unanswered = new();

    public ActorRef<Delivery<T>> Ref { get; set; } = null!;

    public List<T> Values { get; } = [];

    public List<long> Times { get; } = [];

    public long Answered { get; private set; }

    /// <summary>Called before each element is taken.</summary>
    public Action? Looked { get; set; }

    public int MostUnanswered { get; private set; }

    public Sink<T> Sink(int mostInFlight) => Runtime.Streams.Sink.Actor<T, Delivery<T>>(Ref, (value, ack) => new Delivery<T>(value, ack), mostInFlight);

    protected override void Receive(in Delivery<T> message)
    {
        if (message.Ack == default)
        {
            Answered++;
            _unanswered.Dequeue().Done();
            return;
        }

        Looked?.Invoke();
        Values.Add(message.Value);
        Times.Add(Context.NowNanos);
        _unanswered.Enqueue(message.Ack);
        MostUnanswered = Math.Max(MostUnanswered, _unanswered.Count);
        Context.StartTimer(Values.Count, mostDelayNanos == 0 ? 0 : (long)(Context.NextRandom() % (ulong)mostDelayNanos), default);
    }
}
