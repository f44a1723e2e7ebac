using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>What an execution report of the venue means for an order that was placed here.</summary>
/// <param name="Reports">To whoever placed it, in this order.</param>
/// <param name="AsksWhy">The report cannot be told as it is, or shows that another was missed: the venue is asked for the whole order. Null = all is well.</param>
public sealed record ExecutionReading(IReadOnlyList<VenueReport> Reports, string? AsksWhy)
{
    private static ExecutionReading Tell(params VenueReport[] reports) => new(reports, null);

    private static ExecutionReading Ask(string why) => new([], why);

    /// <summary>The order's own client id: a cancel and an amendment have ids of their own in its place.</summary>
    public static string ClientIdOf(ExecutionReport report) => report.OriginalClientOrderId ?? report.ClientOrderId;

    /// <summary>The table: kind of execution × what is known → reports.</summary>
    /// <param name="report">As received; may be late, twice or out of order.</param>
    /// <param name="known">What was told of the order before.</param>
    /// <param name="instrument">What it trades.</param>
    public static ExecutionReading Of(ExecutionReport report, in KnownOrder known, Instrument instrument)
    {
        var id = ClientIdOf(report);
        if (known.OrderId is { } orderId && orderId != report.OrderId)
            return Ask("another order has the same client id");
        if (report.Execution.IsUnknown || report.Status.IsUnknown)
            return Ask($"the words {report.Execution.Text} and {report.Status.Text} are not both known");
        if (!report.Filled.TryQuantity(instrument, out var filled) || !report.Quantity.TryQuantity(instrument, out var quantity))
            return Ask("its quantities are finer than the instrument's");
        return report.Execution.Value switch
        {
            SpotExecution.New => Tell([new VenueAccepted(id, OrderViews.Id(report.OrderId)), .. Triggered(report, known, id)]),
            SpotExecution.Trade => Traded(report, known, instrument, id, filled),
            SpotExecution.Rejected when known.OrderId is null && !IsDuplicate(report) => Tell(new VenueRejected(id, report.RejectReason)),
            SpotExecution.Rejected => Ask("it was accepted before, or the rejection is another order's"),
            SpotExecution.Replaced => Tell(new VenueAmended(id, quantity)),
            SpotExecution.TradePrevention when report.Status.Value is SpotOrderStatus.New or SpotOrderStatus.PartiallyFilled => Smaller(report, instrument, id, quantity),
            _ when filled > known.Filled => Ask($"{filled} is filled and {known.Filled} was told"),
            SpotExecution.TradePrevention => Tell(new VenueExpired(id, "prevented from trading with the account's own order")),
            SpotExecution.Expired => Tell(new VenueExpired(id, report.ExpiryReason ?? report.Status.Text)),
            SpotExecution.Canceled => Tell(new VenueCanceled(id, "canceled", report.OriginalClientOrderId is null ? null : report.ClientOrderId)),
            _ => Ask($"there is no rule for {report.Execution.Text}"),
        };
    }

    private static ExecutionReading Traded(ExecutionReport report, in KnownOrder known, Instrument instrument, string id, Quantity filled)
    {
        if (OrderSideOf(report) is not { } side || !report.LastPrice.TryPrice(instrument, out var price) || !report.LastQuantity.TryQuantity(instrument, out var quantity))
            return Ask("its numbers do not fit the instrument");
        var trade = new VenueTrade(
            id,
            report.Symbol,
            report.TradeId!.Value,
            side,
            price,
            quantity,
            report.LastQuote,
            report.Commission,
            report.CommissionAsset ?? instrument.QuoteAsset, // without a commission none is named
            report.TransactionNanos,
            OrderViews.Id(report.OrderId),
            report.IsMaker);
        var told = known.HasTold(trade.TradeId) ? known.Filled : known.Filled + quantity;
        return new ExecutionReading([.. Triggered(report, known, id), new VenueFilled(trade)], filled > told ? $"{filled} is filled and {told} was told" : null);
    }

    /// <summary>Of what is left to trade, prevention took a part.</summary>
    private static ExecutionReading Smaller(ExecutionReport report, Instrument instrument, string id, Quantity quantity) =>
        report.Prevention?.Prevented is { } told && told.TryQuantity(instrument, out var prevented) && prevented < quantity
            ? Tell(new VenueAmended(id, quantity - prevented))
            : Ask("it does not say how much was prevented");

    private static VenueReport[] Triggered(ExecutionReport report, in KnownOrder known, string id) =>
        report.IsOnBook || report.Execution.Value == SpotExecution.Trade
            ? report.Type.Value is SpotOrderType.StopLoss or SpotOrderType.StopLossLimit or SpotOrderType.TakeProfit or SpotOrderType.TakeProfitLimit && !known.IsTriggered
                ? [new VenueTriggered(id)] : []
            : [];

    private static bool IsDuplicate(ExecutionReport report) => report.RejectReason.Contains("DUPLICATE", StringComparison.OrdinalIgnoreCase);

    private static OrderSide? OrderSideOf(ExecutionReport report) => Rest.OrderWords.Side(report.Side.Value);
}

/// <summary>What was told of an order before.</summary>
/// <param name="OrderId">The venue's number; null = not known yet.</param>
/// <param name="Filled">Sum of the trades that were told.</param>
/// <param name="IsTriggered">That it is live was told.</param>
/// <param name="Trades">Numbers of the trades that were told.</param>
public readonly record struct KnownOrder(long? OrderId, Quantity Filled, bool IsTriggered, IReadOnlySet<long> Trades)
{
    public bool HasTold(long tradeId) => Trades.Contains(tradeId);
}
