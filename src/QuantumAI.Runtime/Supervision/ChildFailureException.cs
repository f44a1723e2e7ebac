namespace QuantumAI.Runtime.Supervision;

/// <summary>A child failed and its supervision said that the failure is the parent's.</summary>
public sealed class ChildFailureException : Exception
{
    public ChildFailureException()
    {
    }

    public ChildFailureException(string message)
        : base(message)
    {
    }

    public ChildFailureException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal ChildFailureException(Exception failure)
        : base($"a child failed: {failure.Message}", failure)
    {
    }
}
