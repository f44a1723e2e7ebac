using System.Globalization;
using QuantumAI.Domain;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Orders and trades that the venue can be asked about: all open ones and the last closed ones.</summary>
internal sealed class VenueOrders
{
    /// <summary>Closed orders that can be queried; older ones are in the store only.</summary>
    private const int MostClosedOrders = 100_000;
    private readonly Dictionary<string, VenueOrder> _orders = [];
    private readonly Dictionary<string, List<VenueTrade>> _trades = [];
    private readonly Dictionary<long, OpenOrder> _open = [];
    private readonly Queue<string> _closed = new();
    private long _ordersEver;

    /// <summary>Open orders of all symbols.</summary>
    public IReadOnlyCollection<OpenOrder> Open => _open.Values;

    /// <summary>A venue order id that was never given.</summary>
    public string NextId() => (++_ordersEver).ToString(CultureInfo.InvariantCulture);

    public static long NumberOf(VenueOrder order) => long.Parse(order.VenueOrderId, CultureInfo.InvariantCulture);

    public bool Knows(string clientOrderId) => _orders.ContainsKey(clientOrderId);

    public VenueOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    public OpenOrder? FindOpen(string clientOrderId) =>
        Find(clientOrderId) is { IsOpen: true } order ? _open[NumberOf(order)] : null;

    public OpenOrder? FindNumber(long number) => _open.GetValueOrDefault(number);

    public OpenOrder InEngine(long number)
    {
        Guard.That(_open.TryGetValue(number, out var order), $"an order of the engine is open at the venue, was {number}");
        return order;
    }

    public IReadOnlyList<VenueTrade> TradesOf(string clientOrderId) => _trades.GetValueOrDefault(clientOrderId) ?? [];

    public IReadOnlyList<VenueTrade> TradesSince(string symbol, long nanos) =>
    [
        .. _trades.Values.SelectMany(trades => trades).Where(trade => trade.Symbol == symbol && trade.TimeNanos >= nanos).OrderBy(trade => trade.TradeId),
    ];

    public void Remember(VenueTrade trade) =>
        (_trades.TryGetValue(trade.ClientOrderId, out var trades) ? trades : _trades[trade.ClientOrderId] = []).Add(trade);

    /// <summary>Puts in what was stored; the ids go on behind it.</summary>
    public void Restore(VenueOrder order)
    {
        _ordersEver++;
        Store(order);
    }

    public void Add(OpenOrder order)
    {
        _open.Add(order.Number, order);
        order.Symbol.Open.Add(order);
        Store(order.Order);
    }

    public void Store(VenueOrder order)
    {
        _orders[order.ClientOrderId] = order;
        if (order.IsOpen)
            return;
        _closed.Enqueue(order.ClientOrderId);
        if (_closed.Count <= MostClosedOrders || !_closed.TryDequeue(out var oldest))
            return;
        _orders.Remove(oldest);
        _trades.Remove(oldest);
    }

    public void Close(OpenOrder order)
    {
        Guard.That(!order.Order.IsOpen, "an order that leaves has ended");
        Guard.That(_open.Remove(order.Number), "an order ends once");
        order.Symbol.Open.Remove(order);
        order.Symbol.Arriving.Remove(order);
        Store(order.Order);
    }
}
