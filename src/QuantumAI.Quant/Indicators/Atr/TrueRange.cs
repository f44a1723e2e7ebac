namespace QuantumAI.Quant.Indicators;

/// <summary>Wilder's true range: how far price can have moved since the previous close, in price units.</summary>
internal static class TrueRange
{
    /// <summary>max(high − low, |high − previous close|, |low − previous close|); never negative for a valid bar.</summary>
    internal static double Of(double high, double low, double previousClose) =>
        Math.Max(high - low, Math.Max(Math.Abs(high - previousClose), Math.Abs(low - previousClose)));
}
