using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>What a client wants back with its order and the matching engine has no use for.</summary>
/// <param name="StrategyId">The client's number of a strategy.</param>
/// <param name="StrategyType">The client's number of a kind of strategy.</param>
/// <param name="QuoteQuantity">Of a market order: what it was to spend or to bring.</param>
/// <param name="ListClientId">Of an order of a list: the list's client id.</param>
/// <param name="WorkingNanos">When it came to the book, if later than it was made; 0 = when it was made.</param>
public sealed record OrderNote(
    long? StrategyId = null, long? StrategyType = null, Money? QuoteQuantity = null, string? ListClientId = null, long WorkingNanos = 0)
{
    public static OrderNote None { get; } = new();
}
