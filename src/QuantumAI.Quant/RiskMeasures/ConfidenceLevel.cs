namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The probability that a loss stays within the value at risk, in basis points, so that tail counts are exact integers.</summary>
public readonly record struct ConfidenceLevel
{
    private const int One = 10_000;
    private readonly int _bps;

    /// <param name="confidenceBps">5,000 (50 %) to 9,999 (99.99 %).</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public ConfidenceLevel(int confidenceBps)
    {
        if (confidenceBps is < One / 2 or >= One)
        {
            throw new ArgumentOutOfRangeException(
                nameof(confidenceBps), FormattableString.Invariant($"confidenceBps must be within 5000..9999, was {confidenceBps}"));
        }

        _bps = confidenceBps;
    }

    /// <summary>95 %.</summary>
    public static ConfidenceLevel Percent95 { get; } = new(9_500);

    /// <summary>99 %.</summary>
    public static ConfidenceLevel Percent99 { get; } = new(9_900);

    /// <summary>The level in basis points.</summary>
    /// <exception cref="InvalidOperationException">The value was never set.</exception>
    public int Bps => _bps != 0 ? _bps : throw new InvalidOperationException("confidenceBps must be within 5000..9999, was never set");

    /// <summary>The level as a probability.</summary>
    public double Probability => (double)Bps / One;

    /// <summary>Fewest observations of an empirical measure: one lies in the tail.</summary>
    public int MinObservations => (One + TailBps - 1) / TailBps;

    internal double TailProbability => (double)TailBps / One;

    private int TailBps => One - Bps;

    /// <summary>floor(n · (1 − α)): observations wholly in the tail, which is also the 0-based rank of the value at risk, largest loss first.</summary>
    internal int TailCount(int observations) => (int)((long)observations * TailBps / One);

    /// <summary>n · (1 − α), with its fraction.</summary>
    internal double TailSize(int observations) => (double)((long)observations * TailBps) / One;
}
