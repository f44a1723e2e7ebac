using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Symbols;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>What everybody may know of a symbol: trades, bars, book. Not thread safe.</summary>
public sealed class SymbolMarket
{
    private readonly List<ExchangeEvent> _events;
    private readonly Action<KlineSeries, KlineRow> _closed;
    private int _told;
    private long _nowNanos;

    internal SymbolMarket(int index, SpotSymbol symbol, PaperVenue venue, long firstId, List<ExchangeEvent> events)
    {
        (Index, Symbol, _events) = (index, symbol, events);
        Tape = new PublicTape(firstId);
        Depth = new PublicDepth(venue, index, firstId);
        _closed = (series, row) => _events.Add(new KlineTold(Index, series.Interval, row, IsClosed: true, _nowNanos));
    }

    public int Index { get; }

    public SpotSymbol Symbol { get; }

    public Instrument Instrument => Symbol.Instrument;

    public PublicTape Tape { get; }

    public KlineBook Klines { get; } = new();

    public PublicDepth Depth { get; }

    /// <summary>A trade of before anybody listened.</summary>
    internal void AddHistory(in TapeTrade trade)
    {
        Tape.Add(in trade, goesOn: false);
        Klines.Add(in trade, closed: null);
    }

    internal void Add(in TapeTrade trade, bool goesOn)
    {
        _nowNanos = trade.TimeNanos;
        if (Tape.Add(in trade, goesOn))
            _told++;
        Klines.Add(in trade, _closed);
        _events.Add(new TradeTold(Index, trade));
    }

    /// <summary>Tells the aggregates that began since the last call: their takers are done.</summary>
    internal void TellAggregates(long nowNanos)
    {
        for (var i = Tape.Aggregates.Count - Math.Min(_told, Tape.Aggregates.Count); i < Tape.Aggregates.Count; i++)
            _events.Add(new AggregateTold(Index, Tape.Aggregates[i], nowNanos));
        _told = 0;
    }

    internal void TellBest(long nowNanos)
    {
        if (Depth.NoteBest())
            _events.Add(new BestTold(Index, Depth.UpdateId, Depth.Best, nowNanos));
    }

    internal void TellDepth(long nowNanos)
    {
        if (Depth.TakeDiff() is { } diff)
            _events.Add(new DepthTold(Index, diff, nowNanos));
    }

    internal void TellKlines(long nowNanos)
    {
        _nowNanos = nowNanos;
        Klines.Roll(nowNanos, _closed);
        foreach (var series in Klines.Series)
        {
            if (!series.HasChanged)
                continue;
            series.HasChanged = false;
            _events.Add(new KlineTold(Index, series.Interval, series.Rows.Last, IsClosed: false, nowNanos));
        }
    }

    /// <summary>Average price of the last minutes, weighted by volume; the last price when nothing was traded, null before the first trade.</summary>
    public Price? Average(int minutes, long nowNanos)
    {
        if (Klines.Since(nowNanos - (minutes * UnixNanos.PerMinute)) is not { Trades: > 0 } sum)
            return Tape.LastPrice;
        var units = FixedPoint.Divide(
            sum.QuoteVolume.Units * FixedPoint.PowerOfTen(Instrument.PriceScale), sum.Volume.Units, Rounding.HalfEven);
        return Instrument.Price((long)units);
    }
}
