namespace QuantumAI.Runtime.Persistence;

/// <summary>A journal holds an event type or a schema that this build does not know; the message names it and its place.</summary>
public sealed class UnknownEventException : NotSupportedException
{
    public UnknownEventException()
    {
    }

    public UnknownEventException(string message)
        : base(message)
    {
    }

    public UnknownEventException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
