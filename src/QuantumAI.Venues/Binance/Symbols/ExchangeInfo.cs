using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Symbols;

/// <summary>exchangeInfo ↔ instruments, both directions: the adapter reads what the paper exchange writes.</summary>
/// <param name="ServerNanos">The venue's clock.</param>
/// <param name="Refused">Symbols that could not be read; the others are good.</param>
public sealed record ExchangeInfo(long ServerNanos, IReadOnlyList<RateLimit> RateLimits, IReadOnlyList<SpotSymbol> Symbols, IReadOnlyList<SymbolRefusal> Refused)
{
    private static readonly (SpotOrderType Word, AllowedOrders Flag)[] Types =
    [
        (SpotOrderType.Limit, AllowedOrders.Limit), (SpotOrderType.LimitMaker, AllowedOrders.PostOnly), (SpotOrderType.Market, AllowedOrders.Market),
        (SpotOrderType.StopLoss, AllowedOrders.Stop), (SpotOrderType.StopLossLimit, AllowedOrders.StopLimit),
        (SpotOrderType.TakeProfit, AllowedOrders.TakeProfit), (SpotOrderType.TakeProfitLimit, AllowedOrders.TakeProfitLimit),
    ];

    private static readonly Word<SpotSelfTrade>[] SelfTrades =
        [.. new[] { SpotSelfTrade.None, SpotSelfTrade.ExpireTaker, SpotSelfTrade.ExpireMaker, SpotSelfTrade.ExpireBoth, SpotSelfTrade.Decrement }
            .Select(mode => Words<SpotSelfTrade>.Of(Words<SpotSelfTrade>.Text(mode)))];

    /// <summary>Reads an answer; a symbol that cannot be represented is listed as refused and stops no other.</summary>
    /// <exception cref="PayloadException">The answer itself makes no sense.</exception>
    public static ExchangeInfo Read(WireValue root)
    {
        var exchangeFilters = root.OptionalItems("exchangeFilters", static filter => filter);
        var refused = new List<SymbolRefusal>();
        var symbols = new List<SpotSymbol>();
        foreach (var symbol in root.Items("symbols", static symbol => symbol))
        {
            try
            {
                symbols.Add(Symbol(symbol, exchangeFilters));
            }
            catch (PayloadException fault)
            {
                refused.Add(new SymbolRefusal(symbol.IsObject && symbol.Find("symbol") is { IsText: true } name ? Payload.Shown(name.Raw[1..^1]) : "?", fault));
            }
        }

        return new ExchangeInfo(root.Time("serverTime"), root.OptionalItems("rateLimits", SpotAccount.RateLimit), symbols, refused);
    }

    /// <summary>Writes the answer. What no venue sends (a refusal, an unknown filter's rule) is not written.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("timezone", "UTC");
        json.WriteNumber("serverTime", ServerNanos / UnixNanos.PerMillisecond);
        json.WriteStartArray("rateLimits");
        foreach (var limit in RateLimits)
            WriteRateLimit(json, limit);
        json.WriteEndArray();
        json.WriteStartArray("exchangeFilters");
        if (Symbols.Count > 0)
            SymbolFilters.WriteExchange(json, Symbols[0].Instrument.Filters.Exchange);
        json.WriteEndArray();
        json.WriteStartArray("symbols");
        foreach (var symbol in Symbols)
            WriteSymbol(json, symbol);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteRateLimit(Utf8JsonWriter json, RateLimit limit)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType", limit.Kind.Text);
        json.WriteString("interval", limit.Interval.Text);
        json.WriteNumber("intervalNum", limit.IntervalNumber);
        json.WriteNumber("limit", limit.Limit);
        if (limit.Count is { } count)
            json.WriteNumber("count", count);
        json.WriteEndObject();
    }

    /// <summary>What a venue would say of an instrument that only we describe: every order type that its filters allow, for spot.</summary>
    public static SpotSymbol Describe(Instrument instrument)
    {
        var allowed = instrument.Filters.Allowed;
        var status = Words<SymbolStatus>.Of(WireNames.Of(instrument.Filters.Status.ToString()));
        return new SpotSymbol(
            instrument,
            status,
            [.. Types.Where(type => allowed.HasFlag(type.Flag)).Select(type => Words<SpotOrderType>.Text(type.Word))],
            new SpotSymbolFlags(
                allowed.HasFlag(AllowedOrders.Iceberg), Oco: true, Oto: true, QuoteQuantity: true, allowed.HasFlag(AllowedOrders.TrailingStop), CancelReplace: true, Amend: true, Spot: true, Margin: false),
            instrument.QuantityScale,
            Money.Scale,
            [["SPOT"]],
            Words<SpotSelfTrade>.Of("EXPIRE_MAKER"),
            SelfTrades);
    }

    private static SpotSymbol Symbol(WireValue root, IReadOnlyList<WireValue> exchangeFilters)
    {
        var types = root.Items("orderTypes", static type => type.Text());
        var flags = new SpotSymbolFlags(
            root.Flag("icebergAllowed"),
            root.OptionalFlag("ocoAllowed") ?? false,
            root.OptionalFlag("otoAllowed") ?? false,
            root.OptionalFlag("quoteOrderQtyMarketAllowed") ?? false,
            root.OptionalFlag("allowTrailingStop") ?? false,
            root.OptionalFlag("cancelReplaceAllowed") ?? false,
            root.OptionalFlag("amendAllowed") ?? root.OptionalFlag("allowAmend") ?? false,
            root.Flag("isSpotTradingAllowed"),
            root.OptionalFlag("isMarginTradingAllowed") ?? false);
        var status = root.Word<SymbolStatus>("status");
        var instrument = SymbolFilters.Read(root, exchangeFilters);
        instrument = instrument with { Filters = instrument.Filters with { Status = status.Value, Allowed = AllowedBy(types, flags) } };
        if (FilterShape.FaultOf(instrument) is { } fault)
            throw root["filters"].Fault($"must make sense: {fault.Field} {fault.Rule}", fault.Value);
        return new SpotSymbol(
            instrument,
            status,
            types,
            flags,
            root.Int("baseAssetPrecision"),
            root.Int("quoteAssetPrecision"),
            root.OptionalItems("permissionSets", static set => set.Items(static permission => permission.Text())),
            root.Word<SpotSelfTrade>("defaultSelfTradePreventionMode"),
            root.OptionalItems("allowedSelfTradePreventionModes", static mode => mode.Word<SpotSelfTrade>()));
    }

    private static AllowedOrders AllowedBy(IReadOnlyList<string> types, SpotSymbolFlags flags)
    {
        if (!flags.Spot)
            return AllowedOrders.None;
        var allowed = (flags.Iceberg ? AllowedOrders.Iceberg : 0) | (flags.Trailing ? AllowedOrders.TrailingStop : 0);
        foreach (var (word, flag) in Types)
            allowed |= types.Contains(Words<SpotOrderType>.Text(word)) ? flag : 0;
        return allowed;
    }

    private static void WriteSymbol(Utf8JsonWriter json, SpotSymbol symbol)
    {
        var (instrument, flags) = (symbol.Instrument, symbol.Flags);
        json.WriteStartObject();
        json.WriteString("symbol", instrument.Symbol);
        json.WriteString("status", symbol.Status.Text);
        json.WriteString("baseAsset", instrument.BaseAsset);
        json.WriteNumber("baseAssetPrecision", symbol.BasePrecision);
        json.WriteString("quoteAsset", instrument.QuoteAsset);
        json.WriteNumber("quotePrecision", symbol.QuotePrecision);
        json.WriteNumber("quoteAssetPrecision", symbol.QuotePrecision);
        json.WriteNumber("baseCommissionPrecision", symbol.BasePrecision);
        json.WriteNumber("quoteCommissionPrecision", symbol.QuotePrecision);
        WriteTexts(json, "orderTypes", symbol.OrderTypes);
        json.WriteBoolean("icebergAllowed", flags.Iceberg);
        json.WriteBoolean("ocoAllowed", flags.Oco);
        json.WriteBoolean("otoAllowed", flags.Oto);
        json.WriteBoolean("opoAllowed", false);
        json.WriteBoolean("quoteOrderQtyMarketAllowed", flags.QuoteQuantity);
        json.WriteBoolean("allowTrailingStop", flags.Trailing);
        json.WriteBoolean("cancelReplaceAllowed", flags.CancelReplace);
        json.WriteBoolean("amendAllowed", flags.Amend);
        json.WriteBoolean("pegInstructionsAllowed", false);
        json.WriteBoolean("isSpotTradingAllowed", flags.Spot);
        json.WriteBoolean("isMarginTradingAllowed", flags.Margin);
        json.WriteStartArray("filters");
        SymbolFilters.Write(json, instrument);
        json.WriteEndArray();
        WriteTexts(json, "permissions", []);
        json.WriteStartArray("permissionSets");
        foreach (var set in symbol.PermissionSets)
        {
            json.WriteStartArray();
            foreach (var permission in set)
                json.WriteStringValue(permission);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteString("defaultSelfTradePreventionMode", symbol.DefaultSelfTrade.Text);
        WriteTexts(json, "allowedSelfTradePreventionModes", symbol.AllowedSelfTrade.Select(mode => mode.Text));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
