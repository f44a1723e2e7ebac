using QuantumAI.Runtime.Streams.Sources;

namespace QuantumAI.Runtime.Streams;

/// <summary>Where streams begin.</summary>
public static partial class Source
{
    /// <summary>The elements of an array or other memory; the caller leaves it unchanged while streams run. The fastest source.</summary>
    public static Source<T> From<T>(ReadOnlyMemory<T> items) => new(context => new ArraySource<T>(context, items));

    /// <summary>The elements of a sequence; each run enumerates it anew, on demand, on the lane.</summary>
    public static Source<T> From<T>(IEnumerable<T> items) => items is T[] array
        ? From<T>(array.AsMemory())
        : new(context => new SequenceSource<T>(context, items.GetEnumerator));

    public static Source<int> Range(int start, int count) => From(Enumerable.Range(start, count));

    public static Source<T> Single<T>(T item) => From<T>(new[] { item }.AsMemory());

    /// <summary>Completes at once, without demand.</summary>
    public static Source<T> Empty<T>() => new(context => new EndedSource<T>(context, null));

    /// <summary>Fails at once, without demand.</summary>
    public static Source<T> Failed<T>(Exception cause) => new(context => new EndedSource<T>(context, cause));
}
