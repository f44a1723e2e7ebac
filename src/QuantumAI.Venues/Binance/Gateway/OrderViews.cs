using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>The venue's orders and trades in trading's own words. Pure; null where a word or a number has no place here, which proves nothing and is never guessed.</summary>
public static class OrderViews
{
    private const long PpmPerBps = 100;

    /// <summary>An order as the venue has it.</summary>
    /// <param name="report">With its state.</param>
    /// <param name="instrument">What it trades.</param>
    /// <param name="clientOrderId">The order's own id.</param>
    public static VenueOrder? Order(OrderReport report, Instrument instrument, string clientOrderId)
    {
        if (report.State is not { } state || StatusOf(state.Status) is not { } status || TermsOf(state, instrument) is not { } terms
            || !state.Filled.TryQuantity(instrument, out var filled))
            return null;
        var prevented = instrument.ZeroQuantity;
        if (state.Prevented is { } told && !told.TryQuantity(instrument, out prevented))
            return null;
        var hasTrigger = terms.Trigger is not null || terms.Type == OrderType.TrailingStop;
        var left = terms.Quantity - filled - prevented;
        var present = status == VenueOrderStatus.Open && !prevented.IsZero ? terms with { Quantity = terms.Quantity - prevented } : terms;
        return left.Units < 0 ? null : new VenueOrder(
            clientOrderId,
            Id(report.Key.OrderId),
            report.Key.Symbol,
            present,
            filled,
            state.QuoteFilled ?? Money.Zero,
            status == VenueOrderStatus.Open ? LockedOf(present, left) : Money.Zero,
            status,
            state.ExpiryReason ?? state.Status.Text,
            state.CreatedNanos ?? report.Key.TimeNanos ?? 0,
            state.UpdatedNanos ?? report.Key.TimeNanos ?? 0,
            IsTriggered: hasTrigger && (state.IsWorking == true || !filled.IsZero),
            ListNumber: report.Key.ListId ?? 0,
            Prevented: prevented.IsZero ? null : prevented,
            Asked: present.Quantity == terms.Quantity ? null : terms.Quantity);
    }

    /// <summary>A trade of an order whose client id is known.</summary>
    public static VenueTrade? Trade(AccountTrade trade, Instrument instrument, string clientOrderId) =>
        trade.Price.TryPrice(instrument, out var price) && trade.Quantity.TryQuantity(instrument, out var quantity) && !quantity.IsZero
            ? new VenueTrade(
                clientOrderId,
                trade.Symbol,
                trade.TradeId,
                trade.IsBuyer ? OrderSide.Buy : OrderSide.Sell,
                price,
                quantity,
                trade.QuoteQuantity,
                trade.Commission,
                trade.CommissionAsset,
                trade.TimeNanos,
                Id(trade.OrderId),
                trade.IsMaker)
            : null;

    /// <summary>The trades of one order that make up what it says is filled, oldest first; null when one cannot be represented or none make it up exactly.</summary>
    /// <remarks>
    /// Orders and trades are answered from different places of the venue, one after the other: trades may lag behind, and of an order that
    /// is being filled there are more by the time they are read. Those are told by themselves.
    /// </remarks>
    public static IReadOnlyList<VenueTrade>? WholeTrades(VenueOrder order, IEnumerable<AccountTrade> trades, Instrument instrument)
    {
        var whole = new List<VenueTrade>();
        var sum = instrument.ZeroQuantity;
        foreach (var told in trades.Where(trade => Id(trade.OrderId) == order.VenueOrderId).OrderBy(trade => trade.TradeId))
        {
            if (sum == order.Filled)
                break;
            if (Trade(told, instrument, order.ClientOrderId) is not { } trade)
                return null;
            whole.Add(trade);
            sum += trade.Quantity;
        }

        return sum == order.Filled ? whole : null;
    }

    /// <summary>The order's own client id: of a cancel's or an amendment's answer the original one.</summary>
    public static string ClientIdOf(OrderKey key) => key.OriginalClientOrderId ?? key.ClientOrderId;

    public static string Id(long orderId) => orderId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null for a word that is not known.</summary>
    public static VenueOrderStatus? StatusOf(Word<SpotOrderStatus> status) => status.Value switch
    {
        SpotOrderStatus.New or SpotOrderStatus.PendingNew or SpotOrderStatus.PartiallyFilled or SpotOrderStatus.PendingCancel => VenueOrderStatus.Open,
        SpotOrderStatus.Filled => VenueOrderStatus.Filled,
        SpotOrderStatus.Canceled => VenueOrderStatus.Canceled,
        SpotOrderStatus.Rejected => VenueOrderStatus.Rejected,
        SpotOrderStatus.Expired or SpotOrderStatus.ExpiredInMatch => VenueOrderStatus.Expired,
        _ => null,
    };

    private static OrderTerms? TermsOf(OrderStanding state, Instrument instrument)
    {
        if (OrderWords.Side(state.Side.Value) is not { } side || OrderWords.Type(state.Type.Value) is not { } type || OrderWords.Life(state.TimeInForce.Value) is not { } life)
            return null;
        // A market order that named an amount has no quantity of its own: it has what it got.
        var asked = state.Quantity.Mantissa == 0 ? state.Filled : state.Quantity;
        if (!asked.TryQuantity(instrument, out var quantity) || !TryPrice(state.Price, instrument, out var limit) || !TryPrice(state.Stop ?? default, instrument, out var trigger))
            return null;
        var isTrailing = state.TrailingBps is > 0;
        if (isTrailing && type != OrderType.Stop)
            return null; // the domain's trailing stop is a market order
        Quantity? display = null;
        if (state.Iceberg is { Mantissa: > 0 } iceberg)
        {
            if (!iceberg.TryQuantity(instrument, out var shown))
                return null;
            display = shown;
        }

        var isMarket = type is OrderType.Market or OrderType.Stop or OrderType.TakeProfit;
        return new OrderTerms(
            side,
            isTrailing ? OrderType.TrailingStop : type,
            quantity,
            isMarket ? null : limit,
            trigger,
            isTrailing ? state.TrailingBps!.Value * PpmPerBps : 0,
            isMarket ? TimeInForce.GoodTilCanceled : life,
            IsPostOnly: state.Type.Value == SpotOrderType.LimitMaker,
            Display: display,
            SelfTrade: OrderWords.SelfTrade(state.SelfTrade.Value) ?? SelfTradePrevention.ExpireMaker);
    }

    private static bool TryPrice(DecimalNumber number, Instrument instrument, out Price? price)
    {
        price = null;
        if (number.Mantissa == 0)
            return true;
        var fits = number.TryPrice(instrument, out var exact);
        price = exact;
        return fits;
    }

    private static Money LockedOf(OrderTerms terms, Quantity left) => terms switch
    {
        _ when left.IsZero => Money.Zero,
        { Side: OrderSide.Sell } => Money.Of(left),
        { Limit: { } limit } => Money.Notional(limit, left),
        { Trigger: { } trigger } => Money.Notional(trigger, left),
        _ => Money.Zero,
    };
}
