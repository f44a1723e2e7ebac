using QuantumAI.Domain;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>The rules of <see cref="IMatchingEngine"/>, fast: does the same as <see cref="NaiveMatchingEngine"/>, event for event.</summary>
/// <remarks>
/// Orders, levels and lists lie in arrays whose slots are used again; once these are as large as the most ever held at once, a command
/// allocates nothing but what its events need. A command costs O(log levels) plus what it trades and triggers, with two
/// exceptions: a fill-or-kill order looks at all orders that it would meet, and a trade at a new extreme of a symbol that has trailing stops
/// looks at each of them.
/// </remarks>
public sealed partial class MatchingEngine : IMatchingEngine
{
    private readonly EngineBook[] _books;
    private readonly OrderPool _pool;
    private readonly LevelPool _levels = new();
    private readonly ListPool _lists = new();
    private readonly OrderIndex _index;
    private readonly ExpiryHeap _expiries;
    private List<EngineEvent> _events = [];
    private long _nanos;
    private long _sequence;

    /// <param name="symbols">How many books.</param>
    /// <param name="capacity">Orders for which there is room at first; it grows by doubling.</param>
    public MatchingEngine(int symbols, int capacity = 1_024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _pool = new OrderPool(capacity);
        _index = new OrderIndex(capacity);
        _expiries = new ExpiryHeap(_pool);
        _books = new EngineBook[symbols];
        for (var i = 0; i < symbols; i++)
            _books[i] = new EngineBook(_levels);
    }

    public int Symbols => _books.Length;

    /// <summary>Orders that are held: resting, waiting, or to be submitted by their list.</summary>
    public int Held => _index.Count;

    public void SetState(int symbol, SymbolState state)
    {
        Guard.That(state is SymbolState.Trading or SymbolState.Halted or SymbolState.CancelOnly, "a symbol's state is a known one");
        Guard.That(!_books[symbol].IsCrossed, "a book is never crossed");
        _books[symbol].State = state;
    }

    public void SetLastPrice(int symbol, long price) => _books[symbol].Last = price;

    public void Submit(in EngineOrder order, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var book = _books[order.Symbol];
        var reason = FaultOf(in order, book, entersNow: true);
        if (reason != EngineReason.None)
        {
            Reject(in order, reason);
            return;
        }

        var accepted = Accept(in order, isListed: false);
        Enter(accepted, book, LiveTerms.Of(in order), isChecked: true);
        Settle(book);
    }

    public void SubmitList(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, long nanos, List<EngineEvent> events)
    {
        ContingencyRules.ThrowUnlessWellFormed(kind, orders);
        Begin(nanos, events);
        var book = _books[orders[0].Symbol];
        var reason = FaultOf(kind, orders, book);
        if (reason != EngineReason.None)
        {
            foreach (ref readonly var order in orders)
                Reject(in order, reason);
            return;
        }

        var list = _lists.Take(kind);
        for (var i = 0; i < orders.Length; i++)
        {
            var accepted = Accept(in orders[i], isListed: true);
            _pool.Nodes[accepted].Place = OrderPlace.Child;
            ref var detail = ref _pool.Details[accepted];
            (detail.List, detail.ListPlace, detail.Sequence) = (list, (byte)i, ++_sequence);
            _lists.Enter(list, i, accepted);
        }

        for (var i = 0; i < ContingencyRules.EnteringAtOnce(kind); i++)
        {
            // The first may have ended the second.
            var accepted = _index.Find(orders[i].OrderId);
            if (accepted >= 0)
                Enter(accepted, book, LiveTerms.Of(in orders[i]), isChecked: false);
        }

        Settle(book);
    }

    public void Cancel(int symbol, long orderId, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var order = Find(symbol, orderId);
        if (order >= 0)
            End(order, EngineEventKind.Canceled, EngineReason.Requested);
        else
            Refuse(symbol, orderId, order, EngineReason.UnknownOrder);
    }

    public void Reduce(int symbol, long orderId, long quantity, long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        var order = Find(symbol, orderId);
        if (order < 0)
        {
            Refuse(symbol, orderId, order, EngineReason.UnknownOrder);
            return;
        }

        ref var node = ref _pool.Nodes[order];
        var taken = node.Filled + node.Remaining - quantity;
        if (quantity <= node.Filled || taken <= 0)
        {
            Refuse(symbol, orderId, order, EngineReason.BadQuantity);
            return;
        }

        node.Remaining -= taken;
        if (node.Place == OrderPlace.Resting)
        {
            ref var level = ref _levels.Levels[node.Level];
            level.Total -= taken;
            var hidden = Math.Max(0, node.Shown - node.Remaining);
            level.Shown -= hidden;
            node.Shown -= hidden;
        }

        Tell(EngineEventKind.Reduced, in node, taken, EngineReason.Requested);
    }

    public void Advance(long nanos, List<EngineEvent> events)
    {
        Begin(nanos, events);
        while (_expiries.Count > 0 && _pool.Details[_expiries.First].ExpiresNanos <= nanos)
            End(_expiries.First, EngineEventKind.Expired, EngineReason.DatePassed);
    }

    private void Begin(long nanos, List<EngineEvent> events) => (_nanos, _events) = (nanos, events);

    private int Find(int symbol, long orderId)
    {
        var order = _index.Find(orderId);
        return order >= 0 && _pool.Nodes[order].Symbol == symbol ? order : -1;
    }

    private EngineReason FaultOf(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, EngineBook book)
    {
        for (var i = 0; i < orders.Length; i++)
        {
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (orders[earlier].OrderId == orders[i].OrderId)
                    return EngineReason.DuplicateOrderId;
            }

            var reason = FaultOf(in orders[i], book, entersNow: i < ContingencyRules.EnteringAtOnce(kind));
            if (reason != EngineReason.None)
                return reason;
        }

        return EngineReason.None;
    }

    private EngineReason FaultOf(in EngineOrder order, EngineBook book, bool entersNow)
    {
        if (book.State != SymbolState.Trading)
            return EngineReason.SymbolNotTrading;
        if (_index.Find(order.OrderId) >= 0)
            return EngineReason.DuplicateOrderId;
        if (order.TimeInForce == TimeInForce.GoodTilDate && order.ExpiresNanos <= _nanos)
            return EngineReason.DatePassed;
        if (!entersNow)
            return EngineReason.None;
        if (!OrderShape.IsConditional(order.Type))
            return LiveFaultOf(book, order.Side, order.Limit, order.Quantity, order.Account, LiveTerms.Of(in order));
        return order.Type != OrderType.TrailingStop && TriggerRules.IsReached(TriggerRules.WaitsForRise(order.Type, order.Side), order.Trigger, book.Last)
            ? EngineReason.WouldTrigger : EngineReason.None;
    }

    private int Accept(in EngineOrder order, bool isListed)
    {
        Guard.That(order.OrderId > 0 && order.Quantity > 0, "id and quantity of an order are above zero");
        var index = _pool.Take();
        ref var node = ref _pool.Nodes[index];
        var traits = OrderTraits.None;
        if (order.Display > 0)
            traits |= OrderTraits.Iceberg;
        if (order.TimeInForce == TimeInForce.GoodTilDate)
            traits |= OrderTraits.Dated;
        if (isListed)
            traits |= OrderTraits.Listed;
        if (OrderShape.IsConditional(order.Type))
            traits |= OrderTraits.Conditional;
        node = new OrderNode
        {
            Id = order.OrderId,
            Price = order.Limit,
            Remaining = order.Quantity,
            Account = order.Account,
            Symbol = order.Symbol,
            Side = order.Side,
            Place = OrderPlace.Taking,
            Traits = traits,
        };
        _index.Add(order.OrderId, index);
        if (traits != OrderTraits.None)
        {
            _pool.Details[index] = new OrderDetail
            {
                Display = order.Display,
                FirstShown = order.Shown,
                ExpiresNanos = order.ExpiresNanos,
                Trigger = order.Trigger,
                TrailingPpm = order.TrailingPpm,
                TrailingBest = order.TrailingBest,
                Live = LiveTerms.Of(in order),
            };
            if ((traits & OrderTraits.Dated) != 0)
                _expiries.Add(index);
        }

        Tell(EngineEventKind.Accepted, in node, order.Quantity, EngineReason.None);
        return index;
    }

    private void End(int order, EngineEventKind kind, EngineReason reason)
    {
        ref var node = ref _pool.Nodes[order];
        Detach(order, ref node);
        var left = node.Remaining;
        node.Remaining = 0;
        Tell(kind, in node, left, reason);
        AfterEnd(order, in node);
        Release(order, in node);
    }

    /// <summary>Takes an order out of the queue in which it stands.</summary>
    private void Detach(int order, ref OrderNode node)
    {
        var book = _books[node.Symbol];
        switch (node.Place)
        {
            case OrderPlace.Resting or OrderPlace.WaitingForRise or OrderPlace.WaitingForFall:
                ref var level = ref _levels.Levels[node.Level];
                level.Orders.Remove(_pool.Nodes, order);
                if (node.Place == OrderPlace.Resting)
                {
                    level.Shown -= node.Shown;
                    level.Total -= node.Remaining;
                }

                if (level.Orders.IsEmpty)
                    RemoveLevel(book.At(node.Place, node.Side), node.Level);
                break;
            case OrderPlace.Trailing:
                book.Trailing.Remove(_pool.Nodes, order);
                break;
            case OrderPlace.DueByPrice or OrderPlace.DueByParent:
                book.Due.Remove(_pool.Nodes, order);
                break;
            default:
                break;
        }

        node.Place = OrderPlace.Taking;
    }

    private void RemoveLevel(PriceLadder ladder, int level)
    {
        Guard.That(_levels.Levels[level] is { Shown: 0, Total: 0 }, "a level without orders has no quantity");
        ladder.Remove(level);
    }

    /// <summary>Forgets an order that has ended and stands in no queue.</summary>
    private void Release(int order, in OrderNode node)
    {
        _index.Remove(node.Id);
        if ((node.Traits & OrderTraits.Dated) != 0)
            _expiries.Remove(order);
        _pool.Free(order);
    }

    private void Tell(EngineEventKind kind, in OrderNode node, long quantity, EngineReason reason) => _events.Add(new EngineEvent(
        kind, node.Symbol, node.Id, node.Account, node.Side, 0, 0, 0, 0, quantity, node.Remaining, 0, reason, _nanos));

    private void Reject(in EngineOrder order, EngineReason reason) => _events.Add(new EngineEvent(
        EngineEventKind.Rejected, order.Symbol, order.OrderId, order.Account, order.Side, 0, 0, 0,
        reason == EngineReason.WouldTrigger ? LastPrice(order.Symbol) : 0, order.Quantity, 0, 0, reason, _nanos));

    private void Refuse(int symbol, long orderId, int order, EngineReason reason)
    {
        var node = order < 0 ? default : _pool.Nodes[order];
        _events.Add(new EngineEvent(
            EngineEventKind.Rejected, symbol, orderId, node.Account, node.Side, 0, 0, 0, 0, 0, node.Remaining, 0, reason, _nanos));
    }
}
