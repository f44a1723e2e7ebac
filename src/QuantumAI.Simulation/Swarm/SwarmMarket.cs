using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Market;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>The market of a run: the made-up one, faster, with what goes wrong in it. Venues hear it at once, sessions over their connections.</summary>
internal sealed class SwarmMarket : IDisposable
{
    private readonly Universe _universe;
    private readonly SyntheticMarket _source;
    private readonly long _beganNanos;
    private readonly long _tickNanos;
    private readonly List<Action<MarketEvent>> _listeners = [];
    private readonly long?[] _bids;
    private long _sequence;
    private long _silentUntilNanos;
    private long _crossedUntilNanos;

    public SwarmMarket(Universe universe, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments, long tickNanos)
    {
        (_universe, _tickNanos, _beganNanos) = (universe, tickNanos, universe.NowNanos);
        _source = new SyntheticMarket(universe.Seed, _beganNanos, instruments);
        _bids = new long?[instruments.Count];
        ScheduleNext();
    }

    /// <summary>What was last told to be bid for an instrument, in units of its price; null before the first quote.</summary>
    public long? BidOf(int instrumentId) => _bids[instrumentId];

    /// <summary>From now on somebody hears each event, with its number.</summary>
    public void Add(Action<MarketEvent> listener) => _listeners.Add(listener);

    /// <summary>The feed says nothing; the venues go on with what they have.</summary>
    public void BeSilentFor(long nanos) => _silentUntilNanos = _universe.NowNanos + nanos;

    /// <summary>The bid is above the ask.</summary>
    public void BeCrossedFor(long nanos) => _crossedUntilNanos = _universe.NowNanos + nanos;

    public void Heal() => _silentUntilNanos = _crossedUntilNanos = 0;

    public void Dispose() => _source.Dispose();

    private void ScheduleNext()
    {
        _source.TryRead(out var next);
        // The made-up market has a quote every ten seconds; this one has it every tick, and its hours are shorter by as much.
        var atNanos = _beganNanos + (long)((Int128)(next.ReceivedNanos - _beganNanos) * _tickNanos / SyntheticMarket.StepNanos);
        _universe.At(atNanos, () => Tell(Rewritten(next, atNanos)));
    }

    private MarketEvent Rewritten(in MarketEvent source, long nanos) => source.Kind == MarketEventKind.Quote
        ? _universe.NowNanos < _crossedUntilNanos
            ? MarketEvent.Quote(source.InstrumentId, nanos, nanos, source.AskUnits, source.BidUnits, source.BidSizeUnits, source.AskSizeUnits)
            : MarketEvent.Quote(source.InstrumentId, nanos, nanos, source.BidUnits, source.AskUnits, source.BidSizeUnits, source.AskSizeUnits)
        : MarketEvent.Trade(source.InstrumentId, nanos, nanos, source.PriceUnits, source.QuantityUnits, source.TradeId, source.BuyerIsMaker);

    private void Tell(MarketEvent marketEvent)
    {
        ScheduleNext();
        if (_universe.NowNanos < _silentUntilNanos)
            return;
        if (marketEvent.Kind == MarketEventKind.Quote)
            _bids[marketEvent.InstrumentId] = Math.Min(marketEvent.BidUnits, marketEvent.AskUnits);
        var numbered = marketEvent.Ingested(++_sequence, marketEvent.ReceivedNanos);
        foreach (var listener in _listeners.ToArray())
            listener(numbered);
    }
}
