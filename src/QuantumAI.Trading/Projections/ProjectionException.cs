namespace QuantumAI.Trading.Projections;

/// <summary>An event cannot be folded into the read models: it names the position. Trying again does not help, a newer build may.</summary>
public sealed class ProjectionException : Exception
{
    public ProjectionException()
    {
    }

    public ProjectionException(string message)
        : base(message)
    {
    }

    public ProjectionException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
