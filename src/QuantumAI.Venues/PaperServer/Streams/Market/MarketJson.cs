using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Writes trades, bars and books as the venue's market streams do.</summary>
internal static class MarketJson
{
    public static void Trade(Utf8JsonWriter json, Instrument instrument, in TapeTrade trade, long unit)
    {
        Begin(json, "trade", trade.TimeNanos / unit, instrument.Symbol);
        json.WriteNumber("t", trade.TradeId);
        json.WriteString("p", WireText.Of(trade.Price));
        json.WriteString("q", WireText.Of(trade.Quantity));
        json.WriteNumber("T", trade.TimeNanos / unit);
        End(json, trade.BuyerIsMaker);
    }

    public static void Aggregate(Utf8JsonWriter json, Instrument instrument, in TapeAggregate row, long nowNanos, long unit)
    {
        Begin(json, "aggTrade", nowNanos / unit, instrument.Symbol);
        json.WriteNumber("a", row.AggregateId);
        json.WriteString("p", WireText.Of(row.Price));
        json.WriteString("q", WireText.Of(row.Quantity));
        json.WriteNumber("f", row.FirstTradeId);
        json.WriteNumber("l", row.LastTradeId);
        json.WriteNumber("T", row.TimeNanos / unit);
        End(json, row.BuyerIsMaker);
    }

    /// <summary>A bar.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="instrument">Of it.</param>
    /// <param name="interval">Of it.</param>
    /// <param name="row">It.</param>
    /// <param name="closeNanos">Its last moment.</param>
    /// <param name="isClosed">It does not grow any more.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="unit">Nanoseconds of the client's unit of time.</param>
    public static void Kline(
        Utf8JsonWriter json, Instrument instrument, KlineInterval interval, in KlineRow row, long closeNanos, bool isClosed, long nowNanos, long unit)
    {
        Begin(json, "kline", nowNanos / unit, instrument.Symbol);
        json.WriteStartObject("k");
        json.WriteNumber("t", row.OpenNanos / unit);
        json.WriteNumber("T", unit == UnixNanos.PerMillisecond ? closeNanos / unit : (closeNanos + UnixNanos.PerMillisecond - unit) / unit);
        json.WriteString("s", instrument.Symbol);
        json.WriteString("i", interval.Name);
        json.WriteNumber("f", row.FirstTradeId);
        json.WriteNumber("L", row.LastTradeId);
        json.WriteString("o", WireText.Of(row.Open, instrument.PriceScale));
        json.WriteString("c", WireText.Of(row.Close, instrument.PriceScale));
        json.WriteString("h", WireText.Of(row.High, instrument.PriceScale));
        json.WriteString("l", WireText.Of(row.Low, instrument.PriceScale));
        json.WriteString("v", WireText.Of(row.Volume));
        json.WriteNumber("n", row.Trades);
        json.WriteBoolean("x", isClosed);
        json.WriteString("q", WireText.Of(row.QuoteVolume));
        json.WriteString("V", WireText.Of(row.TakerBuyVolume));
        json.WriteString("Q", WireText.Of(row.TakerBuyQuote));
        json.WriteString("B", "0");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Best(Utf8JsonWriter json, Instrument instrument, in BestLevels best, long updateId)
    {
        json.WriteStartObject();
        json.WriteNumber("u", updateId);
        json.WriteString("s", instrument.Symbol);
        WriteBest(json, instrument, in best);
        json.WriteEndObject();
    }

    public static void WriteBest(Utf8JsonWriter json, Instrument instrument, in BestLevels best)
    {
        json.WriteString("b", WireText.Of(best.Bid.PriceUnits, instrument.PriceScale));
        json.WriteString("B", WireText.Of(best.Bid.SizeUnits, instrument.QuantityScale));
        json.WriteString("a", WireText.Of(best.Ask.PriceUnits, instrument.PriceScale));
        json.WriteString("A", WireText.Of(best.Ask.SizeUnits, instrument.QuantityScale));
    }

    public static void Depth(Utf8JsonWriter json, Instrument instrument, DepthDiff diff, long nowNanos, long unit)
    {
        Begin(json, "depthUpdate", nowNanos / unit, instrument.Symbol);
        json.WriteNumber("U", diff.FirstUpdateId);
        json.WriteNumber("u", diff.LastUpdateId);
        WriteLevels(json, "b", diff.Bids, instrument);
        WriteLevels(json, "a", diff.Asks, instrument);
        json.WriteEndObject();
    }

    public static void PartialDepth(Utf8JsonWriter json, SymbolMarket market, int levels)
    {
        json.WriteStartObject();
        json.WriteNumber("lastUpdateId", market.Depth.ToldUpdateId);
        WriteLevels(json, "bids", market.Depth.Bids, levels, market.Instrument);
        WriteLevels(json, "asks", market.Depth.Asks, levels, market.Instrument);
        json.WriteEndObject();
    }

    public static void Average(Utf8JsonWriter json, SymbolMarket market, int minutes, long nowNanos, long unit)
    {
        var instrument = market.Instrument;
        Begin(json, "avgPrice", nowNanos / unit, instrument.Symbol);
        json.WriteString("i", "5m");
        json.WriteString("w", WireText.Of(market.Average(minutes, nowNanos) ?? instrument.Price(0)));
        json.WriteNumber("T", (market.Tape.Trades.Count == 0 ? nowNanos : market.Tape.Trades.Last.TimeNanos) / unit);
        json.WriteEndObject();
    }

    public static void Begin(Utf8JsonWriter json, string name, long time, string symbol)
    {
        json.WriteStartObject();
        json.WriteString("e", name);
        json.WriteNumber("E", time);
        json.WriteString("s", symbol);
    }

    private static void End(Utf8JsonWriter json, bool buyerIsMaker)
    {
        json.WriteBoolean("m", buyerIsMaker);
        json.WriteBoolean("M", true);
        json.WriteEndObject();
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, IReadOnlyList<DepthLevel> levels, Instrument instrument)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < levels.Count; i++)
            WriteLevel(json, levels[i].PriceUnits, levels[i].SizeUnits, instrument);
        json.WriteEndArray();
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, ReadOnlySpan<(long Price, long Quantity)> levels, int most, Instrument instrument)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < Math.Min(most, levels.Length); i++)
            WriteLevel(json, levels[i].Price, levels[i].Quantity, instrument);
        json.WriteEndArray();
    }

    private static void WriteLevel(Utf8JsonWriter json, long price, long quantity, Instrument instrument)
    {
        Span<byte> text = stackalloc byte[WireText.MostBytes];
        json.WriteStartArray();
        json.WriteStringValue(text[..WireText.Write(price, instrument.PriceScale, text)]);
        json.WriteStringValue(text[..WireText.Write(quantity, instrument.QuantityScale, text)]);
        json.WriteEndArray();
    }
}
