using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

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
/// <param name="Side">Buy or sell.</param>
/// <param name="Quantity">How much, in the instrument's scale.</param>
/// <param name="ReduceOnly">It may only make the agent's position smaller.</param>
/// <param name="Reference">The price on which the decision rests.</param>
/// <param name="Market">The market at the decision.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record OrderRequest(
    string AgentId, Instrument Instrument, OrderSide Side, Quantity Quantity, bool ReduceOnly, Price Reference, MarketView Market, string Reason);
