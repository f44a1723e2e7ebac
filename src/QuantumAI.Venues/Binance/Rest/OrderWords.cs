using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>The venue's words and the domain's, side by side. One table for each, used in both directions.</summary>
public static class OrderWords
{
    private static readonly WordPairs<SpotSide, OrderSide> Sides = new((SpotSide.Buy, OrderSide.Buy), (SpotSide.Sell, OrderSide.Sell));

    private static readonly WordPairs<SpotTimeInForce, TimeInForce> Lives =
        new((SpotTimeInForce.Gtc, TimeInForce.GoodTilCanceled), (SpotTimeInForce.Ioc, TimeInForce.ImmediateOrCancel), (SpotTimeInForce.Fok, TimeInForce.FillOrKill));

    private static readonly WordPairs<SpotSelfTrade, SelfTradePrevention> SelfTrades = new(
        (SpotSelfTrade.None, SelfTradePrevention.None), (SpotSelfTrade.ExpireTaker, SelfTradePrevention.ExpireTaker),
        (SpotSelfTrade.ExpireMaker, SelfTradePrevention.ExpireMaker), (SpotSelfTrade.ExpireBoth, SelfTradePrevention.ExpireBoth),
        (SpotSelfTrade.Decrement, SelfTradePrevention.Decrement));

    /// <summary>Types with and without what makes one of the other: a post-only limit order is a type of its own, a trailing stop is not.</summary>
    private static readonly WordPairs<SpotOrderType, OrderType> Types = new(
        (SpotOrderType.Market, OrderType.Market), (SpotOrderType.Limit, OrderType.Limit), (SpotOrderType.LimitMaker, OrderType.Limit),
        (SpotOrderType.StopLoss, OrderType.Stop), (SpotOrderType.StopLossLimit, OrderType.StopLimit),
        (SpotOrderType.TakeProfit, OrderType.TakeProfit), (SpotOrderType.TakeProfitLimit, OrderType.TakeProfitLimit));

    public static OrderSide? Side(SpotSide side) => Sides.Own(side);

    public static SpotSide Side(OrderSide side) => Sides.Venue(side)!.Value;

    public static TimeInForce? Life(SpotTimeInForce life) => Lives.Own(life);

    /// <summary>Null for a date: the venue has none.</summary>
    public static SpotTimeInForce? Life(TimeInForce life) => Lives.Venue(life);

    /// <summary>Null for what the domain has no word for (TRANSFER, unknown).</summary>
    public static SelfTradePrevention? SelfTrade(SpotSelfTrade mode) => SelfTrades.Own(mode);

    public static SpotSelfTrade SelfTrade(SelfTradePrevention mode) => SelfTrades.Venue(mode)!.Value;

    /// <summary>Null for an unknown type.</summary>
    public static OrderType? Type(SpotOrderType type) => Types.Own(type);

    /// <summary>The type under which terms are sent.</summary>
    public static SpotOrderType Type(OrderTerms terms) => terms switch
    {
        { Type: OrderType.TrailingStop } => SpotOrderType.StopLoss,
        { Type: OrderType.Limit, IsPostOnly: true } => SpotOrderType.LimitMaker,
        _ => Types.Venue(terms.Type)!.Value,
    };
}
