using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>The market as the decision saw it.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="ReceivedNanos">When the last of it was received.</param>
/// <param name="IsUsable">False while the data is gapped or crossed.</param>
/// <param name="Sequence">Number of the market event that it reflects.</param>
public readonly record struct MarketView(Price Bid, Price Ask, long ReceivedNanos, bool IsUsable, long Sequence);

/// <summary>A sized order that asks for approval.</summary>
/// <param name="AgentId">Who wants it.</param>
/// <param name="Instrument">What.</param>
/// <param name="Terms">What is to be ordered.</param>
/// <param name="Reference">The price on which the decision rests.</param>
/// <param name="Market">The market at the decision.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Basis">What it rests on, for people.</param>
/// <param name="List">Its place among orders that depend on each other, without the list's id, which the approval gives.</param>
/// <param name="IsHeld">It is to be held here until its condition is met: the venue lacks its type, or its parent is not filled.</param>
public sealed record OrderRequest(
    string AgentId, Instrument Instrument, OrderTerms Terms, Price Reference, MarketView Market, string Reason,
    OrderBasis? Basis = null, OrderListPlace? List = null, bool IsHeld = false)
{
    public OrderSide Side => Terms.Side;

    public Quantity Quantity => Terms.Quantity;

    public bool ReduceOnly => Terms.IsReduceOnly;
}
