using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Writes rolling statistics as the venue's ticker streams do.</summary>
internal static class TickerStreamJson
{
    private const int PercentScale = 3;
    private const int AverageScale = 8;

    public static void Mini(Utf8JsonWriter json, SymbolMarket market, long nowNanos, long unit)
    {
        var (instrument, row) = (market.Instrument, TickerWindow.Of(market, nowNanos - UnixNanos.PerDay, nowNanos, unit).Row);
        MarketJson.Begin(json, "24hrMiniTicker", nowNanos / unit, instrument.Symbol);
        json.WriteString("c", WireText.Of(row.Close, instrument.PriceScale));
        json.WriteString("o", WireText.Of(row.Open, instrument.PriceScale));
        json.WriteString("h", WireText.Of(row.High, instrument.PriceScale));
        json.WriteString("l", WireText.Of(row.Low, instrument.PriceScale));
        json.WriteString("v", WireText.Of(row.Volume));
        json.WriteString("q", WireText.Of(row.QuoteVolume));
        json.WriteEndObject();
    }

    public static void Day(Utf8JsonWriter json, SymbolMarket market, long nowNanos, long unit)
    {
        var window = TickerWindow.Of(market, nowNanos - UnixNanos.PerDay, nowNanos, unit);
        var (instrument, tape) = (market.Instrument, market.Tape.Trades);
        MarketJson.Begin(json, "24hrTicker", nowNanos / unit, instrument.Symbol);
        WriteChange(json, instrument, in window);
        json.WriteString("x", WireText.Of(window.PreviousClose, instrument.PriceScale));
        json.WriteString("c", WireText.Of(window.Row.Close, instrument.PriceScale));
        json.WriteString("Q", WireText.Of(tape.Count == 0 ? instrument.ZeroQuantity : tape.Last.Quantity));
        MarketJson.WriteBest(json, instrument, market.Depth.Best);
        WriteRest(json, instrument, in window);
    }

    /// <summary>Statistics of some hours; they begin with a minute.</summary>
    public static void Window(Utf8JsonWriter json, SymbolMarket market, int hours, long nowNanos, long unit)
    {
        var start = UnixNanos.FloorTo(nowNanos, UnixNanos.PerMinute) - (hours * UnixNanos.PerHour);
        var window = TickerWindow.Of(market, start, nowNanos, unit);
        MarketJson.Begin(json, hours switch { 1 => "1hTicker", 4 => "4hTicker", _ => "1dTicker" }, nowNanos / unit, market.Instrument.Symbol);
        WriteChange(json, market.Instrument, in window);
        json.WriteString("c", WireText.Of(window.Row.Close, market.Instrument.PriceScale));
        WriteRest(json, market.Instrument, in window);
    }

    private static void WriteChange(Utf8JsonWriter json, Instrument instrument, in TickerWindow window)
    {
        var extra = Math.Max(0, AverageScale - instrument.PriceScale);
        json.WriteString("p", WireText.Of(window.Row.Close - window.Row.Open, instrument.PriceScale));
        json.WriteString("P", FixedPoint.Format(window.ChangeMilliPercent, PercentScale));
        json.WriteString("w", WireText.Of(window.Average(instrument, extra), instrument.PriceScale + extra));
    }

    private static void WriteRest(Utf8JsonWriter json, Instrument instrument, in TickerWindow window)
    {
        var row = window.Row;
        json.WriteString("o", WireText.Of(row.Open, instrument.PriceScale));
        json.WriteString("h", WireText.Of(row.High, instrument.PriceScale));
        json.WriteString("l", WireText.Of(row.Low, instrument.PriceScale));
        json.WriteString("v", WireText.Of(row.Volume));
        json.WriteString("q", WireText.Of(row.QuoteVolume));
        json.WriteNumber("O", window.OpenTime);
        json.WriteNumber("C", window.CloseTime);
        json.WriteNumber("F", row.FirstTradeId);
        json.WriteNumber("L", row.LastTradeId);
        json.WriteNumber("n", row.Trades);
        json.WriteEndObject();
    }
}
