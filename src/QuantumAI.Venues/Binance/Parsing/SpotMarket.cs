using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Answers about the market, of REST and, inside <see cref="WsApiAnswer.Result"/>, of the WebSocket API. Each throws <see cref="PayloadException"/>.</summary>
public static class SpotMarket
{
    /// <summary>The empty answer of <c>ping</c> and of a tested order.</summary>
    public static void Empty(WireValue root)
    {
        if (!root.IsObject)
            throw root.Fault("must be an object");
    }

    /// <summary>The venue's clock in nanoseconds.</summary>
    public static long ServerTime(WireValue root) => root.Time("serverTime");

    public static BookSnapshot Book(WireValue root) => new(root.Long("lastUpdateId"), root.Items("bids", Level), root.Items("asks", Level));

    public static IReadOnlyList<PublicTrade> Trades(WireValue root) => root.Items(Trade);

    public static IReadOnlyList<AggregateTrade> AggregateTrades(WireValue root) => root.Items(AggregateTrade);

    /// <summary>Of <c>klines</c> and <c>uiKlines</c>.</summary>
    public static IReadOnlyList<Kline> Klines(WireValue root) => root.Items(Kline);

    public static AveragePrice AveragePrice(WireValue root) => new(root.Long("mins"), Positive(root["price"]), root.Time("closeTime"));

    /// <summary>One symbol or a list, as asked.</summary>
    public static IReadOnlyList<LastPrice> LastPrices(WireValue root) => OneOrMany(root, static item => new LastPrice(item.Text("symbol"), item.Size("price")));

    /// <summary>One symbol or a list, as asked.</summary>
    public static IReadOnlyList<BestPrices> BookTickers(WireValue root) => OneOrMany(root, static item => new BestPrices(
        item.Text("symbol"), item.Size("bidPrice"), item.Size("bidQty"), item.Size("askPrice"), item.Size("askQty")));

    /// <summary>Of <c>ticker</c>, <c>ticker/24hr</c> and <c>ticker/tradingDay</c>, in either form; one symbol or a list, as asked.</summary>
    public static IReadOnlyList<Ticker> Tickers(WireValue root) => OneOrMany(root, Ticker);

    public static ReferencePrice ReferencePrice(WireValue root)
    {
        if (!root.Names("referencePrice"))
            throw root["referencePrice"].Fault("must be there, null when there is none");
        return new ReferencePrice(root.Text("symbol"), root.Find("referencePrice") is { } price ? Positive(price) : null, root.Time("timestamp"));
    }

    public static IReadOnlyList<SymbolRules> ExecutionRules(WireValue root) =>
        root.Items("symbolRules", static symbol => new SymbolRules(symbol.Text("symbol"), symbol.Items("rules", ExecutionRule)));

    internal static MessageLevel Level(WireValue level) => new(Positive(level.Entry(0)), level.Entry(1).Size());

    internal static DecimalNumber Positive(WireValue value)
    {
        var number = value.Decimal();
        return number.Mantissa > 0 ? number : throw value.Fault("must be positive");
    }

    private static ExecutionRule ExecutionRule(WireValue rule)
    {
        var kind = rule.Word<SpotExecutionRule>("ruleType");
        return kind.IsUnknown
            ? new ExecutionRule(kind, null, null, null, null)
            : new ExecutionRule(
                kind, rule.OptionalSize("bidLimitMultUp"), rule.OptionalSize("bidLimitMultDown"), rule.OptionalSize("askLimitMultUp"), rule.OptionalSize("askLimitMultDown"));
    }

    private static PublicTrade Trade(WireValue trade) => new(
        trade.Long("id"),
        Positive(trade["price"]),
        trade.Size("qty"),
        trade.Amount("quoteQty"),
        trade.Time("time"),
        trade.Flag("isBuyerMaker"),
        trade.Flag("isBestMatch"));

    private static AggregateTrade AggregateTrade(WireValue trade) => new(
        trade.Long("a"), Positive(trade["p"]), trade.Size("q"), trade.Long("f"), trade.Long("l"), trade.Time("T"), trade.Flag("m"));

    private static Kline Kline(WireValue row) => new(
        row.Entry(0).Time(),
        row.Entry(1).Size(),
        row.Entry(2).Size(),
        row.Entry(3).Size(),
        row.Entry(4).Size(),
        row.Entry(5).Amount(),
        row.Entry(6).Time(),
        row.Entry(7).Amount(),
        row.Entry(8).Long(),
        row.Entry(9).Amount(),
        row.Entry(10).Amount());

    private static Ticker Ticker(WireValue ticker) => new(
        ticker.Text("symbol"),
        ticker.Size("openPrice"),
        ticker.Size("highPrice"),
        ticker.Size("lowPrice"),
        ticker.Size("lastPrice"),
        ticker.Amount("volume"),
        ticker.Amount("quoteVolume"),
        ticker.Time("openTime"),
        ticker.Time("closeTime"),
        ticker.Long("firstId"),
        ticker.Long("lastId"),
        ticker.Long("count"),
        ticker.Find("priceChange") is null ? null : new TickerDetail(
            ticker.Decimal("priceChange"),
            ticker.Decimal("priceChangePercent"),
            ticker.Size("weightedAvgPrice"),
            ticker.OptionalSize("prevClosePrice"),
            ticker.OptionalSize("lastQty"),
            ticker.OptionalSize("bidPrice"),
            ticker.OptionalSize("bidQty"),
            ticker.OptionalSize("askPrice"),
            ticker.OptionalSize("askQty")));

    private static IReadOnlyList<T> OneOrMany<T>(WireValue root, Func<WireValue, T> read) => root.IsArray ? root.Items(read) : [read(root)];
}
