namespace QuantumAI.Benchmarks.Harness;

/// <summary>A workload did nothing wrong, and yet there is no figure: the machine was too busy. Its row says so; the suite goes on.</summary>
internal sealed class UnmeasuredException : Exception
{
    public UnmeasuredException()
    {
    }

    public UnmeasuredException(string message)
        : base(message)
    {
    }

    public UnmeasuredException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
