using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <content>What a fill does to money, fees and positions.</content>
public sealed partial class Account
{
    /// <summary>Moves the money of a fill; returns what was paid from the reservation.</summary>
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
        Guard.That(IsMargin || position.Quantity.Units >= 0, $"a position of a cash account is never short, {order.Symbol} was {position.Quantity}");
        position = instrument.IsDust(position.Quantity) ? position.AsDust() : position;
        _positions[(order.AgentId, order.Symbol)] = position;
        _totals?.Changed(position);
        return fromReserved;
    }

    /// <summary>The part of a sale's fee in the base asset that a cash account pays with what this agent does not hold: it is no short position.</summary>
    private Money FeeBesidePosition(Order order, OrderFilled filled, Instrument instrument, Position position)
    {
        if (IsMargin || filled.FeeAsset != instrument.BaseAsset)
            return Money.Zero;
        var beside = Money.Min(filled.Fee, filled.Fee - (Money.Of(position.Quantity) - Money.Of(filled.Quantity)));
        if (beside <= Money.Zero)
            return Money.Zero;
        CountOther(order.AgentId, filled.FeeAsset, beside);
        return beside;
    }

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
