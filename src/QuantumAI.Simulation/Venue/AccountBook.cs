using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>An order that the venue remembers, with its trades.</summary>
internal sealed class OrderRecord(VenueOrder order, long number)
{
    public VenueOrder Order { get; set; } = order;

    public long Number => number;

    public List<VenueTrade>? Trades { get; set; }

    /// <summary>The same while it is open; null before and after.</summary>
    public OpenOrder? Open { get; set; }

    /// <summary>It ended so long ago that it is in the store only.</summary>
    public bool IsForgotten { get; set; }
}

/// <summary>What one account has done on one symbol: open orders, and a bounded history whose ids rise.</summary>
internal sealed class AccountBook
{
    private const int MostTrades = 100_000;
    private const int MostPreventions = 10_000;
    private readonly List<OrderRecord> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private readonly List<VenuePrevention> _preventions = [];
    private int _forgotten;

    /// <summary>The oldest first.</summary>
    public List<OpenOrder> Open { get; } = [];

    public void Add(OrderRecord order) => _orders.Add(order);

    public void Add(VenueTrade trade) => Add(_trades, trade, MostTrades);

    public void Add(VenuePrevention prevention) => Add(_preventions, prevention, MostPreventions);

    /// <summary>One of its orders is in the store only, from now on.</summary>
    public void Forget(OrderRecord order)
    {
        order.IsForgotten = true;
        if (++_forgotten * 2 <= _orders.Count)
            return;
        _orders.RemoveAll(static known => known.IsForgotten);
        _forgotten = 0;
    }

    public IEnumerable<VenueOrder> Orders(long fromNumber, int most)
    {
        for (var i = First(_orders, fromNumber, static order => order.Number); i < _orders.Count && most > 0; i++)
        {
            if (_orders[i].IsForgotten)
                continue;
            most--;
            yield return _orders[i].Order;
        }
    }

    public IEnumerable<VenueTrade> Trades(long fromId, int most) => _trades.Skip(First(_trades, fromId, static trade => trade.TradeId)).Take(most);

    public IEnumerable<VenuePrevention> Preventions(long fromId, int most) =>
        _preventions.Skip(First(_preventions, fromId, static prevention => prevention.PreventionId)).Take(most);

    private static void Add<T>(List<T> history, T item, int most)
    {
        if (history.Count >= 2 * most)
            history.RemoveRange(0, most);
        history.Add(item);
    }

    /// <summary>Index of the first item whose id is not below one.</summary>
    private static int First<T>(List<T> items, long id, Func<T, long> idOf)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (idOf(items[middle]) < id)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
