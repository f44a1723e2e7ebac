namespace QuantumAI.Node;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check found something.</summary>
    public const int Found = 1;

    /// <summary>Usage, configuration or input.</summary>
    public const int BadInput = 2;

    public const int Internal = 3;

    /// <summary>A service or a resource cannot be reached or is in use.</summary>
    public const int Unreachable = 4;

    /// <summary>Ended by Ctrl-C or SIGTERM before it was done: what it says, if anything, is of a part. As shells count SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>Something that the user can put right; shown without a stack trace, exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
