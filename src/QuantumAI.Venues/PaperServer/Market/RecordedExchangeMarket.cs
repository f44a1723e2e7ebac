using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Market;

/// <summary>A recording as an exchange shows it: from its first event on at its own pace, again and again.</summary>
/// <remarks>A recording without books gets one around its quotes, or its trades and closes where it has no quotes.</remarks>
public sealed class RecordedExchangeMarket : IExchangeMarket
{
    private const long PauseNanos = UnixNanos.PerSecond;
    private readonly Func<IMarketSource> _open;
    private readonly Instrument[] _instruments;
    private readonly BookShape[] _shapes;
    private readonly bool[] _hasQuotes;
    private readonly bool _hasBooks;
    private readonly Queue<MarketEvent> _ready = new();
    private IMarketSource _source;
    private long _offsetNanos;
    private long _nextNanos;
    private bool _isFirst = true;

    /// <param name="open">Opens the recording from its first event on.</param>
    /// <param name="instruments">In the order of its instrument ids.</param>
    /// <param name="hasBooks">It has snapshots of books; else books are made up.</param>
    /// <param name="nowNanos">World time, at which it begins.</param>
    public RecordedExchangeMarket(Func<IMarketSource> open, IReadOnlyList<Instrument> instruments, bool hasBooks, long nowNanos)
    {
        (_open, _instruments, _hasBooks, _nextNanos) = (open, [.. instruments], hasBooks, nowNanos);
        _shapes = [.. instruments.Select(instrument => new BookShape(instrument, 1))];
        _hasQuotes = new bool[instruments.Count];
        _source = open();
    }

    public IEnumerable<MarketEvent> History => [];

    public bool TryRead(out MarketEvent marketEvent)
    {
        while (!_ready.TryDequeue(out marketEvent))
        {
            if (_source.TryRead(out var read))
            {
                Take(in read);
                continue;
            }

            if (_isFirst)
                return false; // an empty recording never begins
            Rewind();
        }

        return true;
    }

    public void Dispose() => _source.Dispose();

    private void Rewind()
    {
        _source.Dispose();
        _source = _open();
        _isFirst = true;
        _nextNanos += PauseNanos;
        for (var i = 0; i < _instruments.Length; i++)
            _ready.Enqueue(MarketEvent.Gap(i, _nextNanos));
    }

    private void Take(in MarketEvent read)
    {
        if (_isFirst)
            (_offsetNanos, _isFirst) = (_nextNanos - read.ReceivedNanos, false);
        var moved = read.Ingested(0, Math.Max(_nextNanos, read.ReceivedNanos + _offsetNanos));
        _nextNanos = moved.ReceivedNanos;
        switch (moved.Kind)
        {
            case MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate or MarketEventKind.Gap when _hasBooks:
                _ready.Enqueue(moved);
                break;
            case MarketEventKind.Quote when !_hasBooks && moved.BidUnits > 0 && moved.BidUnits < moved.AskUnits:
                _hasQuotes[moved.InstrumentId] = true;
                Shape(moved.InstrumentId, moved.BidUnits, moved.AskUnits);
                break;
            case MarketEventKind.Trade:
                if (!_hasBooks && !_hasQuotes[moved.InstrumentId])
                    Shape(moved.InstrumentId, moved.PriceUnits);
                _ready.Enqueue(moved);
                break;
            case MarketEventKind.Bar:
                Shape(moved.InstrumentId, moved.Bar.CloseUnits);
                _ready.Enqueue(MarketEvent.Trade(
                    moved.InstrumentId, _nextNanos, _nextNanos, moved.Bar.CloseUnits, Math.Max(_instruments[moved.InstrumentId].LotStepUnits, moved.Bar.VolumeUnits), 0, buyerIsMaker: false));
                break;
            default:
                break;
        }
    }

    private void Shape(int instrumentId, long price)
    {
        var tick = _instruments[instrumentId].PriceTickUnits;
        if (price > tick)
            Shape(instrumentId, price - tick, price + tick);
    }

    private void Shape(int instrumentId, long bid, long ask) => _ready.Enqueue(_shapes[instrumentId].Around(instrumentId, _nextNanos, bid, ask));
}
