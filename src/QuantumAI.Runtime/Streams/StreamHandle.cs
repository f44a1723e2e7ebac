using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams;

/// <summary>Where a stream stands.</summary>
public enum StreamState
{
    Unspecified = 0,

    /// <summary>At least one source or sink is open.</summary>
    Running = 1,

    /// <summary>Every sink saw completion, or wanted no more.</summary>
    Completed = 2,

    /// <summary>A sink saw a failure, or the stream was aborted.</summary>
    Failed = 3,
}

/// <summary>How a stream ended; <see cref="Failure"/> is the first one that reached a sink.</summary>
public readonly record struct StreamOutcome(StreamState State, Exception? Failure);

/// <summary>Counts of one stream since it was run. Read while it runs they are near, not exact.</summary>
/// <param name="In">Elements its sources emitted.</param>
/// <param name="Out">Elements its sinks took.</param>
/// <param name="Dropped">Elements refused or removed by an overflow policy, and ticks that nobody wanted.</param>
/// <param name="Conflated">Elements replaced by a later one of their key.</param>
/// <param name="Discarded">Elements that waited in a buffer when what follows it cancelled, or whose destination had cancelled.</param>
/// <param name="Depth">Elements that wait in buffers now.</param>
public readonly record struct StreamCounters(long In, long Out, long Dropped, long Conflated, long Discarded, long Depth)
{
    internal StreamCounters Plus(StageMeter meter) => new(
        In + Volatile.Read(ref meter.In),
        Out + Volatile.Read(ref meter.Out),
        Dropped + Volatile.Read(ref meter.Dropped),
        Conflated + Volatile.Read(ref meter.Conflated),
        Discarded + Volatile.Read(ref meter.Discarded),
        Depth + Volatile.Read(ref meter.Held));
}

/// <summary>A running stream: its state, counters and kill switch. Thread safe.</summary>
/// <remarks>It has ended when all its sources and sinks have: nothing of it runs any more, and its enumerators are disposed of.</remarks>
public class StreamHandle
{
    private readonly StreamRun _stream;

    private protected StreamHandle(StreamRun stream) => _stream = stream;

    /// <summary>The state and, once it has ended, the failure.</summary>
    public StreamOutcome Completion => _stream.Outcome;

    public StreamCounters Counters => _stream.Counters;

    /// <summary>Completes the sources; what they emitted before drains to the sinks.</summary>
    public void Shutdown() => _stream.ShutDown();

    /// <summary>Fails the sinks and cancels the sources without draining; what waits in buffers is discarded and counted.</summary>
    public void Abort(Exception cause) => _stream.Abort(cause);

    /// <summary>Tells an actor when the stream has ended, with a reserved slot; at once when it already has.</summary>
    public void PipeTo<TProtocol>(ActorRef<TProtocol> target, Func<StreamOutcome, TProtocol> message) =>
        _stream.WhenEnded(outcome => target.TellReserved(message(outcome)));

    /// <summary>Calls back when the stream has ended, on the lane of its last terminal; at once, here, when it already has.</summary>
    public void OnEnded(Action<StreamOutcome> callback) => _stream.WhenEnded(callback);

    /// <summary>For edges outside the world: completes when the stream has ended, and never fails. Continuations run on the thread pool.</summary>
    public Task<StreamOutcome> WhenEndedAsync()
    {
        var ended = new TaskCompletionSource<StreamOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stream.WhenEnded(ended.SetResult);
        return ended.Task;
    }

    /// <summary>The actor of <paramref name="source"/> in this run of the blueprint; after a restart, the latest one.</summary>
    /// <exception cref="ArgumentException">The source is not part of this stream.</exception>
    public ActorRef<T> ActorOf<T>(ActorSource<T> source) => _stream.PortOf(source) as ActorRef<T>
        ?? throw new ArgumentException("the actor source is not part of this stream", nameof(source));
}

/// <summary>A running stream whose sink computes a value.</summary>
public sealed class StreamHandle<TResult> : StreamHandle
{
    private readonly ResultSlot<TResult> _slot;

    internal StreamHandle(StreamRun stream, ResultSlot<TResult> slot)
        : base(stream) => _slot = slot;

    /// <summary>The sink's value once the stream has completed.</summary>
    /// <exception cref="InvalidOperationException">The stream still runs, or it failed.</exception>
    public TResult Result => Completion.State == StreamState.Completed
        ? _slot.Value
        : throw new InvalidOperationException($"the stream has no result: it is {Completion.State}", Completion.Failure);
}
