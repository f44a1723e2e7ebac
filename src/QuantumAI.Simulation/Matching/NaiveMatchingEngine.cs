using QuantumAI.Domain;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>The rules of <see cref="IMatchingEngine"/> in the most obvious form: plain lists, searched from the front. The oracle of <see cref="MatchingEngine"/>.</summary>
public sealed class NaiveMatchingEngine : IMatchingEngine
{
    private readonly NaiveBook[] _books;
    private readonly Dictionary<long, NaiveOrder> _held = [];
    private List<EngineEvent> _events = [];
    private long _nanos;

    public NaiveMatchingEngine(int symbols)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 1);
        _books = [.. Enumerable.Range(0, symbols).Select(_ => new NaiveBook())];
    }

    public int Symbols => _books.Length;

    public void SetState(int symbol, SymbolState state)
    {
        Guard.That(state is SymbolState.Trading or SymbolState.Halted or SymbolState.CancelOnly, "a symbol's state is a known one");
        _books[symbol].State = state;
    }

    public void Submit(in EngineOrder order, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var reason = FaultOf(order, entersNow: true);
        if (reason != EngineReason.None)
        {
            Reject(order, reason);
            return;
        }

        var accepted = Accept(order);
        Enter(accepted);
        Settle(_books[order.Symbol]);
    }

    public void SubmitList(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, long nanos, List<EngineEvent> events)
    {
        ContingencyRules.ThrowUnlessWellFormed(kind, orders);
        Begin(nanos, events);
        var reason = FaultOf(kind, orders);
        if (reason != EngineReason.None)
        {
            foreach (var order in orders)
                Reject(order, reason);
            return;
        }

        var accepted = new NaiveOrder[orders.Length];
        var book = _books[orders[0].Symbol];
        for (var i = 0; i < orders.Length; i++)
        {
            accepted[i] = Accept(orders[i]);
            book.Children.Add(accepted[i]);
        }

        var list = new NaiveOrderList(kind, accepted);
        foreach (var order in accepted)
            order.List = list;
        for (var i = 0; i < ContingencyRules.EnteringAtOnce(kind); i++)
        {
            // The first may have ended the second.
            if (book.Children.Remove(accepted[i]))
                Enter(accepted[i]);
        }

        Settle(book);
    }

    public void Cancel(int symbol, long orderId, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        if (Find(symbol, orderId) is { } order)
            End(order, EngineEventKind.Canceled, EngineReason.Requested);
        else
            Refuse(symbol, orderId, null, EngineReason.UnknownOrder);
    }

    public void Reduce(int symbol, long orderId, long quantity, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var order = Find(symbol, orderId);
        if (order is null || quantity <= order.Filled || quantity >= order.Filled + order.Remaining)
        {
            Refuse(symbol, orderId, order, order is null ? EngineReason.UnknownOrder : EngineReason.BadQuantity);
            return;
        }

        var taken = order.Filled + order.Remaining - quantity;
        order.Remaining -= taken;
        order.Shown = Math.Min(order.Shown, order.Remaining);
        Tell(EngineEventKind.Reduced, order, taken, EngineReason.Requested);
    }

    public void Advance(long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var due = _held.Values.Where(order => order.Terms.TimeInForce == TimeInForce.GoodTilDate && order.Terms.ExpiresNanos <= nanos)
            .OrderBy(order => order.Terms.ExpiresNanos).ThenBy(order => order.Id).ToList();
        foreach (var order in due)
        {
            if (IsHeld(order))
                End(order, EngineEventKind.Expired, EngineReason.DatePassed);
        }
    }

    public long Best(int symbol, OrderSide side) => _books[symbol].Of(side) is [var best, ..] ? best.Terms.Limit : 0;

    public long LastPrice(int symbol) => _books[symbol].Last;

    public int Depth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels)
    {
        var count = 0;
        foreach (var level in _books[symbol].Of(side).GroupBy(order => order.Terms.Limit).Take(levels.Length))
            levels[count++] = (level.Key, level.Sum(order => order.Shown));
        return count;
    }

    public long Remaining(int symbol, long orderId) => Find(symbol, orderId)?.Remaining ?? 0;

    public long TrailingBest(int symbol, long orderId) =>
        Find(symbol, orderId) is { } order && _books[symbol].Waiting.Contains(order) ? order.Water : 0;

    public long AheadOf(int symbol, long orderId)
    {
        if (Find(symbol, orderId) is not { } order)
            return -1;
        var side = _books[symbol].Of(order.Terms.Side);
        var place = side.IndexOf(order);
        return place < 0 ? -1 : side.Take(place).Where(other => other.Terms.Limit == order.Terms.Limit).Sum(other => other.Shown);
    }

    public ulong StateHash()
    {
        var hash = new StateHasher();
        foreach (var book in _books)
        {
            hash.Add((long)book.State);
            hash.Add(book.Last);
            hash.Add(book.Trades);
            foreach (var order in book.Bids.Concat(book.Asks))
            {
                hash.AddResting(
                    order.Id, order.Terms.Side, order.Terms.Account, order.Terms.Limit, order.Remaining, order.Filled, order.Shown, order.Terms.Display,
                    order.Terms.ExpiresNanos);
                AddList(ref hash, order);
            }

            hash.Add(book.Waiting.Count);
            foreach (var order in book.Waiting.Concat(book.Children))
            {
                hash.AddWaiting(order.Terms, order.Remaining, order.Water);
                AddList(ref hash, order);
            }
        }

        return hash.Value;
    }

    private void AddList(ref StateHasher hash, NaiveOrder order)
    {
        if (order.List is not { } list)
            return;
        foreach (var other in list.Orders.Where(IsHeld))
            hash.Add(other.Id);
        hash.Add((long)list.Kind);
    }

    private void Begin(long nanos, List<EngineEvent> events) => (_nanos, _events) = (nanos, events);

    /// <summary>False once it has ended, also when another order has its id by then.</summary>
    private bool IsHeld(NaiveOrder order) => _held.GetValueOrDefault(order.Id) == order;

    private NaiveOrder? Find(int symbol, long orderId) => _held.TryGetValue(orderId, out var order) && order.Terms.Symbol == symbol ? order : null;

    private EngineReason FaultOf(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders)
    {
        for (var i = 0; i < orders.Length; i++)
        {
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (orders[earlier].OrderId == orders[i].OrderId)
                    return EngineReason.DuplicateOrderId;
            }

            var reason = FaultOf(orders[i], entersNow: i < ContingencyRules.EnteringAtOnce(kind));
            if (reason != EngineReason.None)
                return reason;
        }

        return EngineReason.None;
    }

    private EngineReason FaultOf(in EngineOrder order, bool entersNow)
    {
        var book = _books[order.Symbol];
        if (book.State != SymbolState.Trading)
            return EngineReason.SymbolNotTrading;
        if (_held.ContainsKey(order.OrderId))
            return EngineReason.DuplicateOrderId;
        if (order.TimeInForce == TimeInForce.GoodTilDate && order.ExpiresNanos <= _nanos)
            return EngineReason.DatePassed;
        if (!entersNow)
            return EngineReason.None;
        if (OrderShape.IsConditional(order.Type))
            return IsReached(order, book) ? EngineReason.WouldTrigger : EngineReason.None;
        return LiveFaultOf(new NaiveOrder(order), book);
    }

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

    private NaiveOrder Accept(in EngineOrder terms)
    {
        var order = new NaiveOrder(terms);
        _held.Add(order.Id, order);
        Tell(EngineEventKind.Accepted, order, order.Remaining, EngineReason.None);
        return order;
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

        taker.Shown = taker.NextSlice;
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
        if (order.Water == 0)
        {
            if (order.Terms.Trigger == 0 || (sells ? price >= order.Terms.Trigger : price <= order.Terms.Trigger))
                order.Water = price;
            return false;
        }

        order.Water = sells ? Math.Max(order.Water, price) : Math.Min(order.Water, price);
        var trigger = TriggerRules.TrailingTrigger(order.Terms.Side, order.Water, order.Terms.TrailingPpm);
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

    private void End(NaiveOrder order, EngineEventKind kind, EngineReason reason)
    {
        var left = order.Remaining;
        order.Remaining = 0;
        _held.Remove(order.Id);
        _books[order.Terms.Symbol].Remove(order);
        Tell(kind, order, left, reason);
        AfterEnd(order);
    }

    private void Tell(EngineEventKind kind, NaiveOrder order, long quantity, EngineReason reason) => _events.Add(new EngineEvent(
        kind, order.Terms.Symbol, order.Id, order.Terms.Account, order.Terms.Side, 0, 0, 0, 0, quantity, order.Remaining, 0, reason, _nanos));

    private void Reject(in EngineOrder order, EngineReason reason) => _events.Add(new EngineEvent(
        EngineEventKind.Rejected, order.Symbol, order.OrderId, order.Account, order.Side, 0, 0, 0, 0, order.Quantity, 0, 0, reason, _nanos));

    private void Refuse(int symbol, long orderId, NaiveOrder? order, EngineReason reason) => _events.Add(new EngineEvent(
        EngineEventKind.Rejected, symbol, orderId, order?.Terms.Account ?? 0, order?.Terms.Side ?? OrderSide.Unspecified, 0, 0, 0, 0, 0,
        order?.Remaining ?? 0, 0, reason, _nanos));
}
