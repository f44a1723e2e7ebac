using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

public enum EngineEventKind : byte
{
    Unspecified = 0,

    /// <summary>The order is live, or waits for its trigger.</summary>
    Accepted = 1,

    /// <summary>The order never became live; <see cref="EngineEvent.Reason"/> says why. With <see cref="EngineReason.UnknownOrder"/> or
    /// <see cref="EngineReason.BadQuantity"/> it is a cancel or a reduction that was refused, and the order is as it was.</summary>
    Rejected = 2,

    /// <summary>A waiting order became live: its price was reached, or the first of its list was filled.</summary>
    Triggered = 3,

    /// <summary>Two orders traded: <see cref="EngineEvent.OrderId"/> is the taker, <see cref="EngineEvent.MakerOrderId"/> the maker.</summary>
    Traded = 4,

    /// <summary>Ended at its owner's wish, by its time in force or by its list.</summary>
    Canceled = 5,

    /// <summary>Ended by its date, or because the book had nothing left for a market order.</summary>
    Expired = 6,

    /// <summary>Self-trade prevention took <see cref="EngineEvent.Quantity"/> from the order.</summary>
    Prevented = 7,

    /// <summary>The order's quantity was made smaller; its place in the queue is kept.</summary>
    Reduced = 8,

    /// <summary>Two orders of one account would have traded: <see cref="EngineEvent.OrderId"/> is the taker, <see cref="EngineEvent.MakerOrderId"/>
    /// the maker, price and quantity what the trade would have been. What is taken from either follows as <see cref="Prevented"/>.</summary>
    Averted = 9,
}

/// <summary>Why an order was rejected or ended.</summary>
public enum EngineReason : byte
{
    None = 0,
    SymbolNotTrading = 1,
    DuplicateOrderId = 2,

    /// <summary>A post-only order would have matched at once.</summary>
    WouldMatch = 3,

    /// <summary>A fill-or-kill order that the book cannot fill whole.</summary>
    NotFillable = 4,

    /// <summary>A trigger that the last price has already reached.</summary>
    WouldTrigger = 5,

    /// <summary>What is left of an immediate-or-cancel or market order when nothing more can be matched.</summary>
    NoLiquidity = 6,
    Requested = 7,
    DatePassed = 8,
    SelfTrade = 9,

    /// <summary>The other order of its list traded, was triggered or ended.</summary>
    OtherOfList = 10,
    UnknownOrder = 11,

    /// <summary>A reduction to nothing, to more than there is, or to less than is filled.</summary>
    BadQuantity = 12,
}

/// <summary>One thing that happened in the engine. Flat; in order of happening.</summary>
/// <param name="Kind">What.</param>
/// <param name="Symbol">Index of the symbol.</param>
/// <param name="OrderId">The order; of a trade, made or averted, the taker.</param>
/// <param name="Account">Its account.</param>
/// <param name="Side">Its side.</param>
/// <param name="MakerOrderId">The resting order of a trade, made or averted, else 0.</param>
/// <param name="MakerAccount">Its account, else 0.</param>
/// <param name="TradeId">1, 2, 3 … per symbol; 0 when it is no trade.</param>
/// <param name="Price">Of a trade, made or averted: the maker's price. Of an order that would trigger: the last price. Else 0.</param>
/// <param name="Quantity">Traded, averted, prevented, taken off by a reduction, or what was left when the order ended; else what the order has.</param>
/// <param name="Remaining">What the order (of a trade: the taker) has left after this.</param>
/// <param name="MakerRemaining">What the maker has left after a trade.</param>
/// <param name="Reason">Why.</param>
/// <param name="Nanos">World time that the command came with.</param>
public readonly record struct EngineEvent(
    EngineEventKind Kind,
    int Symbol,
    long OrderId,
    int Account,
    OrderSide Side,
    long MakerOrderId,
    int MakerAccount,
    long TradeId,
    long Price,
    long Quantity,
    long Remaining,
    long MakerRemaining,
    EngineReason Reason,
    long Nanos);
