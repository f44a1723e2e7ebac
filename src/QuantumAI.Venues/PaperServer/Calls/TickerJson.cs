using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Writes statistics and best prices.</summary>
internal static class TickerJson
{
    private const int PercentScale = 3;

    public static void Write(Utf8JsonWriter json, SymbolMarket market, in TickerWindow window, bool isShort, bool hasBook)
    {
        var (instrument, row) = (market.Instrument, window.Row);
        json.WriteStartObject();
        json.WriteString("symbol", instrument.Symbol);
        if (!isShort)
        {
            var extra = Math.Max(0, 8 - instrument.PriceScale);
            json.WriteString("priceChange", WireText.Of(row.Close - row.Open, instrument.PriceScale));
            json.WriteString("priceChangePercent", FixedPoint.Format(window.ChangeMilliPercent, PercentScale));
            json.WriteString("weightedAvgPrice", WireText.Of(window.Average(instrument, extra), instrument.PriceScale + extra));
        }

        if (hasBook)
        {
            json.WriteString("prevClosePrice", WireText.Of(window.PreviousClose, instrument.PriceScale));
            json.WriteString("lastPrice", WireText.Of(row.Close, instrument.PriceScale));
            json.WriteString("lastQty", WireText.Of(market.Tape.Trades.Count == 0 ? instrument.ZeroQuantity : market.Tape.Trades.Last.Quantity));
            WriteBest(json, market);
        }

        json.WriteString("openPrice", WireText.Of(row.Open, instrument.PriceScale));
        json.WriteString("highPrice", WireText.Of(row.High, instrument.PriceScale));
        json.WriteString("lowPrice", WireText.Of(row.Low, instrument.PriceScale));
        if (!hasBook)
            json.WriteString("lastPrice", WireText.Of(row.Close, instrument.PriceScale));
        json.WriteString("volume", WireText.Of(row.Volume));
        json.WriteString("quoteVolume", WireText.Of(row.QuoteVolume));
        json.WriteNumber("openTime", window.OpenTime);
        json.WriteNumber("closeTime", window.CloseTime);
        json.WriteNumber("firstId", row.FirstTradeId);
        json.WriteNumber("lastId", row.LastTradeId);
        json.WriteNumber("count", row.Trades);
        json.WriteEndObject();
    }

    public static void WriteBest(Utf8JsonWriter json, SymbolMarket market)
    {
        WriteLevel(json, "bid", market.Depth.Best.Bid, market.Instrument);
        WriteLevel(json, "ask", market.Depth.Best.Ask, market.Instrument);
    }

    private static void WriteLevel(Utf8JsonWriter json, string side, DepthLevel level, Instrument instrument)
    {
        json.WriteString(side + "Price", WireText.Of(level.PriceUnits, instrument.PriceScale));
        json.WriteString(side + "Qty", WireText.Of(level.SizeUnits, instrument.QuantityScale));
    }
}
