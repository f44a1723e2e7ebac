namespace QuantumAI.Quant.Indicators;

/// <summary>Parameters of <see cref="Atr"/>; a value that exists is valid.</summary>
public sealed record AtrParameters
{
    internal const int MinPeriodBars = 1;
    internal const int DefaultPeriodBars = 14;

    /// <param name="periodBars">Wilder smoothing length N, in bars: 1..10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public AtrParameters(int periodBars = DefaultPeriodBars)
    {
        PeriodBars = InputBorder.Period(periodBars, MinPeriodBars);
    }

    /// <summary>Wilder smoothing length N, in bars.</summary>
    public int PeriodBars { get; }

    /// <summary>Inputs needed for the first value: N + 1, since a true range needs the previous close.</summary>
    public int WarmUpBars => PeriodBars + 1;
}
