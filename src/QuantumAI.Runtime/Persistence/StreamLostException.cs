namespace QuantumAI.Runtime.Persistence;

/// <summary>An append was refused for good: another writer owns the stream, or has written to it, or nobody knows what the store did with it. What this process decided meanwhile was never acted on.</summary>
public sealed class StreamLostException : Exception
{
    public StreamLostException()
    {
    }

    public StreamLostException(string message)
        : base(message)
    {
    }

    public StreamLostException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StreamLostException(string stream, AppendResult result)
        : base(result.Outcome == AppendOutcome.Unknown
            ? $"stream {stream} could not be written: {result.Reason}. If the disk is full, free space and start again: what was confirmed is kept"
            : $"stream {stream} is lost to this process ({result.Outcome}): {result.Reason}") => Outcome = result.Outcome;

    /// <summary>Why the append was refused.</summary>
    public AppendOutcome Outcome { get; }
}
