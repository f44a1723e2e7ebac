namespace QuantumAI.Feeds.Files;

/// <summary>One rule that a market file breaks.</summary>
/// <param name="Place">The file's name, and the entry's behind a slash when it lies in an archive.</param>
/// <param name="Line">Line number from 1; 0 when the whole file is meant.</param>
/// <param name="Rule">What must hold.</param>
/// <param name="Value">What was found, shortened and without control characters.</param>
public sealed record MarketFileProblem(string Place, int Line, string Rule, string Value)
{
    /// <summary><c>btc.csv:17: high must not be below low, was high 10.0 and low 11.0</c></summary>
    public override string ToString() => Line > 0 ? $"{Place}:{Line}: {Rule}, was {Value}" : $"{Place}: {Rule}, was {Value}";
}

/// <summary>A market file cannot be used. The message names file, line, rule and value of up to ten problems, one a line.</summary>
public sealed class MarketFileException : Exception
{
    public MarketFileException()
    {
    }

    public MarketFileException(string message)
        : base(message)
    {
    }

    public MarketFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal MarketFileException(IReadOnlyList<MarketFileProblem> problems, long problemCount, Exception? inner = null)
        : base(Describe(problems, problemCount), inner)
    {
        Problems = problems;
        ProblemCount = problemCount;
    }

    /// <summary>The first problems of the file, at most three of one rule.</summary>
    public IReadOnlyList<MarketFileProblem> Problems { get; } = [];

    /// <summary>All problems that were found until reading ended.</summary>
    public long ProblemCount { get; }

    private static string Describe(IReadOnlyList<MarketFileProblem> problems, long problemCount)
    {
        var text = string.Join('\n', problems);
        return problemCount > problems.Count ? $"{text}\n… and {problemCount - problems.Count} more problems" : text;
    }
}
