using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>One order and the money around it as they will be after the events that are being decided: several trades may be told at once.</summary>
/// <remarks>Changes nothing of the account. What it refuses, the account would refuse with a broken invariant.</remarks>
internal sealed class FillDraft(Account account, Order order, BookingFlaws flaws = default)
{
    private readonly Instrument _instrument = account.Instruments[order.Symbol];
    private readonly List<AccountEvent> _events = [];
    private readonly List<OrderFilled> _fills = [];
    private readonly List<(string Asset, Money Change)> _changes = [];
    private Quantity _held = account.PositionOf(order.AgentId, order.Symbol).Quantity;

    public Order Order { get; private set; } = order;

    /// <summary>The events; the last one halts the account when an agent has sold what another one holds: it is booked, and somebody has to look.</summary>
    public IReadOnlyList<AccountEvent> Events => Oversold is null ? _events : [.. _events, new TradingHalted(HaltScope.Account, Oversold)];

    /// <summary>What an agent has sold beyond its holding, in words; null = nothing.</summary>
    public string? Oversold { get; private set; }

    public void Move(OrderMove move, AccountEvent accountEvent)
    {
        Order = Order.After(move, Order.UpdatedNanos);
        _events.Add(accountEvent);
    }

    public void Amend(Quantity quantity)
    {
        var isWhole = quantity == Order.Filled && !Order.Filled.IsZero;
        Order = Order.After(isWhole ? OrderMove.FillWhole : OrderMove.Amend, Order.UpdatedNanos) with { Terms = Order.Terms with { Quantity = quantity } };
        _events.Add(new OrderAmended(Order.ClientOrderId, quantity));
    }

    /// <summary>Takes a trade in; one that is known changes nothing.</summary>
    /// <returns>What it contradicts; null when it is in.</returns>
    public string? Add(VenueTrade trade)
    {
        if (trade.ClientOrderId != Order.ClientOrderId || trade.Symbol != Order.Symbol || trade.Side != Order.Side)
            return $"trade {trade.TradeId} is a {trade.Side} of {trade.Symbol} for {trade.ClientOrderId}, the order {Order.ClientOrderId} is a {Order.Side} of {Order.Symbol}";
        var filled = new OrderFilled(
            trade.ClientOrderId, trade.TradeId, trade.Price, trade.Quantity, trade.QuoteQuantity, trade.Fee, trade.FeeAsset, trade.TimeNanos);
        if (flaws.IgnoresLateFills && !Order.IsOpen)
            return null;
        if (!flaws.CountsRepeats && (account.AppliedFill(trade.ClientOrderId, trade.TradeId) ?? _fills.Find(fill => fill.TradeId == trade.TradeId)) is { } applied)
            return applied == filled ? null : $"trade {trade.TradeId} of {trade.Symbol} was reported twice with different figures";
        if (trade.Quantity.Scale != Order.Quantity.Scale || trade.Quantity.Units <= 0 || trade.QuoteQuantity.IsNegative)
            return $"trade {trade.TradeId} of {trade.ClientOrderId} is of {trade.Quantity} for {trade.QuoteQuantity}";
        if (!trade.QuoteQuantity.IsBookable || !trade.Fee.IsBookable)
            return $"trade {trade.TradeId} of {trade.ClientOrderId} is for {trade.QuoteQuantity} with a fee of {trade.Fee}: more than books hold";
        if (trade.Quantity > Order.Remaining)
            return $"trade {trade.TradeId} fills {trade.ClientOrderId} beyond its quantity";
        if (!OrderTransitions.IsLegal(Order.Status, OrderMove.FillWhole))
            return $"the venue reports trade {trade.TradeId} of {trade.ClientOrderId}, which is {Order.Status}";
        if (Pay(trade) is { } unpaid)
            return unpaid;

        var total = Order.Filled + trade.Quantity;
        Order = Order.After(total == Order.Quantity ? OrderMove.FillWhole : OrderMove.Fill, Order.UpdatedNanos) with { Filled = total };
        _fills.Add(filled);
        _events.Add(filled);
        return null;
    }

    /// <summary>What the trade moves. A cash account has what it gives; a fee beyond what the books know came from outside.</summary>
    private string? Pay(VenueTrade trade)
    {
        var isBuy = Order.Side == OrderSide.Buy;
        var baseFee = trade.FeeAsset == _instrument.BaseAsset ? trade.Fee : Money.Zero;
        if (!IsWhole(baseFee))
            return $"the fee of trade {trade.TradeId}, {baseFee} {trade.FeeAsset}, has more decimals than a position of {trade.Symbol}";
        var (bought, sold) = isBuy ? (Money.Of(trade.Quantity), trade.QuoteQuantity) : (trade.QuoteQuantity, Money.Of(trade.Quantity));
        var (boughtAsset, soldAsset) = isBuy ? (_instrument.BaseAsset, _instrument.QuoteAsset) : (_instrument.QuoteAsset, _instrument.BaseAsset);
        var held = Money.Of(_held) + (isBuy ? bought - baseFee : -sold);
        var mayBeShort = account.IsMargin || Order.AgentId == Account.ExternalAgent;
        if (!account.IsMargin && Total(soldAsset) < sold)
            return $"trade {trade.TradeId} of {trade.ClientOrderId} gives {sold} {soldAsset}, the books have {Total(soldAsset)}";

        if (!isBuy)
            held -= mayBeShort ? baseFee : Money.Min(baseFee, Money.Max(Money.Zero, held));
        if (!mayBeShort && held.IsNegative && !_instrument.IsDust(AsQuantity(held)))
            Oversold = $"trade {trade.TradeId} of {trade.ClientOrderId} sold {sold} {soldAsset}, of which {Order.AgentId} had {_held}: it is short of what another agent holds";
        _held = AsQuantity(held);
        _changes.Add((soldAsset, -sold));
        _changes.Add((boughtAsset, bought));
        var missing = account.IsMargin ? Money.Zero : trade.Fee - Total(trade.FeeAsset);
        if (missing > Money.Zero)
        {
            var reason = $"the venue took the fee of trade {trade.TradeId} from {trade.FeeAsset} that the books did not have";
            _events.Add(new AssetMoved(trade.FeeAsset, missing, Money.Zero, reason));
            _changes.Add((trade.FeeAsset, missing));
        }

        _changes.Add((trade.FeeAsset, -trade.Fee));
        return null;
    }

    private Quantity AsQuantity(Money baseAmount) =>
        _instrument.Quantity((long)FixedPoint.Rescale(baseAmount.Units, Money.Scale, _instrument.QuantityScale, Rounding.Exact));

    private bool IsWhole(Money baseAmount) =>
        _instrument.QuantityScale >= Money.Scale || baseAmount.Units % FixedPoint.PowerOfTen(Money.Scale - _instrument.QuantityScale) == 0;

    private Money Total(string asset)
    {
        var total = account.Ledger[asset].Total;
        foreach (var (changed, change) in _changes)
        {
            if (changed == asset)
                total += change;
        }

        return total;
    }
}
