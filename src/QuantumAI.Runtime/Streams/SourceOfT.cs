using QuantumAI.Runtime.Streams.Engine;

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
}
