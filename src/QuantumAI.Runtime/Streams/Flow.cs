using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Streams.Stages;

namespace QuantumAI.Runtime.Streams;

/// <summary>Where flows begin.</summary>
public static class Flow
{
    /// <summary>Hands on every element unchanged.</summary>
    public static Flow<T, T> Of<T>() => new(upstream => upstream);
}

/// <summary>The blueprint of something with one open inlet and one open outlet. Immutable, reusable.</summary>
/// <remarks>Functions run on the lane, one at a time; one that throws fails the stream with a <see cref="StreamElementException"/>.</remarks>
public sealed partial class Flow<TIn, TOut>
{
    internal Flow(Func<IOutlet<TIn>, IOutlet<TOut>> build) => Build = build;

    internal Func<IOutlet<TIn>, IOutlet<TOut>> Build { get; }

    /// <summary>Appends a flow.</summary>
    public Flow<TIn, TNext> Via<TNext>(Flow<TOut, TNext> flow) => new(upstream => flow.Build(Build(upstream)));

    /// <summary>Closes the flow with a sink.</summary>
    public Sink<TIn> To(Sink<TOut> sink) => new(upstream => sink.Build(Build(upstream)));

    /// <summary>One element out for each element in.</summary>
    public Flow<TIn, TNext> Map<TNext>(Func<TOut, TNext> map) => Append(context => new MapStage<TOut, TNext>(context, map));

    /// <summary>Hands on the elements that <paramref name="keep"/> is true for.</summary>
    public Flow<TIn, TOut> Filter(Func<TOut, bool> keep) => Append(context => new FilterStage<TOut>(context, keep));

    /// <summary>Completes after <paramref name="count"/> elements and cancels upstream.</summary>
    public Flow<TIn, TOut> Take(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Append(context => new TakeStage<TOut>(context, count, null));
    }

    /// <summary>Completes before the first element that does not match and cancels upstream; that element is not handed on.</summary>
    public Flow<TIn, TOut> TakeWhile(Func<TOut, bool> matches) => Append(context => new TakeStage<TOut>(context, long.MaxValue, matches));

    /// <summary>Batches of exactly <paramref name="count"/> elements; the last may be shorter. Holds at most one batch.</summary>
    public Flow<TIn, TOut[]> Batch(int count) => Batch(count, long.MaxValue);

    /// <summary>Batches of <paramref name="count"/> elements, or of what has come within <paramref name="withinNanos"/> of world time of a batch's first element.</summary>
    /// <remarks>A batch whose time has passed without demand goes on growing to <paramref name="count"/>. An empty batch is never emitted.</remarks>
    public Flow<TIn, TOut[]> Batch(int count, long withinNanos)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(withinNanos);
        return Append(context => new BatchStage<TOut>(context, count, withinNanos));
    }

    /// <summary>Holds up to <paramref name="capacity"/> elements for a slower part downstream; <paramref name="policy"/> when they are that many.</summary>
    public Flow<TIn, TOut> Buffer(int capacity, OverflowPolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (policy is OverflowPolicy.Unspecified || !Enum.IsDefined(policy))
            throw new ArgumentException($"a buffer must have a policy, was {policy}", nameof(policy));
        return Append(context => new BufferStage<TOut>(context, capacity, policy));
    }

    /// <summary>When downstream is slower, merges what waits into one element; upstream never waits. Each merged element is counted.</summary>
    public Flow<TIn, TOut> Conflate(Func<TOut, TOut, TOut> merge) => Append(context => new ConflateStage<TOut, int>(context, int.MaxValue, _ => 0, merge));

    /// <summary>When downstream is slower, keeps the latest element of each key, in the order in which the keys began to wait.</summary>
    /// <param name="mostKeys">When that many keys wait, upstream waits too.</param>
    public Flow<TIn, TOut> ConflateByKey<TKey>(int mostKeys, Func<TOut, TKey> keyOf)
        where TKey : notnull
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostKeys);
        return Append(context => new ConflateStage<TOut, TKey>(context, mostKeys, keyOf, null));
    }

    /// <summary>At most <paramref name="count"/> elements in any window of <paramref name="perNanos"/> of world time; upstream waits. Remembers <paramref name="count"/> times.</summary>
    public Flow<TIn, TOut> Throttle(int count, long perNanos)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perNanos);
        return Append(context => new ThrottleStage<TOut>(context, count, perNanos));
    }

    /// <summary>What follows runs on <paramref name="lane"/>, behind a ring of <paramref name="capacity"/> elements; back-pressure crosses it.</summary>
    /// <remarks>The writer is woken when half of a full ring is read, the reader per turn of the writer and not per element.</remarks>
    public Flow<TIn, TOut> Async(Lane lane, int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return new(upstream =>
        {
            var before = Build(upstream);
            return BridgeReader<TOut>.Cross(before, before.Context.On(lane), capacity);
        });
    }

    private Flow<TIn, TNext> Append<TNext>(Func<StageContext, Stage<TOut, TNext>> create) => new(upstream =>
    {
        var before = Build(upstream);
        var stage = create(before.Context);
        stage.Follow(before);
        return stage;
    });
}
