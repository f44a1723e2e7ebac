using QuantumAI.Domain.Instruments;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>The orders that this process placed or was asked about: who hears of them, and what was told. Bounded; belongs to one lane.</summary>
internal sealed class OrderTracker
{
    private const int EndedKeptMost = 10_000;
    private readonly Dictionary<string, TrackedOrder> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _ended = new();

    public int Count => _orders.Count;

    public TrackedOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    /// <summary>The order with this id, from now on with this listener.</summary>
    public TrackedOrder Track(string clientOrderId, Instrument instrument, ActorRef<OrderMessage> listener)
    {
        if (!_orders.TryGetValue(clientOrderId, out var order))
            _orders[clientOrderId] = order = new TrackedOrder(instrument);
        order.Listener = listener;
        return order;
    }

    /// <summary>Nothing more is expected; it is kept for late reports until there are too many of its kind.</summary>
    public void End(string clientOrderId)
    {
        if (Find(clientOrderId) is not { IsEnded: false } order)
            return;
        order.IsEnded = true;
        _ended.Enqueue(clientOrderId);
        if (_ended.Count > EndedKeptMost)
            _orders.Remove(_ended.Dequeue());
    }
}

/// <summary>One order.</summary>
internal sealed class TrackedOrder(Instrument instrument)
{
    private readonly HashSet<long> _trades = [];

    public Instrument Instrument { get; } = instrument;

    public ActorRef<OrderMessage>? Listener { get; set; }

    public long? OrderId { get; set; }

    public Quantity Filled { get; private set; } = instrument.ZeroQuantity;

    public bool IsTriggered { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>What proves that the venue never had it.</summary>
    public AbsenceProof Absence { get; set; }

    public KnownOrder Known => new(OrderId, Filled, IsTriggered, _trades);

    /// <summary>Notes what is being told.</summary>
    public void Note(VenueReport report)
    {
        switch (report)
        {
            case VenueAccepted accepted:
                OrderId ??= long.Parse(accepted.VenueOrderId, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case VenueTriggered:
                IsTriggered = true;
                break;
            case VenueFilled { Trade: var trade }:
                Note(trade);
                break;
            case VenueOrderState { Order: { } order } state:
                OrderId = long.Parse(order.VenueOrderId, System.Globalization.CultureInfo.InvariantCulture);
                IsTriggered |= order.IsTriggered;
                foreach (var trade in state.Trades)
                    Note(trade);
                break;
            default:
                break;
        }
    }

    private void Note(VenueTrade trade)
    {
        if (_trades.Add(trade.TradeId))
            Filled += trade.Quantity;
    }
}
