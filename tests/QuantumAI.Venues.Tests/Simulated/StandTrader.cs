using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>Somebody who trades as the order actor does: sends an order once, asks again, ever more seldom, while it does not know, cancels now and then.</summary>
internal sealed class StandTrader(ExchangeStand stand, ulong seed)
{
    private const long FirstAskNanos = 5 * UnixNanos.PerSecond;
    private const long MostAskNanos = 40 * UnixNanos.PerSecond;
    private readonly SimulatedRandom _random = new(seed, "trader");
    private readonly Dictionary<string, (long AskAtNanos, long PauseNanos)> _sent = new(StringComparer.Ordinal);
    private int _heard;
    private bool _isDone;

    public IEnumerable<string> Sent => _sent.Keys;

    /// <summary>Those that the venue refused, or never had.</summary>
    public HashSet<string> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that it has, or had.</summary>
    public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>Trades by order, each once.</summary>
    public Dictionary<string, Dictionary<long, VenueTrade>> Trades { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of which nobody knows whether the venue has them.</summary>
    public IEnumerable<string> Unknown => _sent.Keys.Where(id => !Absent.Contains(id) && !Known.Contains(id));

    /// <summary>Sends an order in every second until <see cref="Stop"/>.</summary>
    public void Start() => stand.Universe.After(UnixNanos.PerSecond, () =>
    {
        Read();
        if (!_isDone)
            Act();
        foreach (var id in Unknown.Where(id => stand.Universe.NowNanos >= _sent[id].AskAtNanos).ToList())
            AskAgain(id);
        Start();
    });

    /// <summary>No order any more; what is not known is asked for.</summary>
    public void Stop() => _isDone = true;

    /// <summary>Takes what was heard.</summary>
    public void Read()
    {
        for (; _heard < stand.Heard.Count; _heard++)
            Hear(stand.Heard[_heard].Message);
    }

    private void Act()
    {
        var (symbol, side) = (_random.Below(stand.Instruments.Length), _random.Below(2) == 0 ? OrderSide.Buy : OrderSide.Sell);
        var (id, away) = (string.Create(CultureInfo.InvariantCulture, $"q-{_sent.Count + 1}"), _random.Between(-2, 20));
        _sent[id] = (stand.Universe.NowNanos + FirstAskNanos, FirstAskNanos);
        stand.Submit(id, stand.Limit(side, stand.Bid(symbol) + (side == OrderSide.Buy ? -away : 1 + away), symbol, 2_000_000), symbol);
        if (_random.Below(3) == 0 && Known.Count > 0)
            stand.Ask(new CancelOrder(_random.Pick([.. Known]), stand.Trader));
    }

    private void AskAgain(string id)
    {
        var pause = Math.Min(MostAskNanos, 2 * _sent[id].PauseNanos);
        _sent[id] = (stand.Universe.NowNanos + pause, pause);
        stand.Query(id);
    }

    private void Hear(OrderMessage message)
    {
        switch (message)
        {
            case VenueAccepted accepted:
                Know(accepted.ClientOrderId);
                break;
            case VenueRejected rejected:
                Absent.Add(rejected.ClientOrderId);
                break;
            case VenueFilled { Trade: var trade }:
                Know(trade.ClientOrderId);
                Book(trade);
                break;
            case VenueOrderState { Order: null } missing:
                Absent.Add(missing.ClientOrderId);
                break;
            case VenueOrderState found:
                Know(found.ClientOrderId);
                foreach (var trade in found.Trades)
                    Book(trade);
                break;
            default:
                break;
        }
    }

    private void Know(string id)
    {
        if (!_sent.ContainsKey(id))
            return;
        Assert.True(!Absent.Contains(id), $"{id} was said to be absent and is there (seed {stand.Universe.Seed})");
        Known.Add(id);
    }

    private void Book(VenueTrade trade)
    {
        if (!Trades.TryGetValue(trade.ClientOrderId, out var trades))
            Trades[trade.ClientOrderId] = trades = [];
        if (trades.TryGetValue(trade.TradeId, out var before))
            Assert.True(before.Price == trade.Price && before.Quantity == trade.Quantity && before.Fee == trade.Fee, $"trade {trade.TradeId} was told with two figures");
        trades[trade.TradeId] = trade;
    }
}
