namespace QuantumAI.Domain.Market;

/// <summary>A closed bar. It carries its start and is known at start + interval, never before.</summary>
/// <param name="StartNanos">First instant of the interval, UTC.</param>
/// <param name="IntervalNanos">Length of the interval.</param>
/// <param name="OpenUnits">First price, in units of the instrument's price scale; so are the other prices.</param>
/// <param name="HighUnits">Highest price.</param>
/// <param name="LowUnits">Lowest price.</param>
/// <param name="CloseUnits">Last price.</param>
/// <param name="VolumeUnits">Base-asset volume in units of the instrument's quantity scale.</param>
public sealed record Bar(
    long StartNanos,
    long IntervalNanos,
    long OpenUnits,
    long HighUnits,
    long LowUnits,
    long CloseUnits,
    long VolumeUnits)
{
    /// <summary>When the bar became known: the first instant after its interval.</summary>
    public long EndNanos => StartNanos + IntervalNanos;
}
