using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Statistics over a time, last prices and best prices; of one symbol, some, or all.</summary>
internal static class TickerCalls
{
    private const int RollingSymbolsMax = 100;

    public static void Day(CallContext context)
    {
        var isShort = IsShort(context.Given);
        ForEach(context, isNeeded: false, market =>
            TickerJson.Write(context.Json, market, Window(market, context.NowNanos - UnixNanos.PerDay, context.NowNanos, context), isShort, hasBook: !isShort));
    }

    public static void TradingDay(CallContext context)
    {
        var isShort = IsShort(context.Given);
        var offset = KlineCalls.ReadZone(context.Given);
        var start = UnixNanos.FloorTo(context.NowNanos + offset, UnixNanos.PerDay) - offset;
        ForEach(context, isNeeded: true, market =>
            TickerJson.Write(context.Json, market, Window(market, start, start + UnixNanos.PerDay - UnixNanos.PerMillisecond, context), isShort, hasBook: false));
    }

    public static void Rolling(CallContext context)
    {
        var isShort = IsShort(context.Given);
        var size = ReadWindow(context.Given);
        var start = KlineBook.MinuteOf(context.NowNanos) + UnixNanos.PerMinute - size;
        ForEach(context, isNeeded: true, market =>
            TickerJson.Write(context.Json, market, Window(market, start, context.NowNanos, context), isShort, hasBook: false));
    }

    public static void Price(CallContext context) => ForEach(context, isNeeded: false, market =>
    {
        context.Json.WriteStartObject();
        context.Json.WriteString("symbol", market.Instrument.Symbol);
        context.Json.WriteString("price", WireText.Of(market.Tape.LastPrice ?? market.Instrument.Price(0)));
        context.Json.WriteEndObject();
    });

    public static void Book(CallContext context) => ForEach(context, isNeeded: false, market =>
    {
        context.Json.WriteStartObject();
        context.Json.WriteString("symbol", market.Instrument.Symbol);
        TickerJson.WriteBest(context.Json, market);
        context.Json.WriteEndObject();
    });

    /// <summary>The window of a ticker: its bars put together.</summary>
    public static TickerWindow Window(SymbolMarket market, long startNanos, long endNanos, CallContext context)
    {
        market.TellKlines(context.NowNanos);
        return TickerWindow.Of(market, startNanos, endNanos, context.TimeUnit);
    }

    private static bool IsShort(RequestParameters given) => given.Find("type") switch
    {
        null or "FULL" => false,
        "MINI" => true,
        _ => throw RequestParameters.Refuse(SpotErrorCode.InvalidTickerType),
    };

    private static long ReadWindow(RequestParameters given)
    {
        var text = given.Find("windowSize") ?? "1d";
        var (unit, most) = text[^1] switch
        {
            'm' => (UnixNanos.PerMinute, 59L),
            'h' => (UnixNanos.PerHour, 23L),
            'd' => (UnixNanos.PerDay, 7L),
            _ => (0L, 0L),
        };
        return long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number * unit : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "windowSize");
    }

    private static void ForEach(CallContext context, bool isNeeded, Action<SymbolMarket> write)
    {
        var one = context.FindMarket();
        var names = GeneralCalls.ReadSymbols(context.Given);
        MarketCalls.ReadStatus(context);
        context.RequireAllRead();
        if (one is not null && names is not null)
            throw RequestParameters.Refuse(SpotErrorCode.TooManyParameters);
        if (isNeeded && one is null && names is null)
            throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, "symbol", "symbols");
        if (isNeeded && names?.Count > RollingSymbolsMax)
            throw RequestParameters.Refuse(SpotErrorCode.TooManyParameters, 1, RollingSymbolsMax, names.Count);
        if (one is not null)
        {
            write(one);
            return;
        }

        var markets = names?.Select(name => context.State.Market(name) ?? throw RequestParameters.Refuse(SpotErrorCode.BadSymbol)).ToArray()
            ?? (IReadOnlyList<SymbolMarket>)context.State.Markets;
        context.Json.WriteStartArray();
        foreach (var market in markets)
            write(market);
        context.Json.WriteEndArray();
    }
}
