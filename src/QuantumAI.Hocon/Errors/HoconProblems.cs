using System.Collections;

namespace QuantumAI.Hocon;

/// <summary>Every problem found in one validation, in the order of the configuration. Empty means valid.</summary>
public sealed class HoconProblems : IReadOnlyList<HoconProblem>
{
    private readonly IReadOnlyList<HoconProblem> _problems;

    public HoconProblems(IReadOnlyList<HoconProblem> problems) => _problems = problems;

    public int Count => _problems.Count;

    public HoconProblem this[int index] => _problems[index];

    /// <summary>Does nothing when there is no problem.</summary>
    /// <exception cref="HoconException">There is at least one problem; the exception carries all.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0) throw new HoconException(this);
    }

    public IEnumerator<HoconProblem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One problem per line.</summary>
    public override string ToString() => string.Join('\n', _problems);
}
