namespace QuantumAI.Simulation.Models;

/// <summary>A journal's store failed. Whether it holds what it was asked to write is learnt by asking again.</summary>
public sealed class StoreFailedException : IOException
{
    public StoreFailedException()
    {
    }

    public StoreFailedException(string message)
        : base(message)
    {
    }

    public StoreFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
