using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Market;

/// <summary>What happened to a symbol before a session starts: closed bars, oldest first, and the bar that is still open.</summary>
public sealed record SymbolHistory(IReadOnlyList<Bar> Bars, BarBuilder OpenBar)
{
    /// <summary>No history.</summary>
    public static SymbolHistory None(long intervalNanos) => new([], new BarBuilder(intervalNanos));
}
