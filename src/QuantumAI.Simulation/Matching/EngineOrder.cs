using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>An order as the engine takes it: flat, prices and quantities in units of the symbol's scales.</summary>
/// <remarks>Its form has been checked (<see cref="OrderShape"/>); money, filters and fees are the exchange's business, not the engine's.</remarks>
/// <param name="OrderId">Unique over all symbols, above 0.</param>
/// <param name="Symbol">Index of the symbol.</param>
/// <param name="Account">Whose; orders of one account do not trade with each other unless <paramref name="SelfTrade"/> allows it.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Order type.</param>
/// <param name="Quantity">Above 0; what rests at one price must sum up to less than 2^63.</param>
/// <param name="Limit">Worst price of a trade: the limit of the limit types; of the others a protection that ends what is left of them, 0 = none.</param>
/// <param name="Trigger">Last-trade price; of a trailing stop the activation price, 0 = at once; else 0.</param>
/// <param name="TrailingPpm">Of a trailing stop, else 0.</param>
/// <param name="TimeInForce">How long it lives.</param>
/// <param name="ExpiresNanos">Of a good-till-date order, else 0.</param>
/// <param name="IsPostOnly">Rejected rather than matched at once.</param>
/// <param name="Display">What an iceberg shows at a time; 0 = all. A new slice goes to the end of its level's queue.</param>
/// <param name="SelfTrade">The taker's mode counts.</param>
/// <param name="TrailingBest">Of a trailing stop that is put back after it has begun to trail: its best price since then; else 0.</param>
/// <param name="Shown">Of an iceberg that is put back: what was left of the slice that it showed; 0 = a whole one.</param>
public readonly record struct EngineOrder(
    long OrderId,
    int Symbol,
    int Account,
    OrderSide Side,
    OrderType Type,
    long Quantity,
    long Limit = 0,
    long Trigger = 0,
    long TrailingPpm = 0,
    TimeInForce TimeInForce = TimeInForce.GoodTilCanceled,
    long ExpiresNanos = 0,
    bool IsPostOnly = false,
    long Display = 0,
    SelfTradePrevention SelfTrade = SelfTradePrevention.ExpireMaker,
    long TrailingBest = 0,
    long Shown = 0);

/// <summary>Whether a symbol trades.</summary>
public enum SymbolState : byte
{
    Unspecified = 0,
    Trading = 1,

    /// <summary>New orders are rejected; cancels are taken; nothing matches.</summary>
    Halted = 2,

    /// <summary>New orders are rejected; cancels are taken; what rests stays and does not match.</summary>
    CancelOnly = 3,
}
