namespace QuantumAI.Runtime.Streams;

/// <summary>The function of a stage threw for one element: which stage, the element's index there (from 0), and why.</summary>
public sealed class StreamElementException : Exception
{
    public StreamElementException()
    {
    }

    public StreamElementException(string message)
        : base(message)
    {
    }

    public StreamElementException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal StreamElementException(string stage, long index, Exception inner)
        : base($"{stage} failed at element {index}: {inner.Message}", inner) => (Stage, Index) = (stage, index);

    /// <summary>The operator, as in its method's name.</summary>
    public string Stage { get; } = "";

    /// <summary>How many elements the stage had taken before the one that failed.</summary>
    public long Index { get; }
}
