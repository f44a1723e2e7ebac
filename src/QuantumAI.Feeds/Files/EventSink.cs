using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Feeds.Files;

/// <summary>Turns records into events in the instrument's units; one line gives at most two.</summary>
internal sealed class EventSink(int instrumentId, Instrument instrument, long intervalNanos, ProblemLog problems) : IRecordSink
{
    private readonly MarketEvent[] _pending = new MarketEvent[2];
    private int _next;
    private int _count;
    private long _lastNanos = long.MinValue;

    public bool TryTake(out MarketEvent marketEvent)
    {
        var has = _next < _count;
        marketEvent = has ? _pending[_next++] : default;
        if (!has)
            _next = _count = 0;
        return has;
    }

    public void OnBar(in BarRecord bar)
    {
        var open = PriceUnits(bar.Open);
        Put(MarketEvent.Quote(instrumentId, bar.StartNanos, bar.StartNanos, open, open, 0, 0));
        Put(MarketEvent.Closed(instrumentId, new Bar(
            bar.StartNanos,
            intervalNanos,
            open,
            PriceUnits(bar.High),
            PriceUnits(bar.Low),
            PriceUnits(bar.Close),
            QuantityUnits(bar.Volume))));
    }

    public void OnQuoteBar(in QuoteBarRecord bar)
    {
        var (start, end) = (bar.StartNanos, bar.StartNanos + intervalNanos - 1);
        Put(MarketEvent.Quote(instrumentId, start, start, PriceUnits(bar.Bid.Open), PriceUnits(bar.Ask.Open), 0, 0));
        Put(MarketEvent.Quote(
            instrumentId,
            end,
            end,
            PriceUnits(bar.Bid.Close),
            PriceUnits(bar.Ask.Close),
            QuantityUnits(bar.Bid.Volume),
            QuantityUnits(bar.Ask.Volume)));
    }

    public void OnQuote(in QuoteRecord quote) => Put(MarketEvent.Quote(
        instrumentId,
        quote.ReceivedNanos,
        quote.VenueNanos,
        PriceUnits(quote.Bid),
        PriceUnits(quote.Ask),
        QuantityUnits(quote.BidSize),
        QuantityUnits(quote.AskSize)));

    public void OnTrade(in TradeRecord trade) => Put(MarketEvent.Trade(
        instrumentId,
        trade.ReceivedNanos,
        trade.VenueNanos,
        PriceUnits(trade.Price),
        QuantityUnits(trade.Quantity),
        trade.TradeId,
        trade.BuyerIsMaker));

    public void OnDepth(in DepthRecord depth)
    {
        var levels = new DepthLevels(
            depth.FirstUpdateId, depth.LastUpdateId, depth.PreviousLastUpdateId, ToUnits(depth.Bids), ToUnits(depth.Asks));
        Put(depth.IsSnapshot
            ? MarketEvent.Snapshot(instrumentId, depth.ReceivedNanos, depth.VenueNanos, levels)
            : MarketEvent.Update(instrumentId, depth.ReceivedNanos, depth.VenueNanos, levels));
    }

    public void OnIgnored()
    {
    }

    private void Put(in MarketEvent marketEvent)
    {
        if (marketEvent.ReceivedNanos < _lastNanos)
            throw problems.Fatal("a market file must not change after its inspection", "events out of order");
        _lastNanos = marketEvent.ReceivedNanos;
        _pending[_count++] = marketEvent;
    }

    private DepthLevel[] ToUnits(List<MessageLevel> levels)
    {
        var units = new DepthLevel[levels.Count];
        for (var i = 0; i < units.Length; i++)
            units[i] = new DepthLevel(PriceUnits(levels[i].Price), QuantityUnits(levels[i].Size));
        return units;
    }

    private long PriceUnits(DecimalNumber price) => Units(price, instrument.PriceScale);

    private long QuantityUnits(DecimalNumber quantity) => Units(quantity, instrument.QuantityScale);

    private long Units(DecimalNumber number, int scale) => number.TryToUnits(scale, out var units)
        ? units
        : throw problems.Fatal("a market file must not change after its inspection", $"{number}, which is new");
}
