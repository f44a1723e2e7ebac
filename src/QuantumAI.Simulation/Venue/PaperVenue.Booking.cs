using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>What the engine tells, booked.</content>
public sealed partial class PaperVenue
{
    /// <summary>Reason of an order that ended because its owner asked for it.</summary>
    public const string Requested = "requested";

    /// <summary>Reason of an order that ended with another one of its list.</summary>
    public const string OtherOfList = "the other order of its list";

    /// <summary>Reason of an order that self-trade prevention ended.</summary>
    public const string SelfTradePrevented = "self-trade prevention";

    private const string DatePassed = "its date has passed";
    private const string InsufficientBalance = "insufficient balance";

    /// <summary>Books events until nothing happens any more.</summary>
    private void Drain()
    {
        while (_events.Count > 0 || _due.Count > 0)
        {
            for (var i = 0; i < _events.Count; i++)
            {
                var happened = _events[i];
                Book(in happened);
            }

            _events.Clear();
            EndPrevention();
            EnterDue();
        }
    }

    private void Book(in EngineEvent happened)
    {
        if (happened.Kind == EngineEventKind.Accepted)
            return;
        if (happened.Kind == EngineEventKind.Traded)
        {
            Trade(in happened);
            return;
        }

        if (_orders.FindNumber(happened.OrderId) is not { } order)
        {
            Guard.That(happened.Kind is EngineEventKind.Rejected or EngineEventKind.Canceled, $"what happens happens to open orders, was {happened}");
            return; // ended here before the engine told
        }

        switch (happened.Kind)
        {
            case EngineEventKind.Triggered:
                Trigger(order);
                break;
            case EngineEventKind.Rejected when happened.Reason == EngineReason.WouldTrigger:
                TriggerOnArrival(order, happened.Price);
                break;
            case EngineEventKind.Canceled:
                End(order, VenueOrderStatus.Canceled, TextOf(order, happened.Reason));
                break;
            case EngineEventKind.Rejected when happened.Reason == EngineReason.NotFillable:
                End(order, VenueOrderStatus.Canceled, TextOf(order, happened.Reason));
                break;
            case EngineEventKind.Rejected or EngineEventKind.Expired:
                End(order, VenueOrderStatus.Expired, TextOf(order, happened.Reason));
                break;
            case EngineEventKind.Averted:
                BeginPrevention(order, in happened);
                break;
            case EngineEventKind.Prevented:
                Prevent(order, in happened);
                break;
            case EngineEventKind.Reduced:
                Shrink(order, Less(order, happened.Quantity), isWish: true);
                Guard.That(order.Order.Remaining.Units == happened.Remaining, "venue and engine agree on what an order has left");
                break;
            default:
                throw new NotSupportedException($"no rule for {happened.Kind}");
        }
    }

    /// <summary>The engine refused a single order or a whole list because a trigger is reached: the one that is reached is live.</summary>
    /// <param name="order">One that was refused.</param>
    /// <param name="last">The last price at that moment: what was booked before may have moved it.</param>
    private void TriggerOnArrival(OpenOrder order, long last)
    {
        if (!order.Order.IsOpen || order.Order.IsTriggered)
            return;
        var isReached = order.IsWaitingForPrice && order.Terms.Trigger is { } trigger && order.Terms.Type != OrderType.TrailingStop
            && TriggerRules.IsReached(TriggerRules.WaitsForRise(order.Terms.Type, order.Terms.Side), trigger.Units, last);
        if (isReached)
            EnterTriggered(order);
    }

    /// <summary>A trade of clients with the market or with each other. The buyer pays first: what a rounding leaves unpaid, the seller does not get.</summary>
    private void Trade(in EngineEvent happened)
    {
        var maker = happened.MakerAccount == 0 ? null : _orders.InEngine(happened.MakerOrderId);
        var taker = happened.Account == 0 ? null : _orders.InEngine(happened.OrderId);
        var id = (maker ?? taker!).Symbol.LastTradeId + 1;
        var made = maker is { IsBuy: true } ? _payments.Pay(maker, id, isMaker: true, in happened, null) : null;
        var taken = taker is null ? null : _payments.Pay(taker, id, isMaker: false, in happened, made?.QuoteQuantity);
        if (maker is { IsBuy: false })
            made = _payments.Pay(maker, id, isMaker: true, in happened, taken?.QuoteQuantity);
        if (made is not null)
            Fill(maker!, made, happened.MakerRemaining);
        if (taken is not null)
            Fill(taker!, taken, happened.Remaining);
    }

    private void Fill(OpenOrder order, VenueTrade trade, long remaining)
    {
        var instrument = order.Symbol.Instrument;
        Remember(trade, order.Record);
        _draft.Add(trade);
        if (trade.IsMaker)
            TakeShown(order, trade.Quantity);
        order.Order = order.Order with
        {
            Filled = order.Order.Filled + trade.Quantity,
            QuoteFilled = order.Order.QuoteFilled + trade.QuoteQuantity,
            UpdatedNanos = _draft.Nanos,
        };
        _draft.Changes(order.Record);
        _draft.ChangesAsset(order.Account, instrument.BaseAsset);
        _draft.ChangesAsset(order.Account, instrument.QuoteAsset);
        _draft.ChangesAsset(order.Account, trade.FeeAsset);
        _draft.Tell(order, new VenueFilled(trade));
        Guard.That(order.Order.Remaining.Units == remaining, "venue and engine agree on what an order has left");
        if (order.Order.Remaining.IsZero)
            End(order, VenueOrderStatus.Filled, "");
        else
            _payments.ReleaseExcess(order);
    }

    /// <summary>Follows what an iceberg shows, as the engine does: a new slice goes to the end of its level, where a new venue puts it back.</summary>
    private void TakeShown(OpenOrder order, Quantity quantity)
    {
        if (order.Terms.Display is not { } display)
            return;
        var remaining = order.Order.Remaining;
        var left = (order.Order.Shown ?? (display < remaining ? display : remaining)) - quantity;
        order.Order = left.IsZero
            ? order.Order with { Shown = null, Entry = quantity == remaining ? order.Order.Entry : ++_lastEntry }
            : order.Order with { Shown = left };
    }

    private void Trigger(OpenOrder order)
    {
        if (order is { Place: OpenOrderPlace.InEngine, IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
            order.Symbol.Trailing--;
        var entry = order.Order.Entry == 0 ? 0 : ++_lastEntry; // it comes to the book now, behind whoever stands there
        order.Order = order.Order with { IsTriggered = true, Entry = entry, UpdatedNanos = _draft.Nanos };
        _draft.Changes(order.Record);
        _draft.Tell(order, new VenueTriggered(order.Order.ClientOrderId));
    }

    private void Shrink(OpenOrder order, Quantity quantity, bool isWish)
    {
        var before = order.Order;
        var isSliced = before.Shown is { } shown && shown < quantity - before.Filled; // then it goes on showing what it showed
        var terms = isSliced ? before.Terms with { Quantity = quantity } : Smaller(before.Terms, quantity);
        order.Order = before with
        {
            Terms = terms,
            Amends = before.Amends + (isWish ? 1 : 0),
            Asked = isWish ? (before.Asked is { } asked ? asked - (before.Quantity - quantity) : null) : before.Asked ?? before.Quantity,
            Shown = isSliced ? before.Shown : null,
            UpdatedNanos = _draft.Nanos,
        };
        _draft.Changes(order.Record);
        _payments.ReleaseExcess(order);
        _draft.Tell(order, new VenueAmended(order.Order.ClientOrderId, quantity));
    }

    private static OrderTerms Smaller(OrderTerms terms, Quantity quantity) =>
        terms with { Quantity = quantity, Display = terms.Display is { } display && display < quantity ? display : null };

    private static Quantity Less(OpenOrder order, long units) => order.Symbol.Instrument.Quantity(order.Terms.Quantity.Units - units);

    /// <summary>Ends an order that is not in the engine, or that the engine has just let go, at somebody's wish.</summary>
    private void Cancel(OpenOrder order, string reason) => End(order, VenueOrderStatus.Canceled, reason);

    /// <summary>Books the end of an order; what it has set aside goes to its rival, else comes free. Its children become due or end.</summary>
    private void End(OpenOrder order, VenueOrderStatus status, string reason)
    {
        var rival = order.Rival;
        var locked = order.Order.Locked;
        if (order is { Place: OpenOrderPlace.InEngine, IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
            order.Symbol.Trailing--;
        if (rival is not null)
            _payments.SetLocked(rival, rival.Order.Locked + locked);
        else
            order.Account.Money.Ledger.Release(order.PaidAsset, locked);
        order.Order = order.Order with { Status = status, Locked = Money.Zero, Reason = reason, UpdatedNanos = _draft.Nanos };
        _orders.Close(order);
        _draft.Changes(order.Record);
        _draft.ChangesAsset(order.Account, order.PaidAsset);
        TellEnd(order);
        if (rival is { Place: OpenOrderPlace.InEngine })
            _payments.ReleaseExcess(rival);
        else if (rival is not null)
            Cancel(rival, OtherOfList);
        if (order.Order.List is not { Place: 0 })
            return;
        if (status == VenueOrderStatus.Filled)
            ReleaseChildren(order);
        else
            CancelChildren(order);
    }

    private void TellEnd(OpenOrder order)
    {
        var (status, id, reason) = (order.Order.Status, order.Order.ClientOrderId, order.Order.Reason);
        if (status == VenueOrderStatus.Canceled)
            _draft.Tell(order, new VenueCanceled(id, reason, _cancel.Order == order ? _cancel.Id : null));
        else if (status == VenueOrderStatus.Expired)
            _draft.Tell(order, new VenueExpired(id, reason));
    }

    private void CancelChildren(OpenOrder parent)
    {
        foreach (var child in parent.Book.Open.FindAll(parent.HasWaiting))
        {
            if (child.Order.IsOpen)
                Cancel(child, OtherOfList);
        }
    }

    private string TextOf(OpenOrder order, EngineReason reason) => reason switch
    {
        EngineReason.Requested => Requested,
        EngineReason.OtherOfList => OtherOfList,
        EngineReason.DatePassed => DatePassed,
        EngineReason.SelfTrade => SelfTradePrevented,
        EngineReason.WouldMatch => "post-only: it would have matched",
        EngineReason.NotFillable => "fill-or-kill: it could not be filled whole",
        EngineReason.NoLiquidity when order.IsUnpricedBuy && _house.Best(order.Symbol.Index, OrderSide.Sell) > order.Protection => InsufficientBalance,
        EngineReason.NoLiquidity => "nothing more could be matched",
        _ => throw new NotSupportedException($"no order ends for {reason}"),
    };
}
