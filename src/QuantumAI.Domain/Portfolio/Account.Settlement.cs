using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <content>What a fill does to money, fees and positions.</content>
public sealed partial class Account
{
    /// <summary>Moves the money of a fill; returns what was paid from the reservation.</summary>
    /// <remarks>
    /// An agent's book of a cash account may be short, when its order sold what another agent holds: the venue knows no agents. The
    /// account itself never is, since no balance is negative.
    /// </remarks>
    private Money Settle(Order order, Instrument instrument, OrderFilled filled, long timeNanos)
    {
        var isBuy = order.Side == OrderSide.Buy;
        var (paidAsset, receivedAsset) = isBuy ? (instrument.QuoteAsset, instrument.BaseAsset) : (instrument.BaseAsset, instrument.QuoteAsset);
        var gave = isBuy ? filled.QuoteQuantity : Money.Of(filled.Quantity);
        var got = isBuy ? Money.Of(filled.Quantity) : filled.QuoteQuantity;
        if (filled.FeeAsset == paidAsset)
            gave += filled.Fee;
        else if (filled.FeeAsset == receivedAsset)
            got -= filled.Fee;
        else
            PayOther(order.AgentId, filled.FeeAsset, filled.Fee);

        var fromReserved = Money.Min(gave, order.Reserved);
        Ledger.Pay(paidAsset, fromReserved, gave - fromReserved);
        Ledger.Receive(receivedAsset, got);

        var position = PositionOf(order.AgentId, order.Symbol);
        var sold = isBuy ? Money.Zero : gave - FeeBesidePosition(order, filled, instrument, position);
        var (quantity, cash) = isBuy ? (AsQuantity(got, instrument), -gave) : (-AsQuantity(sold, instrument), got);
        if (!quantity.IsZero)
            position = position.After(quantity, cash, timeNanos);
        position = instrument.IsDust(position.Quantity) ? position.AsDust() : position;
        _positions[(order.AgentId, order.Symbol)] = position;
        _totals?.Changed(position);
        return fromReserved;
    }

    /// <summary>The part of a sale's fee in the base asset that a cash account pays with what this agent does not hold: it is no short position.</summary>
    private Money FeeBesidePosition(Order order, OrderFilled filled, Instrument instrument, Position position)
    {
        if (IsMargin || order.AgentId == ExternalAgent || filled.FeeAsset != instrument.BaseAsset)
            return Money.Zero;
        var beside = Money.Min(filled.Fee, filled.Fee - (Money.Of(position.Quantity) - Money.Of(filled.Quantity)));
        if (beside <= Money.Zero)
            return Money.Zero;
        CountOther(order.AgentId, filled.FeeAsset, beside);
        return beside;
    }

    /// <summary>
    /// Orders that cancel each other set aside once, in the first of them. While the other is still live at the venue that money is
    /// its own: it passes to it, as far as it needs it.
    /// </summary>
    /// <returns>What was passed on.</returns>
    private Money PassOn(Order ended)
    {
        if (ended.List is not { } place || ended.Reserved == Money.Zero)
            return Money.Zero;
        foreach (var heir in _open.Values)
        {
            if (heir.Status == OrderStatus.Emulated || heir.Side != ended.Side || heir.List is not { } other || !place.Cancels(other))
                continue;
            var passed = Money.Min(ended.Reserved, Money.Max(Money.Zero, NeedOf(heir) - heir.Reserved));
            Put(heir with { Reserved = heir.Reserved + passed });
            return passed;
        }

        return Money.Zero;
    }

    /// <summary>A child is live at the venue once its parent is filled, which locks for it there what the parent brought: set aside here, it is not ordered away twice.</summary>
    private void ReserveForChild(Order parent)
    {
        if (IsMargin || parent.List is not { Place: 0 } place)
            return;
        foreach (var child in _open.Values)
        {
            if (child.Status == OrderStatus.Emulated || child.List is not { Place: 1 } other || other.ListId != place.ListId || !other.IsChild())
                continue;
            var asset = ReservedAsset(Instruments[child.Symbol], child.Side);
            var reserved = Money.Min(NeedOf(child), Money.Max(Money.Zero, Ledger[asset].Free));
            Ledger.Reserve(asset, reserved);
            Put(child with { Reserved = child.Reserved + reserved });
            return;
        }
    }

    /// <summary>What the rest of an order pays; of a purchase at the market, that nobody knows, what it is worth at its trigger or reference.</summary>
    private static Money NeedOf(Order order) => order.Side == OrderSide.Sell
        ? Money.Of(order.Remaining) : Money.Notional(order.Terms.Limit ?? order.Terms.Trigger ?? order.Reference, order.Remaining);

    private void PayOther(string agentId, string asset, Money fee)
    {
        Ledger.Pay(asset, Money.Zero, fee);
        CountOther(agentId, asset, fee);
    }

    private void CountOther(string agentId, string asset, Money fee)
    {
        _otherFees[(agentId, asset)] = _otherFees.GetValueOrDefault((agentId, asset)) + fee;
    }
}
