using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>The venue's words and the domain's, side by side. One table for each, used in both directions.</summary>
public static class OrderWords
{
    private static readonly (SpotSide Venue, OrderSide Own)[] Sides = [(SpotSide.Buy, OrderSide.Buy), (SpotSide.Sell, OrderSide.Sell)];

    private static readonly (SpotTimeInForce Venue, TimeInForce Own)[] Lives =
        [(SpotTimeInForce.Gtc, TimeInForce.GoodTilCanceled), (SpotTimeInForce.Ioc, TimeInForce.ImmediateOrCancel), (SpotTimeInForce.Fok, TimeInForce.FillOrKill)];

    private static readonly (SpotSelfTrade Venue, SelfTradePrevention Own)[] SelfTrades =
    [
        (SpotSelfTrade.None, SelfTradePrevention.None), (SpotSelfTrade.ExpireTaker, SelfTradePrevention.ExpireTaker),
        (SpotSelfTrade.ExpireMaker, SelfTradePrevention.ExpireMaker), (SpotSelfTrade.ExpireBoth, SelfTradePrevention.ExpireBoth),
        (SpotSelfTrade.Decrement, SelfTradePrevention.Decrement),
    ];

    /// <summary>Types with and without what makes one of the other: a post-only limit order is a type of its own, a trailing stop is not.</summary>
    private static readonly (SpotOrderType Venue, OrderType Own)[] Types =
    [
        (SpotOrderType.Market, OrderType.Market), (SpotOrderType.Limit, OrderType.Limit), (SpotOrderType.LimitMaker, OrderType.Limit),
        (SpotOrderType.StopLoss, OrderType.Stop), (SpotOrderType.StopLossLimit, OrderType.StopLimit),
        (SpotOrderType.TakeProfit, OrderType.TakeProfit), (SpotOrderType.TakeProfitLimit, OrderType.TakeProfitLimit),
    ];

    public static OrderSide? Side(SpotSide side) => Own(Sides, side);

    public static SpotSide Side(OrderSide side) => Venue(Sides, side)!.Value;

    public static TimeInForce? Life(SpotTimeInForce life) => Own(Lives, life);

    /// <summary>Null for a date: the venue has none.</summary>
    public static SpotTimeInForce? Life(TimeInForce life) => Venue(Lives, life);

    /// <summary>Null for what the domain has no word for (TRANSFER, unknown).</summary>
    public static SelfTradePrevention? SelfTrade(SpotSelfTrade mode) => Own(SelfTrades, mode);

    public static SpotSelfTrade SelfTrade(SelfTradePrevention mode) => Venue(SelfTrades, mode)!.Value;

    /// <summary>Null for an unknown type.</summary>
    public static OrderType? Type(SpotOrderType type) => Own(Types, type);

    /// <summary>The type under which terms are sent.</summary>
    public static SpotOrderType Type(OrderTerms terms) => terms switch
    {
        { Type: OrderType.TrailingStop } => SpotOrderType.StopLoss,
        { Type: OrderType.Limit, IsPostOnly: true } => SpotOrderType.LimitMaker,
        _ => Venue(Types, terms.Type)!.Value,
    };

    private static TOwn? Own<TVenue, TOwn>((TVenue Venue, TOwn Own)[] table, TVenue venue)
        where TVenue : struct, Enum
        where TOwn : struct, Enum
    {
        foreach (var row in table)
        {
            if (EqualityComparer<TVenue>.Default.Equals(row.Venue, venue))
                return row.Own;
        }

        return null;
    }

    private static TVenue? Venue<TVenue, TOwn>((TVenue Venue, TOwn Own)[] table, TOwn own)
        where TVenue : struct, Enum
        where TOwn : struct, Enum
    {
        foreach (var row in table)
        {
            if (EqualityComparer<TOwn>.Default.Equals(row.Own, own))
                return row.Venue;
        }

        return null;
    }
}
