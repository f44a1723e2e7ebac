using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams;

/// <summary>A closed blueprint. Immutable, reusable: each run has its own state.</summary>
public sealed class RunnableStream
{
    private readonly Action<StageContext> _build;

    internal RunnableStream(Action<StageContext> build) => _build = build;

    /// <summary>Builds the stream and starts it on <paramref name="lane"/>; it runs there from its source to its first asynchronous boundary.</summary>
    /// <remarks>Returns at once: the stream's first turn is an entry of the lane. From any thread that may send into the world.</remarks>
    public StreamHandle Run(Lane lane) => Run<int>(lane, (context, _) => _build(context));

    internal static StreamHandle<TResult> Run<TResult>(Lane lane, Action<StageContext, ResultSlot<TResult>> build)
    {
        var stream = new StreamRun();
        var slot = new ResultSlot<TResult>();
        var context = new StageContext(stream, lane);
        build(context, slot);
        context.Begin();
        return new StreamHandle<TResult>(stream, slot);
    }
}

/// <summary>A closed blueprint whose sink computes a value.</summary>
public sealed class RunnableStream<TResult>
{
    private readonly Action<StageContext, ResultSlot<TResult>> _build;

    internal RunnableStream(Action<StageContext, ResultSlot<TResult>> build) => _build = build;

    /// <inheritdoc cref="RunnableStream.Run(Lane)"/>
    public StreamHandle<TResult> Run(Lane lane) => RunnableStream.Run(lane, _build);
}
