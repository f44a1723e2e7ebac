using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Market;

/// <summary>What happened to a symbol before a session starts: closed bars, oldest first, and the bar that is still open.</summary>
public sealed record SymbolHistory(IReadOnlyList<Bar> Bars, BarBuilder OpenBar)
{
    /// <summary>The close of the last bar, in units of the price, while it is at most two bars old: an older one would value what is held at a price of long ago.</summary>
    /// <param name="nowNanos">World time.</param>
    public long? LastPriceUnits(long nowNanos) =>
        Bars.Count > 0 && nowNanos - Bars[^1].EndNanos <= 2 * OpenBar.IntervalNanos ? Bars[^1].CloseUnits : null;

    /// <summary>No history.</summary>
    public static SymbolHistory None(long intervalNanos) => new([], new BarBuilder(intervalNanos));
}
