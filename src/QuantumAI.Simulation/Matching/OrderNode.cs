using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>Where a held order stands in the engine.</summary>
internal enum OrderPlace : byte
{
    /// <summary>The slot is unused.</summary>
    None = 0,

    /// <summary>It is being matched.</summary>
    Taking,
    Resting,

    /// <summary>Waits for the price to rise to its trigger.</summary>
    WaitingForRise,

    /// <summary>Waits for the price to fall to its trigger.</summary>
    WaitingForFall,
    Trailing,

    /// <summary>Becomes live when the matching in progress is over: its price was reached.</summary>
    DueByPrice,

    /// <summary>The same: the first of its list was filled.</summary>
    DueByParent,

    /// <summary>Waits for the first of its list.</summary>
    Child,
}

/// <summary>What makes an order more than a plain one: for these its <see cref="OrderDetail"/> is written.</summary>
[Flags]
internal enum OrderTraits : byte
{
    None = 0,
    Iceberg = 1,
    Dated = 2,
    Listed = 4,
    Conditional = 8,
}

/// <summary>What matching touches of an order: one cache line. −1 is no index.</summary>
internal struct OrderNode
{
    public long Id;
    public long Price;
    public long Remaining;
    public long Shown;
    public long Filled;
    public int Next;
    public int Previous;

    /// <summary>Index of its level, of the book or of those that wait.</summary>
    public int Level;
    public int Account;
    public int Symbol;
    public OrderSide Side;
    public OrderPlace Place;
    public OrderTraits Traits;
}

/// <summary>The rest of an order; undefined for a plain limit order.</summary>
internal struct OrderDetail
{
    public long Display;

    /// <summary>What it shows of its first slice; 0 = all of it.</summary>
    public long FirstShown;
    public long ExpiresNanos;
    public long Trigger;
    public long TrailingPpm;

    /// <summary>Best price since it trails, 0 before.</summary>
    public long TrailingBest;

    /// <summary>Grows with each entry into a queue.</summary>
    public long Sequence;
    public int HeapPlace;
    public int List;
    public byte ListPlace;
    public LiveTerms Live;
}

/// <summary>What counts when an order becomes live.</summary>
internal readonly record struct LiveTerms(OrderType Type, TimeInForce TimeInForce, bool IsPostOnly, SelfTradePrevention SelfTrade)
{
    public static LiveTerms Of(in EngineOrder order) => new(order.Type, order.TimeInForce, order.IsPostOnly, order.SelfTrade);
}

/// <summary>First and last of a queue of orders that are linked in their nodes.</summary>
internal struct OrderChain()
{
    public int Head = -1;
    public int Tail = -1;

    public readonly bool IsEmpty => Head < 0;

    public void Append(OrderNode[] nodes, int index)
    {
        ref var node = ref nodes[index];
        node.Next = -1;
        node.Previous = Tail;
        if (Tail >= 0)
            nodes[Tail].Next = index;
        else
            Head = index;
        Tail = index;
    }

    public void Remove(OrderNode[] nodes, int index)
    {
        var (previous, next) = (nodes[index].Previous, nodes[index].Next);
        if (previous >= 0)
            nodes[previous].Next = next;
        else
            Head = next;
        if (next >= 0)
            nodes[next].Previous = previous;
        else
            Tail = previous;
    }
}
