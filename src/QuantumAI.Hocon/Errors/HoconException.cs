namespace QuantumAI.Hocon;

/// <summary>Input that breaks a rule of the language or of a typed accessor. The message names file, line, rule and value.</summary>
public sealed class HoconException : Exception
{
    public HoconException(HoconProblem problem)
        : base(problem.ToString()) => Problems = new HoconProblems([problem]);

    public HoconException(HoconProblems problems)
        : base(problems.ToString()) => Problems = problems;

    /// <summary>All problems; at least one.</summary>
    public HoconProblems Problems { get; }

    /// <summary>The first problem.</summary>
    public HoconProblem Problem => Problems[0];
}
