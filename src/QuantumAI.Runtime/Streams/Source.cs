using System.Threading.Channels;
using QuantumAI.Runtime.Streams.Junctions;
using QuantumAI.Runtime.Streams.Sources;

namespace QuantumAI.Runtime.Streams;

/// <summary>Where streams begin.</summary>
public static partial class Source
{
    /// <summary>The elements of an array or other memory; the caller leaves it unchanged while streams run. The fastest source.</summary>
    public static Source<T> FromMemory<T>(ReadOnlyMemory<T> items) => new(context => new ArraySource<T>(context, items));

    /// <summary>The elements of a sequence; each run enumerates it anew, on demand, on the lane.</summary>
    public static Source<T> From<T>(IEnumerable<T> items) => items is T[] array
        ? FromMemory<T>(array)
        : new(context => new SequenceSource<T>(context, items.GetEnumerator));

    public static Source<int> Range(int start, int count) => From(Enumerable.Range(start, count));

    public static Source<T> Single<T>(T item) => FromMemory<T>(new[] { item });

    /// <summary>Completes at once, without demand.</summary>
    public static Source<T> Empty<T>() => new(context => new EndedSource<T>(context, null));

    /// <summary>Fails at once, without demand.</summary>
    public static Source<T> Failed<T>(Exception cause) => new(context => new EndedSource<T>(context, cause));

    /// <summary>What <paramref name="tick"/> makes of each multiple of <paramref name="periodNanos"/> of world time after the start; it is given the tick's due time.</summary>
    /// <remarks>A tick without demand, and one that is missed because the lane was late, is dropped and counted. Never completes by itself.</remarks>
    public static Source<T> Tick<T>(long periodNanos, Func<long, T> tick)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periodNanos);
        return new(context => new TickSource<T>(context, periodNanos, tick));
    }

    /// <summary>An edge: the elements of an asynchronous sequence, each asked for on demand; a fault of it fails the stream.</summary>
    /// <remarks>What completes at once is taken at once; what takes time enters the lane from whatever thread it completes on, which a virtual world does not allow.</remarks>
    public static Source<T> FromAsync<T>(IAsyncEnumerable<T> items) => new(context => new AsyncSequenceSource<T>(context, items));

    /// <summary>An edge: the elements of a channel until it is completed. The channel's bound is the back-pressure on its writers.</summary>
    /// <remarks>That an empty channel has elements again enters the lane from the writer's or a pool thread, which a virtual world does not allow.</remarks>
    public static Source<T> FromChannel<T>(ChannelReader<T> reader) => new(context => new ChannelSource<T>(context, reader));

    /// <summary>The elements of all sources as they come; each source's keep their order. Completes when all have, fails when one does.</summary>
    /// <remarks>Runs on the lane that the stream is run on; a source that ends on another lane comes back over a boundary.</remarks>
    public static Source<T> Merge<T>(params Source<T>[] sources)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sources.Length);
        return new(context =>
        {
            var hub = new MergeHub<T>(context);
            foreach (var source in sources)
                hub.Add(source.Build(context), context);
            hub.SealBeforeStart();
            return hub;
        });
    }

    /// <summary>The elements of sorted sources in the order of their time stamps; equal stamps in the order of the arguments. Costs one look at each source per element.</summary>
    /// <remarks>
    /// An element goes down when every source that has not completed has shown its next one. Reads up to 65 elements ahead per source.
    /// A stamp that goes back fails the stream. When a source fails, what had been read by then drains in order first.
    /// </remarks>
    public static Source<T> MergeSorted<T>(Func<T, long> stampOf, params Source<T>[] sources)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sources.Length);
        return new(context =>
        {
            var merge = new SortedMerge<T>(context, stampOf);
            foreach (var source in sources)
                merge.Add(source.Build(context));
            return merge;
        });
    }
}
