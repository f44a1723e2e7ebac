namespace QuantumAI.Quant.Indicators;

/// <summary>Parameters of <see cref="Adx"/>; a value that exists is valid.</summary>
public sealed record AdxParameters
{
    internal const int MinPeriodBars = 2;
    internal const int DefaultPeriodBars = 14;

    /// <param name="periodBars">Wilder smoothing length N, used for the indicators and again for their index, in bars: 2..10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public AdxParameters(int periodBars = DefaultPeriodBars)
    {
        PeriodBars = InputBorder.Period(periodBars, MinPeriodBars);
    }

    /// <summary>Wilder smoothing length N, used for the indicators and again for their index, in bars.</summary>
    public int PeriodBars { get; }

    /// <summary>Inputs needed for the first value: 2 N (the two directional indicators are there after N + 1).</summary>
    public int WarmUpBars => 2 * PeriodBars;
}
