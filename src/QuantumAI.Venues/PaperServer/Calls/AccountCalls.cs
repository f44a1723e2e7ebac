using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Calls about an account.</summary>
internal static class AccountCalls
{
    private const int RateScale = 6;
    private const string NoRate = "0.00000000";

    public static void Account(CallContext context)
    {
        var omitsZero = context.Given.Find("omitZeroBalances") == "true";
        context.RequireAllRead();
        var (json, account) = (context.Json, context.Account);
        var rates = context.State.Settings.Fees.RatesOf("", account.FeeTier);
        json.WriteStartObject();
        json.WriteNumber("makerCommission", rates.MakerPpm / 100);
        json.WriteNumber("takerCommission", rates.TakerPpm / 100);
        json.WriteNumber("buyerCommission", 0);
        json.WriteNumber("sellerCommission", 0);
        json.WriteStartObject("commissionRates");
        json.WriteString("maker", Rate(rates.MakerPpm));
        json.WriteString("taker", Rate(rates.TakerPpm));
        json.WriteString("buyer", NoRate);
        json.WriteString("seller", NoRate);
        json.WriteEndObject();
        json.WriteBoolean("canTrade", true);
        json.WriteBoolean("canWithdraw", false);
        json.WriteBoolean("canDeposit", false);
        json.WriteBoolean("brokered", false);
        json.WriteBoolean("requireSelfTradePrevention", false);
        json.WriteBoolean("preventSor", false);
        json.WriteNumber("updateTime", context.Time(context.State.UpdatedNanosOf(account)));
        json.WriteString("accountType", "SPOT");
        json.WriteStartArray("balances");
        foreach (var asset in context.State.Assets)
        {
            var balance = account.Balances.GetValueOrDefault(asset);
            if (omitsZero && balance.Total == Money.Zero)
                continue;
            json.WriteStartObject();
            json.WriteString("asset", asset);
            json.WriteString("free", WireText.Of(balance.Free));
            json.WriteString("locked", WireText.Of(balance.Locked));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("permissions");
        json.WriteStringValue("SPOT");
        json.WriteEndArray();
        json.WriteNumber("uid", account.Number);
        json.WriteEndObject();
    }

    public static void Commission(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        context.RequireAllRead();
        context.Json.WriteStartObject();
        context.Json.WriteString("symbol", symbol);
        WriteRates(context, symbol, "");
        context.Json.WriteEndObject();
    }

    /// <summary>The rates of the account on a symbol.</summary>
    /// <param name="suffix">Of the names: an order's test has another than an account's rates.</param>
    public static void WriteRates(CallContext context, string symbol, string suffix)
    {
        var (json, rates) = (context.Json, context.State.Settings.Fees.RatesOf(symbol, context.Account.FeeTier));
        foreach (var (name, maker, taker) in new[] { ("standardCommission", rates.MakerPpm, rates.TakerPpm), ("specialCommission", 0, 0), ("taxCommission", 0, 0) })
        {
            json.WriteStartObject(name + suffix);
            json.WriteString("maker", Rate(maker));
            json.WriteString("taker", Rate(taker));
            if (suffix.Length == 0)
            {
                json.WriteString("buyer", NoRate);
                json.WriteString("seller", NoRate);
            }

            json.WriteEndObject();
        }

        json.WriteStartObject("discount");
        json.WriteBoolean("enabledForAccount", false);
        json.WriteBoolean("enabledForSymbol", false);
        json.WriteString("discountAsset", "BNB");
        json.WriteString("discount", NoRate);
        json.WriteEndObject();
    }

    public static void OrderCounts(CallContext context)
    {
        context.RequireAllRead();
        var (limits, counts) = (context.State.Settings.Limits, context.State.OrderCountsOf(context.Account.Number));
        counts.Roll(context.NowNanos);
        context.Json.WriteStartArray();
        ExchangeInfo.WriteRateLimit(context.Json, ExchangeLimits.Of("ORDERS", "SECOND", 10, limits.OrdersPer10Seconds, counts.Per10Seconds));
        ExchangeInfo.WriteRateLimit(context.Json, ExchangeLimits.Of("ORDERS", "DAY", 1, limits.OrdersPerDay, counts.PerDay));
        context.Json.WriteEndArray();
    }

    public static void Trades(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        var limit = context.Limit(500, 1_000);
        var (from, orderId) = (context.Given.FindLong("fromId"), context.Given.FindLong("orderId"));
        var (start, end) = OrderCalls.ReadDay(context);
        context.RequireAllRead();
        if (from is not null && (start != 0 || end != long.MaxValue))
            throw RequestParameters.Refuse(SpotErrorCode.BadParameterCombination);
        var trades = (orderId is { } id ? context.Account.TradesOf(id).Where(trade => trade.Symbol == symbol && trade.TradeId >= (from ?? 0))
            : context.Account.Trades(symbol, from ?? 0, int.MaxValue)).Where(trade => trade.TimeNanos >= start && trade.TimeNanos <= end);
        var json = context.Json;
        json.WriteStartArray();
        foreach (var trade in from is null && start == 0 ? trades.TakeLast(limit) : trades.Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("symbol", trade.Symbol);
            json.WriteNumber("id", trade.TradeId);
            json.WritePropertyName("orderId");
            json.WriteRawValue(trade.VenueOrderId);
            var list = context.Account.FindNumber(long.Parse(trade.VenueOrderId, System.Globalization.CultureInfo.InvariantCulture))?.ListNumber ?? 0;
            json.WriteNumber("orderListId", list > 0 ? list : -1);
            json.WriteString("price", WireText.Of(trade.Price));
            json.WriteString("qty", WireText.Of(trade.Quantity));
            json.WriteString("quoteQty", WireText.Of(trade.QuoteQuantity));
            json.WriteString("commission", WireText.Of(trade.Fee));
            json.WriteString("commissionAsset", trade.FeeAsset);
            json.WriteNumber("time", context.Time(trade.TimeNanos));
            json.WriteBoolean("isBuyer", trade.Side == OrderSide.Buy);
            json.WriteBoolean("isMaker", trade.IsMaker);
            json.WriteBoolean("isBestMatch", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void PreventedMatches(CallContext context)
    {
        var symbol = context.NeedMarket().Instrument.Symbol;
        var (id, orderId) = (context.Given.FindLong("preventedMatchId"), context.Given.FindLong("orderId"));
        var from = context.Given.FindLong("fromPreventedMatchId") ?? 0;
        var limit = context.Limit(500, 1_000);
        context.RequireAllRead();
        if (id is null == orderId is null)
            throw RequestParameters.Refuse(SpotErrorCode.BadParameterCombination);
        var json = context.Json;
        json.WriteStartArray();
        foreach (var match in context.Account.Preventions(symbol, id ?? from, int.MaxValue)
            .Where(match => id is { } only ? match.PreventionId == only : match.TakerOrder == orderId || match.MakerOrder == orderId).Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("symbol", match.Symbol);
            json.WriteNumber("preventedMatchId", match.PreventionId);
            json.WriteNumber("takerOrderId", match.TakerOrder);
            json.WriteString("makerSymbol", match.Symbol);
            json.WriteNumber("makerOrderId", match.MakerOrder);
            json.WriteNumber("tradeGroupId", match.Account);
            json.WriteString("selfTradePreventionMode", Words<SpotSelfTrade>.Text(OrderWords.SelfTrade(match.Mode)));
            json.WriteString("price", WireText.Of(match.Price));
            if (!match.TakerQuantity.IsZero)
                json.WriteString("takerPreventedQuantity", WireText.Of(match.TakerQuantity));
            if (!match.MakerQuantity.IsZero)
                json.WriteString("makerPreventedQuantity", WireText.Of(match.MakerQuantity));
            json.WriteNumber("transactTime", context.Time(match.TimeNanos));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void KeyPermissions(CallContext context)
    {
        context.RequireAllRead();
        var json = context.Json;
        json.WriteStartObject();
        json.WriteBoolean("ipRestrict", true);
        json.WriteNumber("createTime", context.State.StartNanos / UnixNanos.PerMillisecond);
        json.WriteBoolean("enableReading", true);
        json.WriteBoolean("enableWithdrawals", false);
        foreach (var name in new[] { "enableInternalTransfer", "enableMargin", "enableFutures", "permitsUniversalTransfer", "enableVanillaOptions", "enableFixApiTrade", "enablePortfolioMarginTrading" })
            json.WriteBoolean(name, false);
        json.WriteBoolean("enableFixReadOnly", false);
        json.WriteBoolean("enableSpotAndMarginTrading", context.MayTrade);
        json.WriteEndObject();
    }

    private static string Rate(long ppm) => WireText.Of(ppm, RateScale);
}
