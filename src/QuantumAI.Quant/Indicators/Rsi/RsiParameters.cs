namespace QuantumAI.Quant.Indicators;

/// <summary>Parameters of <see cref="Rsi"/>; a value that exists is valid.</summary>
public sealed record RsiParameters
{
    internal const int MinPeriodBars = 1;
    internal const int DefaultPeriodBars = 14;

    /// <param name="periodBars">Wilder smoothing length N, in bars: 1..10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public RsiParameters(int periodBars = DefaultPeriodBars)
    {
        PeriodBars = InputBorder.Period(periodBars, MinPeriodBars);
    }

    /// <summary>Wilder smoothing length N, in bars.</summary>
    public int PeriodBars { get; }

    /// <summary>Inputs needed for the first value: N + 1, since a change needs two closes.</summary>
    public int WarmUpBars => PeriodBars + 1;
}
