using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Two orders of one account that would have traded with each other, and what was taken from them instead.</summary>
/// <param name="PreventionId">1, 2, 3 … over all symbols and accounts.</param>
/// <param name="Symbol">Of both.</param>
/// <param name="Account">The account's number.</param>
/// <param name="TakerOrder">Venue order id of the order that came.</param>
/// <param name="MakerOrder">Venue order id of the order that rested.</param>
/// <param name="Mode">The taker's, which counts.</param>
/// <param name="Price">At which they would have traded.</param>
/// <param name="TakerQuantity">Taken from the taker.</param>
/// <param name="MakerQuantity">Taken from the maker.</param>
/// <param name="TimeNanos">When.</param>
public sealed record VenuePrevention(
    long PreventionId, string Symbol, int Account, long TakerOrder, long MakerOrder, SelfTradePrevention Mode, Price Price,
    Quantity TakerQuantity, Quantity MakerQuantity, long TimeNanos);

/// <summary>Self-trade prevention took a quantity from an order. What it means for the order is told next: it is smaller, or it has ended.</summary>
/// <param name="ClientOrderId">Of the order.</param>
/// <param name="PreventionId">Of the <see cref="VenuePrevention"/>, which names both.</param>
/// <param name="OtherOrder">Venue order id of the order that it would have traded with.</param>
/// <param name="Price">At which.</param>
/// <param name="Quantity">What was taken from it.</param>
public sealed record VenuePrevented(string ClientOrderId, long PreventionId, long OtherOrder, Price Price, Quantity Quantity) : VenueReport;
