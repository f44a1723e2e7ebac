using QuantumAI.Domain;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <content>What happens to an order that is live: it is matched, then rests or ends.</content>
public sealed partial class MatchingEngine
{
    /// <summary>Why an order that is about to become live may not.</summary>
    private EngineReason LiveFaultOf(EngineBook book, OrderSide side, long limit, long quantity, int account, LiveTerms terms)
    {
        if (!terms.IsPostOnly && terms.TimeInForce != TimeInForce.FillOrKill)
            return EngineReason.None;
        var against = book.Against(side);
        var worstKey = WorstKey(against, terms.Type, limit);
        if (terms.IsPostOnly && against.Best >= 0 && against.BestKey >= worstKey)
            return EngineReason.WouldMatch;
        return terms.TimeInForce == TimeInForce.FillOrKill && !IsFillable(against, worstKey, quantity, account, terms.SelfTrade)
            ? EngineReason.NotFillable : EngineReason.None;
    }

    /// <summary>The least key on the other side's ladder that an order meets.</summary>
    private static long WorstKey(PriceLadder against, OrderType type, long limit) => limit != 0 || OrderShape.HasLimit(type) ? against.KeyOf(limit) : long.MinValue;

    /// <summary>Whether all of the order would be traded, without touching anything.</summary>
    private bool IsFillable(PriceLadder against, long worstKey, long quantity, int account, SelfTradePrevention mode)
    {
        if (!IsEnoughOnLevels(against, worstKey, quantity))
            return false;
        var nodes = _pool.Nodes;
        var cursor = default(LadderCursor);
        while (against.TryNext(ref cursor, out var index) && _levels.Levels[index].Key >= worstKey)
        {
            long shown = 0, total = 0;
            for (var maker = _levels.Levels[index].Orders.Head; maker >= 0; maker = nodes[maker].Next)
            {
                ref readonly var node = ref nodes[maker];
                if ((node.Traits & OrderTraits.Listed) != 0 && IsBehindRival(maker, against))
                    continue;
                if (node.Account == account && mode != SelfTradePrevention.None)
                {
                    if (mode != SelfTradePrevention.ExpireMaker)
                        return false; // what is hidden before it has its turn after it
                    continue;
                }

                shown += node.Shown;
                total += node.Remaining;
                if (shown >= quantity)
                    return true;
            }

            quantity -= total;
            if (quantity <= 0)
                return true;
        }

        return false;
    }

    /// <summary>A bound that needs no look at the orders.</summary>
    private bool IsEnoughOnLevels(PriceLadder against, long worstKey, long quantity)
    {
        var cursor = default(LadderCursor);
        while (quantity > 0 && against.TryNext(ref cursor, out var index) && _levels.Levels[index].Key >= worstKey)
            quantity -= _levels.Levels[index].Total;
        return quantity <= 0;
    }

    /// <summary>Whether the rival of a resting order rests before it: then it is canceled before its turn comes.</summary>
    private bool IsBehindRival(int order, PriceLadder ladder)
    {
        ref readonly var detail = ref _pool.Details[order];
        ref readonly var row = ref _lists.Rows[detail.List];
        var place = row.RivalPlaceOf(detail.ListPlace);
        if (place < 0 || row[place] < 0)
            return false;
        ref readonly var rival = ref _pool.Nodes[row[place]];
        if (rival.Place != OrderPlace.Resting)
            return false;
        var (own, other) = (ladder.KeyOf(_pool.Nodes[order].Price), ladder.KeyOf(rival.Price));
        return other > own || (other == own && _pool.Details[row[place]].Sequence < detail.Sequence);
    }

    /// <param name="taker">Accepted and in no queue.</param>
    /// <param name="isChecked">True when <see cref="LiveFaultOf"/> has just found nothing.</param>
    private void GoLive(int taker, EngineBook book, LiveTerms terms, bool isChecked)
    {
        ref var node = ref _pool.Nodes[taker];
        node.Place = OrderPlace.Taking;
        if (!isChecked)
        {
            var fault = LiveFaultOf(book, node.Side, node.Price, node.Remaining, node.Account, terms);
            if (fault != EngineReason.None)
            {
                End(taker, EngineEventKind.Canceled, fault);
                return;
            }
        }

        var against = book.Against(node.Side);
        var worstKey = WorstKey(against, terms.Type, node.Price);
        while (node.Remaining > 0 && against.Best >= 0 && against.BestKey >= worstKey)
        {
            var maker = _levels.Levels[against.Best].Orders.Head;
            if (_pool.Nodes[maker].Account == node.Account && terms.SelfTrade != SelfTradePrevention.None)
                Prevent(taker, maker, against, terms.SelfTrade);
            else
                Trade(taker, maker, book, against);
        }

        if (node.Remaining == 0)
        {
            Release(taker, in node);
            return;
        }

        if (!OrderShape.HasLimit(terms.Type))
        {
            End(taker, EngineEventKind.Expired, EngineReason.NoLiquidity);
            return;
        }

        Guard.That(terms.TimeInForce != TimeInForce.FillOrKill, "a fill-or-kill order that was taken is filled whole");
        if (terms.TimeInForce == TimeInForce.ImmediateOrCancel)
            End(taker, EngineEventKind.Canceled, EngineReason.NoLiquidity);
        else
            Rest(taker, ref node, book);
    }

    private void Rest(int order, ref OrderNode node, EngineBook book)
    {
        var own = book.Of(node.Side);
        node.Level = own.FindOrAdd(own.KeyOf(node.Price));
        node.Place = OrderPlace.Resting;
        ref var level = ref _levels.Levels[node.Level];
        level.Total += node.Remaining;
        Queue(order, ref node, ref level);
        Guard.That(!book.IsCrossed, "a book is never crossed");
    }

    /// <summary>To the end of its level, with the next slice shown.</summary>
    private void Queue(int order, ref OrderNode node, ref PriceLevel level)
    {
        node.Shown = (node.Traits & OrderTraits.Iceberg) == 0 ? node.Remaining : Math.Min(node.Remaining, NextSlice(ref _pool.Details[order]));
        level.Shown += node.Shown;
        level.Orders.Append(_pool.Nodes, order);
        if ((node.Traits & OrderTraits.Listed) != 0)
            _pool.Details[order].Sequence = ++_sequence;
    }

    private static long NextSlice(ref OrderDetail detail)
    {
        if (detail.FirstShown == 0)
            return detail.Display;
        var first = detail.FirstShown;
        detail.FirstShown = 0;
        return first;
    }

    private void Trade(int taker, int maker, EngineBook book, PriceLadder against)
    {
        ref var buying = ref _pool.Nodes[taker];
        ref var resting = ref _pool.Nodes[maker];
        var (quantity, price) = (Math.Min(buying.Remaining, resting.Shown), resting.Price);
        buying.Remaining -= quantity;
        buying.Filled += quantity;
        resting.Filled += quantity;
        TakeShown(maker, ref resting, quantity, against);
        book.Last = price;
        book.Trades++;
        _events.Add(new EngineEvent(
            EngineEventKind.Traded, buying.Symbol, buying.Id, buying.Account, buying.Side, resting.Id, resting.Account, book.Trades,
            price, quantity, buying.Remaining, resting.Remaining, EngineReason.None, _nanos));
        if ((resting.Traits & OrderTraits.Listed) != 0)
            AfterTrade(maker, in resting, book);
        if (resting.Remaining == 0)
            Release(maker, in resting);
        if ((buying.Traits & OrderTraits.Listed) != 0)
            AfterTrade(taker, in buying, book);
        Mark(book, price);
    }

    /// <summary>Takes from the first order of a level; what is left of an iceberg shows its next slice at the end of the level.</summary>
    private void TakeShown(int maker, ref OrderNode node, long quantity, PriceLadder ladder)
    {
        ref var level = ref _levels.Levels[node.Level];
        node.Remaining -= quantity;
        node.Shown -= quantity;
        level.Shown -= quantity;
        level.Total -= quantity;
        if (node.Shown > 0)
            return;
        level.Orders.Remove(_pool.Nodes, maker);
        if (node.Remaining > 0)
        {
            Queue(maker, ref node, ref level);
            return;
        }

        node.Place = OrderPlace.Taking;
        if (level.Orders.IsEmpty)
            RemoveLevel(ladder, node.Level);
    }

    private void Prevent(int taker, int maker, PriceLadder ladder, SelfTradePrevention mode)
    {
        ref var arriving = ref _pool.Nodes[taker];
        ref var resting = ref _pool.Nodes[maker];
        _events.Add(new EngineEvent(
            EngineEventKind.Averted, arriving.Symbol, arriving.Id, arriving.Account, arriving.Side, resting.Id, resting.Account, 0, resting.Price,
            Math.Min(arriving.Remaining, resting.Shown), arriving.Remaining, resting.Remaining, EngineReason.SelfTrade, _nanos));
        if (mode == SelfTradePrevention.Decrement)
        {
            var quantity = Math.Min(arriving.Remaining, resting.Shown);
            TakeShown(maker, ref resting, quantity, ladder);
            TellPrevented(maker, in resting, quantity);
            if (resting.Remaining == 0)
                Release(maker, in resting);
            arriving.Remaining -= quantity;
            TellPrevented(taker, in arriving, quantity);
            return;
        }

        if (mode is SelfTradePrevention.ExpireMaker or SelfTradePrevention.ExpireBoth)
        {
            TakeAll(maker, ref resting);
            Release(maker, in resting);
        }

        if (mode is SelfTradePrevention.ExpireTaker or SelfTradePrevention.ExpireBoth)
            TakeAll(taker, ref arriving);
    }

    private void TakeAll(int order, ref OrderNode node)
    {
        Detach(order, ref node);
        var quantity = node.Remaining;
        node.Remaining = 0;
        TellPrevented(order, in node, quantity);
    }

    private void TellPrevented(int order, in OrderNode node, long quantity)
    {
        Tell(EngineEventKind.Prevented, in node, quantity, EngineReason.SelfTrade);
        if (node.Remaining == 0)
            AfterEnd(order, in node);
    }
}
