using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Streams.Junctions;

namespace QuantumAI.Runtime.Streams;

/// <summary>What <c>GroupBy</c> does with an element whose key would open one substream too many.</summary>
public enum SubstreamOverflow
{
    Unspecified = 0,

    /// <summary>Fails the stream.</summary>
    Fail = 1,

    /// <summary>Drops the element. Counted.</summary>
    Drop = 2,
}

/// <summary>The substreams of a <c>GroupBy</c>: each key has its own stages, and elements of one key keep their order.</summary>
/// <remarks>
/// A substream that completes early (<c>Take</c>) leaves the others running and keeps its place; later elements of its key are discarded
/// and counted. One that fails fails the stream. A slow one holds up the others only when its own ring is full.
/// </remarks>
public sealed class SubFlow<TKey, TIn, T>
    where TKey : notnull
{
    private readonly Source<TIn> _source;
    private readonly Func<StageContext, GroupSplit<TIn, TKey>> _split;
    private readonly Func<TKey, Flow<TIn, T>> _each;

    internal SubFlow(Source<TIn> source, Func<StageContext, GroupSplit<TIn, TKey>> split, Func<TKey, Flow<TIn, T>> each) =>
        (_source, _split, _each) = (source, split, each);

    /// <summary>Appends a flow to each substream.</summary>
    public SubFlow<TKey, TIn, TNext> Via<TNext>(Flow<T, TNext> flow) => new(_source, _split, key => _each(key).Via(flow));

    /// <summary>Appends to each substream a flow made for its key.</summary>
    public SubFlow<TKey, TIn, TNext> Via<TNext>(Func<TKey, Flow<T, TNext>> flow) => new(_source, _split, key => _each(key).Via(flow(key)));

    /// <summary>One stream of what all substreams emit, as it comes; it completes when all have.</summary>
    public Source<T> MergeSubstreams() => new(context =>
    {
        var before = _source.Build(context);
        var split = _split(before.Context);
        var hub = new MergeHub<T>(before.Context);
        split.Opened = (key, group) => hub.Add(_each(key).Build(group), group.Context);
        split.Ended = hub.Seal;
        hub.Ending = split.Cancel;
        split.Follow(before);
        return hub;
    });
}
