using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>How orders come into the engine, and when their time is over.</content>
public sealed partial class PaperVenue
{
    /// <summary>The orders of a symbol whose decision had not seen an event of this number enter, one after the other.</summary>
    private void EnterArriving(VenueSymbol symbol, long sequence)
    {
        if (symbol.State != SymbolState.Trading)
            return;
        foreach (var order in symbol.Arriving)
        {
            if (sequence > order.BasisSequence)
                _entering.Add(order);
        }

        foreach (var order in _entering)
        {
            if (!order.Order.IsOpen || order.Place == OpenOrderPlace.InEngine)
                continue; // with its rival, or ended by it
            Enter(order);
            Drain();
        }

        _entering.Clear();
    }

    /// <summary>Where orders enter at once: this one does, against what the house shows now.</summary>
    private void EnterAtOnce(OpenOrder order)
    {
        if (_entry != EntryPolicy.AtOnce)
            return;
        if (order.Symbol.Arriving.Count > 1)
            EnterArriving(order.Symbol, long.MaxValue); // what a halt or a restart has held up goes first
        if (order is { Order.IsOpen: true, Place: OpenOrderPlace.Arriving })
            Enter(order);
        Drain();
        FollowAtOnce(order.Symbol);
    }

    /// <summary>Trades between market events move trails too.</summary>
    private void FollowAtOnce(VenueSymbol symbol)
    {
        if (_entry == EntryPolicy.AtOnce)
            FollowTrails(symbol);
    }

    /// <summary>Into the engine, with the rival that is on its way as well.</summary>
    private void Enter(OpenOrder order)
    {
        var rival = order.Rival;
        if (!TryFund(order) || (rival is not null && !TryFund(rival)))
            return;
        order.Symbol.Arriving.Remove(order);
        SetInEngine(order);
        if (rival is null)
        {
            _house.Submit(order.ToEngine(), _draft.Nanos, _events);
            NoteWorking(order);
            return;
        }

        order.Symbol.Arriving.Remove(rival);
        SetInEngine(rival);
        var (first, second) = order.Order.List!.Place < rival.Order.List!.Place ? (order, rival) : (rival, order);
        _house.SubmitList(ContingencyKind.OneCancelsOther, [first.ToEngine(), second.ToEngine()], _draft.Nanos, _events);
        NoteWorking(first);
        NoteWorking(second);
    }

    /// <summary>What an order pays with is set aside; a buy without a limit gets the price that it can pay. Without money it expires.</summary>
    private bool TryFund(OpenOrder order)
    {
        Lock(order);
        var rival = order.Rival;
        var (asset, instrument, money) = (order.PaidAsset, order.Symbol.Instrument, order.Account.Money);
        var budget = order.Order.Locked + (rival?.Order.Locked ?? Money.Zero);
        if (order.IsUnpricedBuy)
        {
            var most = order.IsWaitingForPrice ? budget : budget + money.Ledger[asset].Free;
            order.Protection = money.HighestPriceFor(most, order.Order.Remaining, instrument);
            if (order.IsWaitingForPrice)
                order.Order = order.Order with { Protection = instrument.Price(order.Protection) }; // stored when it has entered
            if (order.Protection > 0)
                return true;
        }
        else if (money.LockOf(order.Terms, order.Order.Remaining, instrument, default).Least <= budget)
        {
            return true;
        }

        End(order, VenueOrderStatus.Expired, InsufficientBalance);
        return false;
    }

    private static void SetInEngine(OpenOrder order)
    {
        order.Place = OpenOrderPlace.InEngine;
        order.FilledBefore = order.Order.Filled.Units;
        if (order is { IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
            order.Symbol.Trailing++;
    }

    /// <summary>From here on a new venue puts the order back into the book; one that is held for the open of a bar arrives again.</summary>
    private void NoteWorking(OpenOrder order)
    {
        if (order.Order.Entry > 0 || _house.IsHeld(order.Symbol.Index, order.Number))
            return;
        order.Order = order.Order with { Entry = ++_lastEntry, UpdatedNanos = _draft.Nanos };
        _draft.Changes(order.Record);
    }

    /// <summary>After a bar: what was held for its open has come to the book.</summary>
    private void NoteReleased(VenueSymbol symbol)
    {
        foreach (var order in symbol.Open)
        {
            if (order.Place == OpenOrderPlace.InEngine)
                NoteWorking(order);
        }
    }

    /// <summary>A trigger that was reached before the order came: it is live at once, and its rival ends.</summary>
    private void EnterTriggered(OpenOrder order)
    {
        Trigger(order);
        if (order.Rival is { } rival)
            Cancel(rival, OtherOfList);
        if (order.Order.IsOpen && TryFund(order))
            _house.Submit(order.ToEngine(), _draft.Nanos, _events);
    }

    /// <summary>The orders that waited for this one to be filled whole are due.</summary>
    private void ReleaseChildren(OpenOrder parent)
    {
        foreach (var child in parent.Book.Open)
        {
            if (!parent.HasWaiting(child))
                continue;
            child.Place = OpenOrderPlace.Arriving;
            _due.Add(child);
        }
    }

    /// <summary>Enters what is due; where the symbol does not trade, it enters with a coming event.</summary>
    private void EnterDue()
    {
        foreach (var child in _due)
        {
            if (child.Order.IsOpen && !child.IsWaitingForPrice)
                Trigger(child);
        }

        for (var i = 0; i < _due.Count; i++)
        {
            var child = _due[i];
            if (!child.Order.IsOpen || child.Place == OpenOrderPlace.InEngine)
                continue;
            if (child.Symbol.State == SymbolState.Trading)
                Enter(child);
            else
                child.Symbol.Arriving.Add(child);
        }

        _due.Clear();
    }

    private void NoteExpiry(OpenOrder order)
    {
        if (order.Terms.TimeInForce == TimeInForce.GoodTilDate)
            _nextExpiryNanos = Math.Min(_nextExpiryNanos, order.Terms.ExpiresNanos);
    }

    /// <summary>Ends what has a date that has passed.</summary>
    private void Expire()
    {
        if (_draft.Nanos < _nextExpiryNanos)
            return;
        _house.Advance(_draft.Nanos, _events);
        Drain();
        _nextExpiryNanos = long.MaxValue;
        foreach (var order in _orders.Open.ToArray())
        {
            if (!order.Order.IsOpen || order.Terms.TimeInForce != TimeInForce.GoodTilDate)
                continue;
            if (order.Terms.ExpiresNanos > _draft.Nanos)
            {
                NoteExpiry(order);
                continue;
            }

            End(order, VenueOrderStatus.Expired, DatePassed);
            if (order.Place == OpenOrderPlace.InEngine)
                _house.Cancel(order.Symbol.Index, order.Number, _draft.Nanos, _events); // held for the open of a bar
            Drain();
        }

    }

    /// <summary>Notes how far trailing stops have come.</summary>
    private void FollowTrails(VenueSymbol symbol)
    {
        if (symbol.Trailing == 0)
            return;
        foreach (var order in symbol.Open)
        {
            if (order is not { Place: OpenOrderPlace.InEngine, IsWaitingForPrice: true, Terms.Type: OrderType.TrailingStop })
                continue;
            var best = symbol.PriceOf(_house.TrailingBest(symbol.Index, order.Number));
            if (best is null || best == order.Order.TrailingBest)
                continue;
            order.Order = order.Order with { TrailingBest = best };
            _draft.Changes(order.Record);
        }
    }
}
