using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>An order that the naive engine holds.</summary>
internal sealed class NaiveOrder(EngineOrder terms)
{
    public EngineOrder Terms { get; } = terms;

    public long Id => Terms.OrderId;

    public long Remaining { get; set; } = terms.Quantity;

    public long Filled { get; set; }

    /// <summary>What the book shows of it; of a hidden rest the next slice is not part.</summary>
    public long Shown { get; set; }

    /// <summary>Best price since a trailing stop trails, 0 before.</summary>
    public long TrailingBest { get; set; } = terms.TrailingBest;

    /// <summary>False for what waits for another order of its list.</summary>
    public bool HasEntered { get; set; }

    public NaiveOrderList? List { get; set; }

    public bool IsOwn(NaiveOrder other) => Terms.Account == other.Terms.Account && Terms.SelfTrade != SelfTradePrevention.None;

    public long NextSlice => Terms.Display == 0 ? Remaining : Math.Min(Terms.Display, Remaining);

    public long FirstSlice => Terms.Shown == 0 ? NextSlice : Math.Min(Terms.Shown, Remaining);

    public bool Crosses(long price) => (Terms.Limit == 0 && !OrderShape.HasLimit(Terms.Type)) || (Terms.Side == OrderSide.Buy ? price <= Terms.Limit : price >= Terms.Limit);
}

/// <summary>Orders that depend on each other; those that have ended stay in it.</summary>
internal sealed class NaiveOrderList(ContingencyKind kind, NaiveOrder[] orders)
{
    public ContingencyKind Kind { get; } = kind;

    public IReadOnlyList<NaiveOrder> Orders { get; } = orders;

    /// <summary>One of two rivals has traded, was triggered or has ended: the other goes, and its going means nothing to the first.</summary>
    public bool IsDecided { get; set; }

    /// <summary>The order that ends when this one trades, is triggered or ends; null when there is none.</summary>
    public NaiveOrder? RivalOf(NaiveOrder order) => (Kind, Array.IndexOf(orders, order)) switch
    {
        _ when IsDecided => null,
        (ContingencyKind.OneCancelsOther, var place) => orders[1 - place],
        (ContingencyKind.OneTriggersOneCancelsOther, var place and > 0) => orders[3 - place],
        _ => null,
    };

    /// <summary>The orders that are submitted when this one is filled whole.</summary>
    public IEnumerable<NaiveOrder> ChildrenOf(NaiveOrder order) => Kind != ContingencyKind.OneCancelsOther && orders[0] == order ? orders[1..] : [];
}

/// <summary>One symbol of the naive engine: plain lists, each in its priority.</summary>
internal sealed class NaiveBook
{
    public SymbolState State { get; set; } = SymbolState.Trading;

    public long Last { get; set; }

    public long Trades { get; set; }

    public List<NaiveOrder> Bids { get; } = [];

    public List<NaiveOrder> Asks { get; } = [];

    /// <summary>Accepted, not yet submitted: orders of a list that wait for its first.</summary>
    public List<NaiveOrder> Children { get; } = [];

    /// <summary>Orders that wait for a price, the oldest first.</summary>
    public List<NaiveOrder> Waiting { get; } = [];

    /// <summary>Orders that become live when the present matching is over. Empty between commands.</summary>
    public List<NaiveOrder> Due { get; } = [];

    public List<NaiveOrder> Of(OrderSide side) => side == OrderSide.Buy ? Bids : Asks;

    public List<NaiveOrder> Against(OrderSide side) => side == OrderSide.Buy ? Asks : Bids;

    /// <summary>Behind everything that is as good or better.</summary>
    public void Rest(NaiveOrder order)
    {
        var side = Of(order.Terms.Side);
        var worse = side.FindIndex(other => order.Terms.Side == OrderSide.Buy ? other.Terms.Limit < order.Terms.Limit : other.Terms.Limit > order.Terms.Limit);
        side.Insert(worse < 0 ? side.Count : worse, order);
    }

    public void Remove(NaiveOrder order)
    {
        foreach (var place in (ReadOnlySpan<List<NaiveOrder>>)[Of(order.Terms.Side), Children, Waiting, Due])
            place.Remove(order);
    }
}
