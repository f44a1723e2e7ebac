namespace QuantumAI.Runtime.Streams;

/// <summary>A buffer whose policy is to fail was full.</summary>
public sealed class BufferOverflowException : Exception
{
    public BufferOverflowException()
    {
    }

    public BufferOverflowException(string message)
        : base(message)
    {
    }

    public BufferOverflowException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
