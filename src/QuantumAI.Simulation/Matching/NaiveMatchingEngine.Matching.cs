using QuantumAI.Domain;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <content>What happens to an order that is live, and what makes one live that waits.</content>
public sealed partial class NaiveMatchingEngine
{
    /// <summary>Why an order that is about to become live may not.</summary>
    private static EngineReason LiveFaultOf(NaiveOrder order, NaiveBook book)
    {
        if (order.Terms.IsPostOnly && book.Against(order.Terms.Side) is [var best, ..] && order.Crosses(best.Terms.Limit))
            return EngineReason.WouldMatch;
        return order.Terms.TimeInForce == TimeInForce.FillOrKill && !IsFillable(order, book) ? EngineReason.NotFillable : EngineReason.None;
    }

    private static bool IsReached(in EngineOrder order, NaiveBook book) => order.Type != OrderType.TrailingStop
        && TriggerRules.IsReached(TriggerRules.WaitsForRise(order.Type, order.Side), order.Trigger, book.Last);

    /// <summary>Matches a copy of the other side, to see whether all of the order would be traded.</summary>
    private static bool IsFillable(NaiveOrder taker, NaiveBook book)
    {
        var queue = book.Against(taker.Terms.Side).Where(maker => taker.Crosses(maker.Terms.Limit))
            .Select(maker => (Maker: maker, maker.Remaining, maker.Shown)).ToList();
        var open = taker.Remaining;
        while (open > 0 && queue.Count > 0)
        {
            var (maker, remaining, shown) = queue[0];
            queue.RemoveAt(0);
            if (maker.List?.RivalOf(maker) is { } rival)
                queue.RemoveAll(entry => entry.Maker == rival);
            if (taker.IsOwn(maker))
            {
                if (taker.Terms.SelfTrade != SelfTradePrevention.ExpireMaker)
                    return false;
                continue;
            }

            var quantity = Math.Min(open, shown);
            open -= quantity;
            remaining -= quantity;
            if (remaining == 0)
                continue;
            var behind = queue.FindIndex(entry => entry.Maker.Terms.Limit != maker.Terms.Limit);
            queue.Insert(behind < 0 ? queue.Count : behind, (maker, remaining, Math.Min(remaining, maker.Terms.Display)));
        }

        return open == 0;
    }

    /// <summary>Into the book, or to those that wait for a price.</summary>
    private void Enter(NaiveOrder order)
    {
        order.HasEntered = true;
        var book = _books[order.Terms.Symbol];
        if (!OrderShape.IsConditional(order.Terms.Type))
        {
            GoLive(order, book);
            return;
        }

        book.Waiting.Add(order);
        if (order.Terms.Type == OrderType.TrailingStop && book.Last != 0)
            MoveTrail(order, book.Last);
    }

    private void GoLive(NaiveOrder taker, NaiveBook book)
    {
        var fault = LiveFaultOf(taker, book);
        if (fault != EngineReason.None)
        {
            End(taker, EngineEventKind.Canceled, fault);
            return;
        }

        var against = book.Against(taker.Terms.Side);
        while (taker.Remaining > 0 && against is [var maker, ..] && taker.Crosses(maker.Terms.Limit))
        {
            if (taker.IsOwn(maker))
                Prevent(taker, maker, book);
            else
                Trade(taker, maker, book);
        }

        if (taker.Remaining == 0)
            return;
        if (!OrderShape.HasLimit(taker.Terms.Type))
        {
            End(taker, EngineEventKind.Expired, EngineReason.NoLiquidity);
            return;
        }

        Guard.That(taker.Terms.TimeInForce != TimeInForce.FillOrKill, "a fill-or-kill order that was taken is filled whole");
        if (taker.Terms.TimeInForce == TimeInForce.ImmediateOrCancel)
        {
            End(taker, EngineEventKind.Canceled, EngineReason.NoLiquidity);
            return;
        }

        taker.Shown = taker.FirstSlice;
        book.Rest(taker);
        Guard.That(book.Bids.Count == 0 || book.Asks.Count == 0 || book.Bids[0].Terms.Limit < book.Asks[0].Terms.Limit, "a book is never crossed");
    }

    private void Trade(NaiveOrder taker, NaiveOrder maker, NaiveBook book)
    {
        var (quantity, price) = (Math.Min(taker.Remaining, maker.Shown), maker.Terms.Limit);
        taker.Remaining -= quantity;
        taker.Filled += quantity;
        maker.Filled += quantity;
        TakeShown(maker, quantity, book);
        book.Last = price;
        book.Trades++;
        _events.Add(new EngineEvent(
            EngineEventKind.Traded, taker.Terms.Symbol, taker.Id, taker.Terms.Account, taker.Terms.Side, maker.Id, maker.Terms.Account, book.Trades,
            price, quantity, taker.Remaining, maker.Remaining, EngineReason.None, _nanos));
        AfterTrade(maker, book);
        AfterTrade(taker, book);
        Mark(book, price);
    }

    /// <summary>Takes from a resting order; what is left of an iceberg shows its next slice at the end of the level.</summary>
    private static void TakeShown(NaiveOrder maker, long quantity, NaiveBook book)
    {
        maker.Remaining -= quantity;
        maker.Shown -= quantity;
        if (maker.Shown > 0)
            return;
        book.Remove(maker);
        if (maker.Remaining == 0)
            return;
        maker.Shown = maker.NextSlice;
        book.Rest(maker);
    }

    private void Prevent(NaiveOrder taker, NaiveOrder maker, NaiveBook book)
    {
        var mode = taker.Terms.SelfTrade;
        _events.Add(new EngineEvent(
            EngineEventKind.Averted, taker.Terms.Symbol, taker.Id, taker.Terms.Account, taker.Terms.Side, maker.Id, maker.Terms.Account, 0,
            maker.Terms.Limit, Math.Min(taker.Remaining, maker.Shown), taker.Remaining, maker.Remaining, EngineReason.SelfTrade, _nanos));
        if (mode == SelfTradePrevention.Decrement)
        {
            var quantity = Math.Min(taker.Remaining, maker.Shown);
            TakeShown(maker, quantity, book);
            TellPrevented(maker, quantity);
            taker.Remaining -= quantity;
            TellPrevented(taker, quantity);
            return;
        }

        if (mode is SelfTradePrevention.ExpireMaker or SelfTradePrevention.ExpireBoth)
            TakeAll(maker, book);
        if (mode is SelfTradePrevention.ExpireTaker or SelfTradePrevention.ExpireBoth)
            TakeAll(taker, book);
    }

    private void TakeAll(NaiveOrder order, NaiveBook book)
    {
        var quantity = order.Remaining;
        order.Remaining = 0;
        book.Remove(order);
        TellPrevented(order, quantity);
    }

    private void TellPrevented(NaiveOrder order, long quantity)
    {
        Tell(EngineEventKind.Prevented, order, quantity, EngineReason.SelfTrade);
        if (order.Remaining > 0)
            return;
        _held.Remove(order.Id);
        AfterEnd(order);
    }

    /// <summary>What the order's list does after one of its orders traded.</summary>
    private void AfterTrade(NaiveOrder order, NaiveBook book)
    {
        if (order.Remaining == 0)
            _held.Remove(order.Id);
        EndRival(order);
        if (order.Remaining > 0 || order.List is not { } list)
            return;
        foreach (var child in list.ChildrenOf(order))
        {
            if (book.Children.Remove(child))
                book.Due.Add(child);
        }
    }

    private void EndRival(NaiveOrder order)
    {
        if (order.List?.RivalOf(order) is not { } rival)
            return;
        order.List.IsDecided = true;
        if (IsHeld(rival))
            End(rival, EngineEventKind.Canceled, EngineReason.OtherOfList);
    }

    /// <summary>What the order's list does after it ended without being filled whole.</summary>
    private void AfterEnd(NaiveOrder order)
    {
        EndRival(order);
        foreach (var child in order.List?.ChildrenOf(order) ?? [])
        {
            if (IsHeld(child))
                End(child, EngineEventKind.Canceled, EngineReason.OtherOfList);
        }
    }

    /// <summary>A trade moves the trails and finds who is reached; these become live when the present matching is over.</summary>
    private static void Mark(NaiveBook book, long price)
    {
        foreach (var order in book.Waiting.ToList())
        {
            var (side, type) = (order.Terms.Side, order.Terms.Type);
            var isReached = type == OrderType.TrailingStop ? MoveTrail(order, price) : IsReached(order.Terms, book);
            if (!isReached)
                continue;
            book.Waiting.Remove(order);
            book.Due.Add(order);
        }
    }

    /// <returns>True when the price has reached the stop.</returns>
    private static bool MoveTrail(NaiveOrder order, long price)
    {
        var sells = order.Terms.Side == OrderSide.Sell;
        if (order.TrailingBest == 0)
        {
            if (order.Terms.Trigger == 0 || (sells ? price >= order.Terms.Trigger : price <= order.Terms.Trigger))
                order.TrailingBest = price;
            return false;
        }

        order.TrailingBest = sells ? Math.Max(order.TrailingBest, price) : Math.Min(order.TrailingBest, price);
        var trigger = TriggerRules.TrailingTrigger(order.Terms.Side, order.TrailingBest, order.Terms.TrailingPpm);
        return sells ? price <= trigger : price >= trigger;
    }

    /// <summary>Makes live what is due, one after the other; what that makes due comes last.</summary>
    private void Settle(NaiveBook book)
    {
        while (book.Due is [var order, ..])
        {
            book.Due.RemoveAt(0);
            var waits = OrderShape.IsConditional(order.Terms.Type);
            if (waits && !order.HasEntered && !IsReached(order.Terms, book))
            {
                Enter(order);
                continue;
            }

            Tell(EngineEventKind.Triggered, order, order.Remaining, EngineReason.None);
            if (waits)
                EndRival(order);
            GoLive(order, book);
        }
    }
}
