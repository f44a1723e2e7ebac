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

    private Flow<TIn, TNext> Append<TNext>(Func<StageContext, Stage<TOut, TNext>> create) => new(upstream =>
    {
        var before = Build(upstream);
        var stage = create(before.Context);
        stage.Follow(before);
        return stage;
    });
}
