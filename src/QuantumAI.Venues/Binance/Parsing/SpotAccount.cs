namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Answers about the account, of REST and, inside <see cref="WsApiAnswer.Result"/>, of the WebSocket API. Each throws <see cref="PayloadException"/>.</summary>
public static class SpotAccount
{
    public static AccountReport Account(WireValue root) => new(
        root.Flag("canTrade"),
        root.Flag("canWithdraw"),
        root.Flag("canDeposit"),
        root.Time("updateTime"),
        root.Text("accountType"),
        root.Items("balances", static row => Balance(row, "asset", "free", "locked")),
        root.OptionalItems("permissions", static item => item.Text()),
        root.Find("commissionRates") is { } rates ? new AccountRates(rates.Size("maker"), rates.Size("taker"), rates.Size("buyer"), rates.Size("seller")) : null,
        root.OptionalLong("uid"));

    public static IReadOnlyList<AccountTrade> Trades(WireValue root) => root.Items(static trade => new AccountTrade(
        trade.Text("symbol"),
        trade.Long("id"),
        trade.Long("orderId"),
        SpotOrders.NoneIfNegative(trade.OptionalLong("orderListId")),
        SpotMarket.Positive(trade["price"]),
        trade.Size("qty"),
        trade.Amount("quoteQty"),
        trade.Amount("commission"),
        trade.Text("commissionAsset"),
        trade.Time("time"),
        trade.Flag("isBuyer"),
        trade.Flag("isMaker")));

    public static IReadOnlyList<PreventedMatch> PreventedMatches(WireValue root) => root.Items(static match => new PreventedMatch(
        match.Text("symbol"),
        match.Long("preventedMatchId"),
        match.Long("takerOrderId"),
        match.OptionalText("makerSymbol"),
        match.Long("makerOrderId"),
        match.Long("tradeGroupId"),
        match.Word<SpotSelfTrade>("selfTradePreventionMode"),
        SpotMarket.Positive(match["price"]),
        match.OptionalSize("takerPreventedQuantity"),
        match.OptionalSize("makerPreventedQuantity"),
        match.Time("transactTime")));

    /// <summary>Of <c>rateLimit/order</c>.</summary>
    public static IReadOnlyList<RateLimit> RateLimits(WireValue root) => root.Items(RateLimit);

    /// <summary>Of <c>/sapi/v1/account/apiRestrictions</c>. Reading and withdrawing must be told: live trading depends on them.</summary>
    public static KeyPermissions KeyPermissions(WireValue root) => new(
        root.Flag("ipRestrict"),
        root.Time("createTime"),
        root.Flag("enableReading"),
        root.Flag("enableWithdrawals"),
        root.OptionalFlag("enableInternalTransfer"),
        root.OptionalFlag("permitsUniversalTransfer"),
        root.OptionalFlag("enableSpotAndMarginTrading"),
        root.OptionalFlag("enableMargin"),
        root.OptionalFlag("enableFutures"),
        root.OptionalFlag("enableVanillaOptions"),
        root.OptionalFlag("enablePortfolioMarginTrading"),
        root.OptionalTime("tradingAuthorityExpirationTime"));

    internal static RateLimit RateLimit(WireValue limit) => new(
        limit.Word<SpotRateLimit>("rateLimitType"), limit.Word<SpotInterval>("interval"), limit.Int("intervalNum"), limit.Long("limit"), limit.OptionalLong("count"));

    internal static AssetBalance Balance(WireValue row, string asset, string free, string locked) => new(row.Text(asset), row.Amount(free), row.Amount(locked));
}
