using QuantumAI.Domain;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>The rules of <see cref="IMatchingEngine"/> in the most obvious form: plain lists, searched from the front. The oracle of <see cref="MatchingEngine"/>.</summary>
public sealed partial class NaiveMatchingEngine : IMatchingEngine
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

    public void SetLastPrice(int symbol, long price) => _books[symbol].Last = price;

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
        Find(symbol, orderId) is { } order && _books[symbol].Waiting.Contains(order) ? order.TrailingBest : 0;

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
                hash.AddWaiting(order.Terms, order.Remaining, order.TrailingBest);
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

    private NaiveOrder Accept(in EngineOrder terms)
    {
        var order = new NaiveOrder(terms);
        _held.Add(order.Id, order);
        Tell(EngineEventKind.Accepted, order, order.Remaining, EngineReason.None);
        return order;
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
        EngineEventKind.Rejected, order.Symbol, order.OrderId, order.Account, order.Side, 0, 0, 0,
        reason == EngineReason.WouldTrigger ? LastPrice(order.Symbol) : 0, order.Quantity, 0, 0, reason, _nanos));

    private void Refuse(int symbol, long orderId, NaiveOrder? order, EngineReason reason) => _events.Add(new EngineEvent(
        EngineEventKind.Rejected, symbol, orderId, order?.Terms.Account ?? 0, order?.Terms.Side ?? OrderSide.Unspecified, 0, 0, 0, 0, 0,
        order?.Remaining ?? 0, 0, reason, _nanos));
}
