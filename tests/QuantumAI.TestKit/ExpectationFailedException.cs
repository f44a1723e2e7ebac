namespace QuantumAI.TestKit;

/// <summary>Something else came than a test expected, or nothing.</summary>
public sealed class ExpectationFailedException : Exception
{
    public ExpectationFailedException()
    {
    }

    public ExpectationFailedException(string message)
        : base(message)
    {
    }

    public ExpectationFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
