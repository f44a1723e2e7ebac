using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Market;

namespace QuantumAI.Venues.PaperServer.Market;

/// <summary>The made-up market as an exchange shows it: it began at the start of yesterday (UTC), so that a day of history is there and a restart on the same day goes on where it was.</summary>
/// <remarks>Faster than the clock: a step of the synthetic market, ten seconds of its own time, takes two seconds.</remarks>
public sealed class SyntheticExchangeMarket : IExchangeMarket
{
    private const long Pace = 5;
    private readonly SyntheticMarket _source;
    private readonly BookShape[] _shapes;
    private readonly long _originNanos;
    private readonly long _startNanos;
    private readonly Queue<MarketEvent> _opening = new();

    /// <param name="seed">Any number.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="instruments">With their first prices; the index is the instrument id.</param>
    public SyntheticExchangeMarket(ulong seed, long nowNanos, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments)
    {
        _startNanos = nowNanos;
        _originNanos = UnixNanos.FloorTo(nowNanos, UnixNanos.PerDay) - UnixNanos.PerDay;
        _source = new SyntheticMarket(seed, _originNanos, instruments);
        _shapes = [.. instruments.Select(entry => new BookShape(entry.Instrument, seed))];
    }

    /// <remarks>The last quote and trade of each instrument are left for <see cref="TryRead"/>: with them the exchange opens.</remarks>
    public IEnumerable<MarketEvent> History
    {
        get
        {
            var (quotes, trades) = (new MarketEvent[_shapes.Length], new MarketEvent[_shapes.Length]);
            while (true)
            {
                var read = Next();
                if (read.ReceivedNanos >= _startNanos)
                {
                    Open(quotes, trades);
                    _opening.Enqueue(read);
                    yield break;
                }

                if (read.Kind != MarketEventKind.Trade)
                {
                    quotes[read.InstrumentId] = read;
                    continue;
                }

                if (trades[read.InstrumentId].Kind == MarketEventKind.Trade)
                    yield return trades[read.InstrumentId];
                trades[read.InstrumentId] = read;
            }
        }
    }

    public bool TryRead(out MarketEvent marketEvent)
    {
        var read = _opening.TryDequeue(out var waiting) ? waiting : Next();
        marketEvent = read.Kind == MarketEventKind.Quote
            ? _shapes[read.InstrumentId].Around(read.InstrumentId, read.ReceivedNanos, read.BidUnits, read.AskUnits) : read;
        return true;
    }

    public void Dispose() => _source.Dispose();

    private void Open(MarketEvent[] quotes, MarketEvent[] trades)
    {
        for (var i = 0; i < quotes.Length; i++)
        {
            _opening.Enqueue(quotes[i].Ingested(0, _startNanos));
            _opening.Enqueue(trades[i].Ingested(0, _startNanos));
        }
    }

    /// <summary>The next event, on the exchange's clock.</summary>
    private MarketEvent Next()
    {
        _source.TryRead(out var read);
        return read.Ingested(0, _originNanos + ((read.ReceivedNanos - _originNanos) / Pace));
    }
}
