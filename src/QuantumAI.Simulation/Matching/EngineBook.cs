using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>One symbol of the fast engine.</summary>
internal sealed class EngineBook(LevelPool levels)
{
    /// <summary>Trade prices strictly between these two move no trail and reach no trailing stop.</summary>
    public long QuietAbove = long.MinValue;

    public long QuietBelow = long.MaxValue;

    /// <summary>Trailing stops, the longest waiting first.</summary>
    public OrderChain Trailing = new();

    /// <summary>Orders that become live when the matching in progress is over. Empty between commands.</summary>
    public OrderChain Due = new();

    public SymbolState State { get; set; } = SymbolState.Trading;

    public long Last { get; set; }

    public long Trades { get; set; }

    public PriceLadder Bids { get; } = new(lowestFirst: false, levels);

    public PriceLadder Asks { get; } = new(lowestFirst: true, levels);

    /// <summary>Triggers above the last price, the lowest first.</summary>
    public PriceLadder Rises { get; } = new(lowestFirst: true, levels);

    /// <summary>Triggers below the last price, the highest first.</summary>
    public PriceLadder Falls { get; } = new(lowestFirst: false, levels);

    public bool IsCrossed => Bids.Best >= 0 && Asks.Best >= 0 && Bids.BestPrice >= Asks.BestPrice;

    public PriceLadder Of(OrderSide side) => side == OrderSide.Buy ? Bids : Asks;

    public PriceLadder Against(OrderSide side) => side == OrderSide.Buy ? Asks : Bids;

    /// <summary>The ladder on which an order at a place stands.</summary>
    public PriceLadder At(OrderPlace place, OrderSide side) => place switch
    {
        OrderPlace.WaitingForRise => Rises,
        OrderPlace.WaitingForFall => Falls,
        _ => Of(side),
    };
}
