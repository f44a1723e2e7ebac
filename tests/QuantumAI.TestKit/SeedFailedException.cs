namespace QuantumAI.TestKit;

/// <summary>A property failed for a seed; the inner exception says how.</summary>
public sealed class SeedFailedException : Exception
{
    public SeedFailedException()
    {
    }

    public SeedFailedException(string message)
        : base(message)
    {
    }

    public SeedFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal SeedFailedException(int seed, int size, string replay, Exception failure)
        : base($"seed {seed}, size {size}: {failure.Message}{Environment.NewLine}replay: {replay}", failure) => (Seed, Size) = (seed, size);

    public int Seed { get; }

    /// <summary>The smallest size that was found to fail.</summary>
    public int Size { get; }
}
