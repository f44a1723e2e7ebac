using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Simulated;

/// <summary>Stands between the exchange and its streams: what goes wrong with events goes wrong here.</summary>
internal sealed class FaultyListener(SimulatedExchange exchange, ExchangeIncarnation floor) : IExchangeListener
{
    private const long TickNanos = 100 * UnixNanos.PerMillisecond;
    private readonly List<ExchangeEvent> _passed = [];
    private long _tick;

    public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos)
    {
        if (nowNanos / TickNanos != _tick)
        {
            _tick = nowNanos / TickNanos;
            exchange.CallFaults.Tick();
            exchange.ReportFaults.Tick();
            exchange.MarketFaults.Tick();
            exchange.ConnectionFaults.Tick();
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is AccountEvent account)
                exchange.ReportFaults.Pass(account, _passed);
            else if (events[i] is PublicEvent market)
                exchange.MarketFaults.Pass(market, _passed);
        }

        floor.Hub.Hear(state, _passed, nowNanos);
        _passed.Clear();
    }
}
