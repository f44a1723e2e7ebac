using System.Threading.Channels;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Streams.Junctions;
using QuantumAI.Runtime.Streams.Sinks;

namespace QuantumAI.Runtime.Streams;

/// <summary>Where streams end.</summary>
public static partial class Sink
{
    /// <summary>Takes everything and keeps nothing.</summary>
    public static Sink<T> Ignore<T>() => Of<T>(context => new IgnoreSink<T>(context));

    /// <summary>Calls <paramref name="action"/> for each element, on the lane; one that throws fails the stream.</summary>
    public static Sink<T> ForEach<T>(Action<T> action) => Of<T>(context => new ForEachSink<T>(context, action));

    /// <summary>Folds all elements; the value is the handle's result.</summary>
    public static Sink<T, TState> Fold<T, TState>(TState zero, Func<TState, T, TState> fold) =>
        new((upstream, slot) => new FoldSink<T, TState>(upstream.Context, zero, fold, slot).Follow(upstream));

    /// <summary>Sends each element to an actor that acknowledges it: at most <paramref name="mostInFlight"/> elements wait for that.</summary>
    /// <param name="message">Builds the actor's message of an element and the handle with which the actor answers.</param>
    /// <param name="mostInFlight">The sink's reservation in the mailbox: elements enter although it is full.</param>
    /// <param name="ackWithinNanos">World time without any acknowledgement after which the stream fails: a stopped actor cannot hold it for ever.</param>
    /// <remarks>The stream completes when the last element is acknowledged.</remarks>
    public static Sink<T> Actor<T, TProtocol>(
        ActorRef<TProtocol> target, Func<T, StreamAck, TProtocol> message, int mostInFlight = 16, long ackWithinNanos = 30_000_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostInFlight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ackWithinNanos);
        return Of<T>(context => new ActorSink<T, TProtocol>(context, target, message, mostInFlight, ackWithinNanos));
    }

    /// <summary>An edge: writes each element to a channel and completes it with the stream; a full channel holds up the stream.</summary>
    /// <remarks>A channel that somebody else closes fails the stream. Room enters the lane from the reader's or a pool thread, which a virtual world does not allow.</remarks>
    public static Sink<T> Channel<T>(ChannelWriter<T> writer) => Of<T>(context => new ChannelSink<T>(context, writer));

    /// <summary>Every element to every sink that has not cancelled, when all of them have demand: the slowest sets the pace.</summary>
    /// <remarks>A sink that fails on its own leaves the others running; the stream's outcome is its failure. When all have cancelled, so does this.</remarks>
    public static Sink<T> Broadcast<T>(params Sink<T>[] sinks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sinks.Length);
        return new(upstream =>
        {
            var broadcast = new Broadcast<T>(upstream.Context, sinks.Length);
            broadcast.Follow(upstream);
            for (var i = 0; i < sinks.Length; i++)
                sinks[i].Build(broadcast.Branches[i]);
        });
    }

    /// <summary>Every element to the sink whose index <paramref name="sinkOf"/> gives; one element may wait for it, and upstream with it.</summary>
    /// <remarks>An element for a sink that has cancelled is discarded and counted.</remarks>
    public static Sink<T> Partition<T>(Func<T, int> sinkOf, params Sink<T>[] sinks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sinks.Length);
        return new(upstream =>
        {
            var partition = new Partition<T>(upstream.Context, sinks.Length, sinkOf);
            partition.Follow(upstream);
            for (var i = 0; i < sinks.Length; i++)
                sinks[i].Build(partition.Branches[i]);
        });
    }

    private static Sink<T> Of<T>(Func<StageContext, SinkStage<T>> create) => new(upstream => create(upstream.Context).Follow(upstream));
}

/// <summary>The blueprint of something with one open inlet. Immutable, reusable.</summary>
public class Sink<T>
{
    internal Sink(Action<IOutlet<T>> build) => Build = build;

    internal Action<IOutlet<T>> Build { get; }
}

/// <summary>A sink that computes a value.</summary>
public sealed class Sink<T, TResult> : Sink<T>
{
    internal Sink(Action<IOutlet<T>, ResultSlot<TResult>> build)
        : base(upstream => build(upstream, new ResultSlot<TResult>())) => BuildInto = build;

    internal Action<IOutlet<T>, ResultSlot<TResult>> BuildInto { get; }
}
