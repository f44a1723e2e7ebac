using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Streams.Junctions;
using QuantumAI.Runtime.Streams.Sources;

namespace QuantumAI.Runtime.Streams;

/// <summary>The blueprint of something with one open outlet. Immutable, reusable: each run has its own state.</summary>
/// <remarks>
/// A stream is demand driven: an element moves only when the stage after it has room, so nothing is lost except where an
/// overflow policy says so, and then it is counted. Elements keep their order from stage to stage. Completion and failure
/// follow the elements emitted before them, through every buffer; cancellation goes upstream at once, and what waits in buffers
/// is discarded and counted. Stages between two boundaries are fused: one call each per element on one lane, no queue, no allocation.
/// </remarks>
public sealed partial class Source<T>
{
    internal Source(Func<StageContext, IOutlet<T>> build) => Build = build;

    internal Func<StageContext, IOutlet<T>> Build { get; }

    /// <summary>Appends a flow.</summary>
    public Source<TOut> Via<TOut>(Flow<T, TOut> flow) => new(context => flow.Build(Build(context)));

    /// <summary>Closes the stream with a sink.</summary>
    public RunnableStream To(Sink<T> sink) => new(context => sink.Build(Build(context)));

    /// <summary>Closes the stream with a sink that computes a value.</summary>
    public RunnableStream<TResult> To<TResult>(Sink<T, TResult> sink) => new((context, slot) => sink.BuildInto(Build(context), slot));

    /// <summary><see cref="To{TResult}"/> and run.</summary>
    public StreamHandle<TResult> RunWith<TResult>(Sink<T, TResult> sink, Lanes.Lane lane) => To(sink).Run(lane);

    /// <summary>Calls <paramref name="action"/> for each element, on the lane.</summary>
    public StreamHandle RunForEach(Action<T> action, Lanes.Lane lane) => To(Sink.ForEach(action)).Run(lane);

    /// <inheritdoc cref="Flow{TIn, TOut}.Map"/>
    public Source<TOut> Map<TOut>(Func<T, TOut> map) => Via(Flow.Of<T>().Map(map));

    /// <inheritdoc cref="Flow{TIn, TOut}.Filter"/>
    public Source<T> Filter(Func<T, bool> keep) => Via(Flow.Of<T>().Filter(keep));

    /// <inheritdoc cref="Flow{TIn, TOut}.Take"/>
    public Source<T> Take(long count) => Via(Flow.Of<T>().Take(count));

    /// <inheritdoc cref="Flow{TIn, TOut}.TakeWhile"/>
    public Source<T> TakeWhile(Func<T, bool> matches) => Via(Flow.Of<T>().TakeWhile(matches));

    /// <inheritdoc cref="Flow{TIn, TOut}.Batch(int)"/>
    public Source<T[]> Batch(int count) => Via(Flow.Of<T>().Batch(count));

    /// <inheritdoc cref="Flow{TIn, TOut}.Batch(int, long)"/>
    public Source<T[]> Batch(int count, long withinNanos) => Via(Flow.Of<T>().Batch(count, withinNanos));

    /// <inheritdoc cref="Flow{TIn, TOut}.Buffer"/>
    public Source<T> Buffer(int capacity, OverflowPolicy policy) => Via(Flow.Of<T>().Buffer(capacity, policy));

    /// <inheritdoc cref="Flow{TIn, TOut}.Conflate"/>
    public Source<T> Conflate(Func<T, T, T> merge) => Via(Flow.Of<T>().Conflate(merge));

    /// <inheritdoc cref="Flow{TIn, TOut}.ConflateByKey"/>
    public Source<T> ConflateByKey<TKey>(int mostKeys, Func<T, TKey> keyOf)
        where TKey : notnull => Via(Flow.Of<T>().ConflateByKey(mostKeys, keyOf));

    /// <inheritdoc cref="Flow{TIn, TOut}.Throttle"/>
    public Source<T> Throttle(int count, long perNanos) => Via(Flow.Of<T>().Throttle(count, perNanos));

    /// <inheritdoc cref="Flow{TIn, TOut}.Async"/>
    public Source<T> Async(Lanes.Lane lane, int capacity = 1024) => Via(Flow.Of<T>().Async(lane, capacity));

    /// <summary>Splits into one substream per key, at most <paramref name="mostSubstreams"/> over the stream's life; end with <c>MergeSubstreams</c>.</summary>
    public SubFlow<TKey, T, T> GroupBy<TKey>(int mostSubstreams, Func<T, TKey> keyOf, SubstreamOverflow overflow)
        where TKey : notnull
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostSubstreams);
        if (overflow is not (SubstreamOverflow.Fail or SubstreamOverflow.Drop))
            throw new ArgumentException($"substreams must have an overflow policy, was {overflow}", nameof(overflow));
        return new(this, context => new GroupSplit<T, TKey>(context, mostSubstreams, keyOf, overflow), _ => Flow.Of<T>());
    }

    /// <summary>The elements of both as they come; each source's keep their order. Completes when both have, fails when one does.</summary>
    public Source<T> Merge(Source<T> other) => Source.Merge(this, other);

    /// <summary>Merges with another sorted source; see <see cref="Source.MergeSorted"/>.</summary>
    public Source<T> MergeSorted(Source<T> other, Func<T, long> stampOf) => Source.MergeSorted(stampOf, this, other);

    /// <summary>Every element to every sink; see <see cref="Sink.Broadcast"/>.</summary>
    public RunnableStream BroadcastTo(params Sink<T>[] sinks) => To(Sink.Broadcast(sinks));

    /// <summary>Every element to one sink; see <see cref="Sink.Partition"/>.</summary>
    public RunnableStream PartitionTo(Func<T, int> sinkOf, params Sink<T>[] sinks) => To(Sink.Partition(sinkOf, sinks));

    /// <summary>Builds everything before this point anew after a failure, with exponential back-off, jitter and a limit; downstream sees no failure until the limit.</summary>
    /// <remarks>What was emitted before the failure is delivered; nothing is emitted twice by the stream itself: the source begins where it begins.</remarks>
    public Source<T> RestartWithBackoff(RestartSettings settings) => new(context => new RestartStage<T>(context, this, settings));
}
