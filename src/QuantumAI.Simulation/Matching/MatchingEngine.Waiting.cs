using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <content>Orders that wait, for a price or for another order of their list, and what makes them due.</content>
public sealed partial class MatchingEngine
{
    private int[] _marked = new int[16];
    private long[] _markedSequences = new long[16];
    private int _markedCount;

    /// <summary>Into the book, or to those that wait for a price.</summary>
    private void Enter(int order, EngineBook book, LiveTerms terms, bool isChecked)
    {
        ref var node = ref _pool.Nodes[order];
        if ((node.Traits & OrderTraits.Conditional) == 0)
        {
            GoLive(order, book, terms, isChecked);
            return;
        }

        ref var detail = ref _pool.Details[order];
        detail.Sequence = ++_sequence;
        if (terms.Type == OrderType.TrailingStop)
        {
            node.Place = OrderPlace.Trailing;
            book.Trailing.Append(_pool.Nodes, order);
            if (book.Last != 0)
                MoveTrail(ref detail, node.Side, book.Last);
            Bound(book, in detail, node.Side);
            return;
        }

        node.Place = TriggerRules.WaitsForRise(terms.Type, node.Side) ? OrderPlace.WaitingForRise : OrderPlace.WaitingForFall;
        var ladder = book.At(node.Place, node.Side);
        node.Level = ladder.FindOrAdd(ladder.KeyOf(detail.Trigger));
        _levels.Levels[node.Level].Orders.Append(_pool.Nodes, order);
    }

    /// <summary>Makes live what is due, one after the other; what that makes due comes last.</summary>
    private void Settle(EngineBook book)
    {
        while (!book.Due.IsEmpty)
        {
            var order = book.Due.Head;
            book.Due.Remove(_pool.Nodes, order);
            ref var node = ref _pool.Nodes[order];
            var terms = _pool.Details[order].Live;
            var isConditional = (node.Traits & OrderTraits.Conditional) != 0;
            if (node.Place == OrderPlace.DueByParent && isConditional && !IsReached(in _pool.Details[order], node.Side, book.Last))
            {
                Enter(order, book, terms, isChecked: false);
                continue;
            }

            node.Place = OrderPlace.Taking;
            Tell(EngineEventKind.Triggered, in node, node.Remaining, EngineReason.None);
            if (isConditional && (node.Traits & OrderTraits.Listed) != 0)
                EndRival(in _pool.Details[order]);
            GoLive(order, book, terms, isChecked: false);
        }
    }

    private static bool IsReached(in OrderDetail detail, OrderSide side, long last) => detail.Live.Type != OrderType.TrailingStop
        && TriggerRules.IsReached(TriggerRules.WaitsForRise(detail.Live.Type, side), detail.Trigger, last);

    /// <summary>A trade moves the trails and finds who is reached; these become live when the matching in progress is over.</summary>
    private void Mark(EngineBook book, long price)
    {
        if (book.Rises.Best >= 0 && book.Rises.BestPrice <= price)
            MarkLadder(book.Rises, book.Rises.KeyOf(price));
        if (book.Falls.Best >= 0 && book.Falls.BestPrice >= price)
            MarkLadder(book.Falls, book.Falls.KeyOf(price));
        if (!book.Trailing.IsEmpty && (price <= book.QuietAbove || price >= book.QuietBelow))
            MarkTrailing(book, price);
        if (_markedCount == 0)
            return;
        if (_markedCount > 1)
            Array.Sort(_markedSequences, _marked, 0, _markedCount);
        for (var i = 0; i < _markedCount; i++)
        {
            _pool.Nodes[_marked[i]].Place = OrderPlace.DueByPrice;
            book.Due.Append(_pool.Nodes, _marked[i]);
        }

        _markedCount = 0;
    }

    private void MarkLadder(PriceLadder ladder, long worstKey)
    {
        while (ladder.Best >= 0 && ladder.BestKey >= worstKey)
        {
            for (var order = _levels.Levels[ladder.Best].Orders.Head; order >= 0; order = _pool.Nodes[order].Next)
                AddMarked(order);
            RemoveLevel(ladder, ladder.Best);
        }
    }

    private void MarkTrailing(EngineBook book, long price)
    {
        (book.QuietAbove, book.QuietBelow) = (long.MinValue, long.MaxValue);
        for (var order = book.Trailing.Head; order >= 0;)
        {
            ref var node = ref _pool.Nodes[order];
            var next = node.Next;
            if (MoveTrail(ref _pool.Details[order], node.Side, price))
            {
                book.Trailing.Remove(_pool.Nodes, order);
                AddMarked(order);
            }
            else
            {
                Bound(book, in _pool.Details[order], node.Side);
            }

            order = next;
        }
    }

    private void AddMarked(int order)
    {
        if (_markedCount == _marked.Length)
        {
            Array.Resize(ref _marked, _markedCount * 2);
            Array.Resize(ref _markedSequences, _markedCount * 2);
        }

        (_marked[_markedCount], _markedSequences[_markedCount]) = (order, _pool.Details[order].Sequence);
        _markedCount++;
    }

    /// <returns>True when the price has reached the stop.</returns>
    private static bool MoveTrail(ref OrderDetail detail, OrderSide side, long price)
    {
        var sells = side == OrderSide.Sell;
        if (detail.TrailingBest == 0)
        {
            if (detail.Trigger == 0 || (sells ? price >= detail.Trigger : price <= detail.Trigger))
                detail.TrailingBest = price;
            return false;
        }

        detail.TrailingBest = sells ? Math.Max(detail.TrailingBest, price) : Math.Min(detail.TrailingBest, price);
        var trigger = TriggerRules.TrailingTrigger(side, detail.TrailingBest, detail.TrailingPpm);
        return sells ? price <= trigger : price >= trigger;
    }

    /// <summary>Narrows the prices at which nothing happens to the symbol's trailing stops by one of them.</summary>
    private static void Bound(EngineBook book, in OrderDetail detail, OrderSide side)
    {
        long above, below;
        if (detail.TrailingBest == 0)
        {
            (above, below) = side == OrderSide.Sell ? (long.MinValue, detail.Trigger) : (detail.Trigger == 0 ? long.MaxValue : detail.Trigger, long.MaxValue);
        }
        else
        {
            var trigger = TriggerRules.TrailingTrigger(side, detail.TrailingBest, detail.TrailingPpm);
            (above, below) = side == OrderSide.Sell ? (trigger, detail.TrailingBest + 1) : (detail.TrailingBest - 1, trigger);
        }

        (book.QuietAbove, book.QuietBelow) = (Math.Max(book.QuietAbove, above), Math.Min(book.QuietBelow, below));
    }

    /// <summary>What the order's list does after the order traded.</summary>
    private void AfterTrade(int order, in OrderNode node, EngineBook book)
    {
        var (list, place) = (_pool.Details[order].List, _pool.Details[order].ListPlace);
        EndRival(in _pool.Details[order]);
        if (node.Remaining > 0)
            return;
        ref readonly var row = ref _lists.Rows[list];
        if (row.HasChildren(place))
        {
            SetDue(row.Second, book);
            SetDue(row.Third, book);
        }

        _lists.Leave(list, place);
    }

    private void SetDue(int child, EngineBook book)
    {
        if (child < 0)
            return;
        _pool.Nodes[child].Place = OrderPlace.DueByParent;
        book.Due.Append(_pool.Nodes, child);
    }

    private void EndRival(in OrderDetail detail)
    {
        ref var row = ref _lists.Rows[detail.List];
        var place = row.RivalPlaceOf(detail.ListPlace);
        if (place < 0)
            return;
        row.IsDecided = true;
        if (row[place] >= 0)
            End(row[place], EngineEventKind.Canceled, EngineReason.OtherOfList);
    }

    /// <summary>What the order's list does after the order ended without being filled whole.</summary>
    private void AfterEnd(int order, in OrderNode node)
    {
        if ((node.Traits & OrderTraits.Listed) == 0)
            return;
        var detail = _pool.Details[order];
        ref readonly var row = ref _lists.Rows[detail.List];
        _lists.Leave(detail.List, detail.ListPlace);
        EndRival(in detail);
        if (!row.HasChildren(detail.ListPlace))
            return;
        for (var place = 1; place <= 2; place++)
        {
            if (row[place] >= 0)
                End(row[place], EngineEventKind.Canceled, EngineReason.OtherOfList);
        }
    }
}
