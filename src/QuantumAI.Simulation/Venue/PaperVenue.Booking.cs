using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>What the engine tells, booked.</content>
public sealed partial class PaperVenue
{
    private const string Requested = "requested";
    private const string OtherOfList = "the other order of its list";
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
            EnterDue();
        }
    }

    private void Book(in EngineEvent happened)
    {
        if (happened.Kind == EngineEventKind.Accepted)
            return;
        if (happened.Kind == EngineEventKind.Traded)
        {
            if (happened.MakerAccount != 0)
                Fill(_orders.InEngine(happened.MakerOrderId), isMaker: true, in happened);
            if (happened.Account != 0)
                Fill(_orders.InEngine(happened.OrderId), isMaker: false, in happened);
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
                TriggerOnArrival(order);
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
            case EngineEventKind.Prevented when happened.Remaining == 0:
                End(order, VenueOrderStatus.Expired, TextOf(order, happened.Reason));
                break;
            case EngineEventKind.Prevented or EngineEventKind.Reduced:
                Shrink(order, order.Symbol.Instrument.Quantity(order.Terms.Quantity.Units - happened.Quantity), isWish: happened.Kind == EngineEventKind.Reduced);
                Guard.That(order.Order.Remaining.Units == happened.Remaining, "venue and engine agree on what an order has left");
                break;
            default:
                throw new NotSupportedException($"no rule for {happened.Kind}");
        }
    }

    /// <summary>The engine refused a single order or a whole list because a trigger is reached: the one that is reached is live.</summary>
    private void TriggerOnArrival(OpenOrder order)
    {
        if (!order.Order.IsOpen || order.Order.IsTriggered)
            return;
        var last = _house.LastPrice(order.Symbol.Index);
        var isReached = order.IsWaitingForPrice && order.Terms.Trigger is { } trigger && order.Terms.Type != OrderType.TrailingStop
            && TriggerRules.IsReached(TriggerRules.WaitsForRise(order.Terms.Type, order.Terms.Side), trigger.Units, last);
        if (isReached)
            EnterTriggered(order);
    }

    private void Fill(OpenOrder order, bool isMaker, in EngineEvent happened)
    {
        var instrument = order.Symbol.Instrument;
        var (price, quantity) = (instrument.Price(happened.Price), instrument.Quantity(happened.Quantity));
        var locked = order.Order.Locked;
        if (order.Symbol.RivalOf(order) is { } rival)
        {
            locked += rival.Order.Locked;
            SetLocked(rival, Money.Zero);
        }

        var trade = new FeeTrade(order.Terms.Side, isMaker, price, quantity, Tier: 0, ThirdPriceOf(instrument));
        var (quote, fee) = _money.Pay(instrument, in trade, ref locked);
        var booked = new VenueTrade(
            order.Order.ClientOrderId, instrument.Symbol, order.Symbol.LastTradeId + 1, order.Terms.Side, price, quantity, quote, fee.Amount, fee.Asset, _draft.Nanos);
        Remember(booked);
        _draft.Add(booked);
        order.Order = order.Order with
        {
            Filled = order.Order.Filled + quantity,
            QuoteFilled = order.Order.QuoteFilled + quote,
            Locked = locked,
            UpdatedNanos = _draft.Nanos,
        };
        Changed(order);
        _draft.ChangesAsset(instrument.BaseAsset);
        _draft.ChangesAsset(instrument.QuoteAsset);
        _draft.ChangesAsset(fee.Asset);
        _draft.Tell(new VenueFilled(booked));
        Guard.That(order.Order.Remaining.Units == (isMaker ? happened.MakerRemaining : happened.Remaining), "venue and engine agree on what an order has left");
        if (order.Order.Remaining.IsZero)
            End(order, VenueOrderStatus.Filled, "");
        else
            ReleaseExcess(order);
    }

    private void Trigger(OpenOrder order)
    {
        if (order is { Place: OpenOrderPlace.InEngine, IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
            order.Symbol.Trailing--;
        order.Order = order.Order with { IsTriggered = true, UpdatedNanos = _draft.Nanos };
        Changed(order);
        _draft.Tell(new VenueTriggered(order.Order.ClientOrderId));
    }

    private void Shrink(OpenOrder order, Quantity quantity, bool isWish)
    {
        order.Order = order.Order with
        {
            Terms = Smaller(order.Terms, quantity),
            Amends = order.Order.Amends + (isWish ? 1 : 0),
            UpdatedNanos = _draft.Nanos,
        };
        Changed(order);
        ReleaseExcess(order);
        _draft.Tell(new VenueAmended(order.Order.ClientOrderId, quantity));
    }

    private static OrderTerms Smaller(OrderTerms terms, Quantity quantity) =>
        terms with { Quantity = quantity, Display = terms.Display is { } display && display < quantity ? display : null };

    /// <summary>Ends an order that is not in the engine, or that the engine has just let go, at somebody's wish.</summary>
    private void Cancel(OpenOrder order, string reason) => End(order, VenueOrderStatus.Canceled, reason);

    /// <summary>Books the end of an order; what it has set aside goes to its rival, else comes free. Its children become due or end.</summary>
    private void End(OpenOrder order, VenueOrderStatus status, string reason)
    {
        var rival = order.Symbol.RivalOf(order);
        var locked = order.Order.Locked;
        if (order is { Place: OpenOrderPlace.InEngine, IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
            order.Symbol.Trailing--;
        if (rival is not null)
            SetLocked(rival, rival.Order.Locked + locked);
        else
            _money.Ledger.Release(order.PaidAsset, locked);
        order.Order = order.Order with { Status = status, Locked = Money.Zero, Reason = reason, UpdatedNanos = _draft.Nanos };
        _orders.Close(order);
        _draft.Changes(order.Order.ClientOrderId);
        _draft.ChangesAsset(order.PaidAsset);
        Tell(order.Order);
        if (rival is { Place: OpenOrderPlace.InEngine })
            ReleaseExcess(rival);
        else if (rival is not null)
            Cancel(rival, OtherOfList);
        if (order.Order.List is not { Place: 0 })
            return;
        if (status == VenueOrderStatus.Filled)
            ReleaseChildren(order);
        else
            CancelChildren(order);
    }

    private void Tell(VenueOrder order)
    {
        if (order.Status == VenueOrderStatus.Canceled)
            _draft.Tell(new VenueCanceled(order.ClientOrderId, order.Reason));
        else if (order.Status == VenueOrderStatus.Expired)
            _draft.Tell(new VenueExpired(order.ClientOrderId, order.Reason));
    }

    private void CancelChildren(OpenOrder parent)
    {
        foreach (var child in parent.Symbol.Open.FindAll(child => child.Place == OpenOrderPlace.Child && child.Order.List!.ListId == parent.Order.List!.ListId))
        {
            if (child.Order.IsOpen)
                Cancel(child, OtherOfList);
        }
    }

    /// <summary>Gives back what the rest of an order, and of its rival, does not need.</summary>
    private void ReleaseExcess(OpenOrder order)
    {
        if (order.IsUnpricedBuy)
            return; // it ends with this step, or waits with its whole protection
        var (need, rival) = (NeedOf(order), order.Symbol.RivalOf(order));
        if (rival is not null && rival.IsUnpricedBuy)
            return;
        if (rival is not null)
            need = Money.Max(need, NeedOf(rival));
        var holder = rival is not null && order.Order.Locked == Money.Zero ? rival : order;
        var excess = holder.Order.Locked - need;
        if (excess <= Money.Zero)
            return;
        _money.Ledger.Release(order.PaidAsset, excess);
        SetLocked(holder, need);
        _draft.ChangesAsset(order.PaidAsset);
    }

    private Money NeedOf(OpenOrder order) => _money.LockOf(order.Terms, order.Order.Remaining, order.Symbol.Instrument, default).Least;

    private void SetLocked(OpenOrder order, Money locked)
    {
        if (order.Order.Locked == locked)
            return;
        order.Order = order.Order with { Locked = locked };
        Changed(order);
        _draft.ChangesAsset(order.PaidAsset);
    }

    private void Changed(OpenOrder order)
    {
        _orders.Store(order.Order);
        _draft.Changes(order.Order.ClientOrderId);
    }

    /// <summary>What one unit of the asset that pays fees costs in the quote asset; 0 when nobody knows.</summary>
    private Money ThirdPriceOf(Instrument instrument)
    {
        if (_money.Third is not { } third)
            return Money.Zero;
        foreach (var symbol in _symbols)
        {
            if (symbol.Instrument.BaseAsset == third.Asset && symbol.Instrument.QuoteAsset == instrument.QuoteAsset && _house.Touch(symbol.Index).Bid is > 0 and var bid)
                return Money.Notional(symbol.Instrument.Price(bid), new Quantity(1, 0));
        }

        return Money.Zero;
    }

    private string TextOf(OpenOrder order, EngineReason reason) => reason switch
    {
        EngineReason.Requested => Requested,
        EngineReason.OtherOfList => OtherOfList,
        EngineReason.DatePassed => DatePassed,
        EngineReason.SelfTrade => "self-trade prevention",
        EngineReason.WouldMatch => "post-only: it would have matched",
        EngineReason.NotFillable => "fill-or-kill: it could not be filled whole",
        EngineReason.NoLiquidity when order.IsUnpricedBuy && _house.Best(order.Symbol.Index, OrderSide.Sell) > order.Protection => InsufficientBalance,
        EngineReason.NoLiquidity => "nothing more could be matched",
        _ => throw new NotSupportedException($"no order ends for {reason}"),
    };
}
