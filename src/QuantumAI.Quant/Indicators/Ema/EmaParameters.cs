namespace QuantumAI.Quant.Indicators;

/// <summary>Parameters of <see cref="Ema"/>; a value that exists is valid.</summary>
public sealed record EmaParameters
{
    internal const int MinPeriodBars = 1;
    internal const int DefaultPeriodBars = 20;

    /// <param name="periodBars">Length N of the seed and, through k = 2 / (N + 1), of the memory, in bars: 1..10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The period is out of range.</exception>
    public EmaParameters(int periodBars = DefaultPeriodBars)
    {
        PeriodBars = InputBorder.Period(periodBars, MinPeriodBars);
    }

    /// <summary>Length N of the seed and, through k = 2 / (N + 1), of the memory, in bars.</summary>
    public int PeriodBars { get; }

    /// <summary>Inputs needed for the first value: N.</summary>
    public int WarmUpBars => PeriodBars;
}
