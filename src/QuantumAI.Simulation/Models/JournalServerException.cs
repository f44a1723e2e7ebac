namespace QuantumAI.Simulation.Models;

/// <summary>A journal's store failed. Whether it holds what it was asked to write is learnt by asking again.</summary>
public sealed class JournalServerException : IOException
{
    public JournalServerException()
    {
    }

    public JournalServerException(string message)
        : base(message)
    {
    }

    public JournalServerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
