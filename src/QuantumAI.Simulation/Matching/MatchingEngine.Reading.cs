using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <content>What is in the books.</content>
public sealed partial class MatchingEngine
{
    public long Best(int symbol, OrderSide side) => _books[symbol].Of(side).BestPrice;

    public long LastPrice(int symbol) => _books[symbol].Last;

    public int Depth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels)
    {
        var ladder = _books[symbol].Of(side);
        var cursor = default(LadderCursor);
        var count = 0;
        while (count < levels.Length && ladder.TryNext(ref cursor, out var level))
            levels[count++] = (ladder.PriceOf(_levels.Levels[level].Key), _levels.Levels[level].Shown);
        return count;
    }

    public long Remaining(int symbol, long orderId)
    {
        var order = Find(symbol, orderId);
        return order < 0 ? 0 : _pool.Nodes[order].Remaining;
    }

    public long TrailingBest(int symbol, long orderId)
    {
        var order = Find(symbol, orderId);
        return order >= 0 && _pool.Nodes[order].Place == OrderPlace.Trailing ? _pool.Details[order].TrailingBest : 0;
    }

    /// <remarks>Costs a step for each order before it at its price.</remarks>
    public long AheadOf(int symbol, long orderId)
    {
        var order = Find(symbol, orderId);
        if (order < 0 || _pool.Nodes[order].Place != OrderPlace.Resting)
            return -1;
        long ahead = 0;
        for (var other = _pool.Nodes[order].Previous; other >= 0; other = _pool.Nodes[other].Previous)
            ahead += _pool.Nodes[other].Shown;
        return ahead;
    }

    /// <remarks>Allocates and sorts those that wait: not for the hot path.</remarks>
    public ulong StateHash()
    {
        var hash = new StateHasher();
        var waiting = Waiting();
        for (var symbol = 0; symbol < _books.Length; symbol++)
        {
            var book = _books[symbol];
            hash.Add((long)book.State);
            hash.Add(book.Last);
            hash.Add(book.Trades);
            AddSide(ref hash, book.Bids);
            AddSide(ref hash, book.Asks);
            var (prices, children) = waiting[symbol];
            hash.Add(prices.Count);
            foreach (var order in prices.Values)
                AddWaiting(ref hash, order);
            foreach (var order in children.Values)
                AddWaiting(ref hash, order);
        }

        return hash.Value;
    }

    /// <summary>Per symbol those that wait for a price and those that wait for another order, the longest waiting first.</summary>
    private (SortedList<long, int> Prices, SortedList<long, int> Children)[] Waiting()
    {
        var waiting = new (SortedList<long, int> Prices, SortedList<long, int> Children)[_books.Length];
        for (var symbol = 0; symbol < waiting.Length; symbol++)
            waiting[symbol] = ([], []);
        for (var order = 0; order < _pool.Used; order++)
        {
            ref readonly var node = ref _pool.Nodes[order];
            if (node.Place is OrderPlace.WaitingForRise or OrderPlace.WaitingForFall or OrderPlace.Trailing)
                waiting[node.Symbol].Prices.Add(_pool.Details[order].Sequence, order);
            else if (node.Place == OrderPlace.Child)
                waiting[node.Symbol].Children.Add(_pool.Details[order].Sequence, order);
        }

        return waiting;
    }

    private void AddSide(ref StateHasher hash, PriceLadder ladder)
    {
        var cursor = default(LadderCursor);
        while (ladder.TryNext(ref cursor, out var level))
        {
            for (var order = _levels.Levels[level].Orders.Head; order >= 0; order = _pool.Nodes[order].Next)
            {
                ref readonly var node = ref _pool.Nodes[order];
                var detail = node.Traits == OrderTraits.None ? default : _pool.Details[order];
                hash.AddResting(
                    node.Id, node.Side, node.Account, node.Price, node.Remaining, node.Filled, node.Shown, detail.Display, detail.ExpiresNanos);
                AddList(ref hash, order);
            }
        }
    }

    private void AddWaiting(ref StateHasher hash, int order)
    {
        ref readonly var node = ref _pool.Nodes[order];
        ref readonly var detail = ref _pool.Details[order];
        var (type, timeInForce, isPostOnly, selfTrade) = detail.Live;
        hash.AddWaiting(
            new EngineOrder(
                node.Id, node.Symbol, node.Account, node.Side, type, node.Remaining, node.Price, detail.Trigger, detail.TrailingPpm, timeInForce,
                detail.ExpiresNanos, isPostOnly, detail.Display, selfTrade),
            node.Remaining, detail.TrailingBest);
        AddList(ref hash, order);
    }

    private void AddList(ref StateHasher hash, int order)
    {
        if ((_pool.Nodes[order].Traits & OrderTraits.Listed) == 0)
            return;
        ref readonly var row = ref _lists.Rows[_pool.Details[order].List];
        for (var place = 0; place < 3; place++)
        {
            if (row[place] >= 0)
                hash.Add(_pool.Nodes[row[place]].Id);
        }

        hash.Add((long)row.Kind);
    }
}
