using QuantumAI.Domain.Instruments.Filters;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Calls about books and public trades.</summary>
internal static class MarketCalls
{
    private const int AverageMinutes = 5;

    public static void Depth(CallContext context)
    {
        var market = context.NeedMarket();
        var limit = context.Limit(100, PublicDepth.MostLevels);
        ReadStatus(context);
        context.RequireAllRead();
        market.TellDepth(context.NowNanos);
        var json = context.Json;
        json.WriteStartObject();
        json.WriteNumber("lastUpdateId", market.Depth.ToldUpdateId); // of these levels: best prices that came and went are no change
        WriteLevels(json, "bids", market.Depth.Bids, limit, market.Instrument);
        WriteLevels(json, "asks", market.Depth.Asks, limit, market.Instrument);
        json.WriteEndObject();
    }

    public static void Trades(CallContext context)
    {
        var market = context.NeedMarket();
        var limit = context.Limit(500, 1_000);
        context.RequireAllRead();
        WriteTrades(context, market, market.Tape.Trades.Count - limit, limit);
    }

    public static void HistoricalTrades(CallContext context)
    {
        var market = context.NeedMarket();
        var limit = context.Limit(500, 1_000);
        var from = context.Given.FindLong("fromId");
        context.RequireAllRead();
        var trades = market.Tape.Trades;
        WriteTrades(context, market, from is { } id ? trades.FirstNotBelow(id, static trade => trade.TradeId) : trades.Count - limit, limit);
    }

    public static void AggregateTrades(CallContext context)
    {
        var market = context.NeedMarket();
        var limit = context.Limit(500, 1_000);
        var from = context.Given.FindLong("fromId");
        var (start, end) = (context.FindTime("startTime"), context.FindTime("endTime") ?? long.MaxValue);
        context.RequireAllRead();
        if (from is not null && (start is not null || end != long.MaxValue))
            throw RequestParameters.Refuse(SpotErrorCode.BadParameterCombination);
        var rows = market.Tape.Aggregates;
        var stop = end == long.MaxValue ? rows.Count : rows.FirstNotBelow(end + 1, static row => row.TimeNanos);
        var first = from is { } id ? rows.FirstNotBelow(id, static row => row.AggregateId)
            : start is { } time ? rows.FirstNotBelow(time, static row => row.TimeNanos) : stop - limit;
        context.Json.WriteStartArray();
        for (var i = Math.Max(0, first); i < stop && i < Math.Max(0, first) + limit; i++)
            WriteAggregate(context, rows[i]);
        context.Json.WriteEndArray();
    }

    public static void AveragePrice(CallContext context)
    {
        var market = context.NeedMarket();
        context.RequireAllRead();
        var json = context.Json;
        json.WriteStartObject();
        json.WriteNumber("mins", AverageMinutes);
        json.WriteString("price", WireText.Of(market.Average(AverageMinutes, context.NowNanos) ?? market.Instrument.Price(0)));
        json.WriteNumber("closeTime", context.Time(market.Tape.Trades.Count == 0 ? context.NowNanos : market.Tape.Trades.Last.TimeNanos));
        json.WriteEndObject();
    }

    /// <summary>A symbol's status that may be asked for: all symbols trade.</summary>
    public static void ReadStatus(CallContext context)
    {
        if (context.Given.FindWord<SymbolStatus>("symbolStatus", SpotErrorCode.InvalidSymbolStatus) is { } status && status != SymbolStatus.Trading)
            throw RequestParameters.Refuse(SpotErrorCode.SymbolStatusMismatch);
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, ReadOnlySpan<(long Price, long Quantity)> levels, int limit, Instrument instrument)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < levels.Length && i < limit; i++)
        {
            json.WriteStartArray();
            json.WriteStringValue(WireText.Of(levels[i].Price, instrument.PriceScale));
            json.WriteStringValue(WireText.Of(levels[i].Quantity, instrument.QuantityScale));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTrades(CallContext context, SymbolMarket market, int first, int count)
    {
        var (json, rows) = (context.Json, market.Tape.Trades);
        json.WriteStartArray();
        for (var i = Math.Max(0, first); i < rows.Count && i < Math.Max(0, first) + count; i++)
        {
            var trade = rows[i];
            json.WriteStartObject();
            json.WriteNumber("id", trade.TradeId);
            json.WriteString("price", WireText.Of(trade.Price));
            json.WriteString("qty", WireText.Of(trade.Quantity));
            json.WriteString("quoteQty", WireText.Of(trade.Quote));
            json.WriteNumber("time", context.Time(trade.TimeNanos));
            json.WriteBoolean("isBuyerMaker", trade.BuyerIsMaker);
            json.WriteBoolean("isBestMatch", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAggregate(CallContext context, in TapeAggregate row)
    {
        var json = context.Json;
        json.WriteStartObject();
        json.WriteNumber("a", row.AggregateId);
        json.WriteString("p", WireText.Of(row.Price));
        json.WriteString("q", WireText.Of(row.Quantity));
        json.WriteNumber("f", row.FirstTradeId);
        json.WriteNumber("l", row.LastTradeId);
        json.WriteNumber("T", context.Time(row.TimeNanos));
        json.WriteBoolean("m", row.BuyerIsMaker);
        json.WriteBoolean("M", true);
        json.WriteEndObject();
    }
}
