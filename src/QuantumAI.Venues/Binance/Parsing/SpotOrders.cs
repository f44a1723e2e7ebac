using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Answers about orders, of REST and, inside <see cref="WsApiAnswer.Result"/>, of the WebSocket API. Each throws <see cref="PayloadException"/>.</summary>
public static class SpotOrders
{
    /// <summary>A placed, canceled or queried order in any form (ACK, RESULT, FULL).</summary>
    public static OrderReport Order(WireValue root) => new(Key(root), root.Find("status") is null ? null : Standing(root), root.OptionalItems("fills", Fill));

    /// <summary>Of <c>openOrders</c> and <c>allOrders</c>: every one has its state.</summary>
    public static IReadOnlyList<OrderReport> Orders(WireValue root) => root.Items(static item => new OrderReport(Key(item), Standing(item), []));

    /// <summary>Of a cancel of all: orders and lists, mixed.</summary>
    public static IReadOnlyList<CanceledItem> CanceledAll(WireValue root) =>
        root.Items(static item => item.Names("contingencyType") ? new CanceledItem(null, List(item)) : new CanceledItem(Order(item), null));

    /// <summary>A cancel-replace; where it failed in part or whole, with its code and both halves.</summary>
    public static CancelReplaceReport CancelReplace(WireValue root) =>
        root.Names("code") ? CancelReplace(root["data"], Error(root)) : CancelReplace(root, null);

    /// <summary>The halves of a WebSocket API's cancel-replace that failed (<see cref="WsApiAnswer.ErrorData"/>), or of a success with no error.</summary>
    public static CancelReplaceReport CancelReplace(WireValue halves, VenueError? error) => new(
        error, Half(halves, "cancelResult", "cancelResponse"), Half(halves, "newOrderResult", "newOrderResponse"));

    public static AmendReport Amend(WireValue root) => new(
        root.Time("transactTime"),
        root.Long("executionId"),
        Order(root["amendedOrder"]),
        root.Find("listStatus") is { } list ? List(list) : null);

    /// <summary>A placed, canceled or queried order list.</summary>
    public static OrderListReport List(WireValue root) => new(
        root.Long("orderListId"),
        root.Word<SpotContingency>("contingencyType"),
        root.OptionalWord<SpotListStatus>("listStatusType"),
        root.Word<SpotListOrderStatus>("listOrderStatus"),
        root.Text("listClientOrderId"),
        root.OptionalTime("transactionTime"),
        root.Text("symbol"),
        root.Items("orders", static order => new OrderKey(order.Text("symbol"), order.Long("orderId"), null, order.Text("clientOrderId"), null, null)),
        root.OptionalItems("orderReports", Order));

    /// <summary>Of <c>allOrderList</c> and <c>openOrderList</c>.</summary>
    public static IReadOnlyList<OrderListReport> Lists(WireValue root) => root.Items(List);

    /// <summary>Rates of a tested order; all null when they were not asked for.</summary>
    public static OrderCommission Commission(WireValue root) => new(
        Pair(root, "standardCommissionForOrder"),
        Pair(root, "specialCommissionForOrder"),
        Pair(root, "taxCommissionForOrder"),
        root.Find("discount") is { } discount
            ? new CommissionDiscount(discount.Flag("enabledForAccount"), discount.Flag("enabledForSymbol"), discount.OptionalText("discountAsset"), discount.Size("discount"))
            : null);

    /// <summary>An error object.</summary>
    public static VenueError Error(WireValue root) => new(root.Int("code"), root.Text("msg"));

    internal static long? NoneIfNegative(long? number) => number < 0 ? null : number;

    internal static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>An amount that the venue writes as a negative number where it does not know it (orders before mid-2018).</summary>
    internal static Money? KnownAmount(WireValue value)
    {
        var amount = value.Amount();
        return amount.IsNegative ? null : amount;
    }

    private static OrderKey Key(WireValue order) => new(
        order.Text("symbol"),
        order.Long("orderId"),
        NoneIfNegative(order.OptionalLong("orderListId")),
        order.Text("clientOrderId"),
        NoneIfEmpty(order.OptionalText("origClientOrderId")),
        order.OptionalTime("transactTime") ?? order.OptionalTime("updateTime"));

    /// <remarks>Amendments write <c>qty</c>, <c>cumulativeQuoteQty</c>, <c>preventedQty</c> and <c>quoteOrderQty</c> where all others write the longer or misspelt names.</remarks>
    private static OrderStanding Standing(WireValue order) => new(
        order.Word<SpotSide>("side"),
        order.Word<SpotOrderType>("type"),
        order.Word<SpotTimeInForce>("timeInForce"),
        order.Word<SpotOrderStatus>("status"),
        order.Size("price"),
        (order.Find("qty") ?? order["origQty"]).Size(),
        order.Size("executedQty"),
        KnownAmount(order.Find("cumulativeQuoteQty") ?? order["cummulativeQuoteQty"]),
        NoneIfZero(order.OptionalAmount("origQuoteOrderQty") ?? order.OptionalAmount("quoteOrderQty")),
        order.OptionalSize("stopPrice"),
        order.OptionalSize("icebergQty"),
        order.OptionalLong("trailingDelta"),
        order.OptionalTime("trailingTime"),
        order.OptionalTime("time"),
        order.OptionalTime("updateTime"),
        order.OptionalFlag("isWorking"),
        order.OptionalTime("workingTime"),
        order.Word<SpotSelfTrade>("selfTradePreventionMode"),
        order.OptionalLong("preventedMatchId"),
        order.OptionalSize("preventedQuantity") ?? order.OptionalSize("preventedQty"),
        order.OptionalLong("strategyId"),
        order.OptionalLong("strategyType"),
        order.OptionalText("expiryReason"));

    private static Money? NoneIfZero(Money? amount) => amount == Money.Zero ? null : amount;

    private static OrderFillRow Fill(WireValue fill) => new(
        SpotMarket.Positive(fill["price"]), fill.Size("qty"), fill.Amount("commission"), fill.Text("commissionAsset"), NoneIfNegative(fill.OptionalLong("tradeId")));

    private static CancelReplaceHalf Half(WireValue root, string resultName, string answerName)
    {
        var result = root.Word<SpotHalfResult>(resultName);
        var answer = root.Find(answerName);
        return result.Value switch
        {
            SpotHalfResult.Success => new CancelReplaceHalf(result, Order(root[answerName]), null),
            SpotHalfResult.Failure => new CancelReplaceHalf(result, null, Error(root[answerName])),
            SpotHalfResult.NotAttempted when answer is null => new CancelReplaceHalf(result, null, null),
            SpotHalfResult.NotAttempted => throw root[answerName].Fault("must be null where nothing was attempted"),
            _ => throw root[resultName].Fault("must be SUCCESS, FAILURE or NOT_ATTEMPTED: a half of unknown outcome is no answer"),
        };
    }

    private static CommissionPair? Pair(WireValue root, string name) =>
        root.Find(name) is { } pair ? new CommissionPair(pair.Size("maker"), pair.Size("taker")) : null;
}
