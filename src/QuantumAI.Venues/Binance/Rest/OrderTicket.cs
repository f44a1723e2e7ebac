using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>An order as a request carries it.</summary>
/// <param name="Terms">What is ordered. Its quantity is zero when <paramref name="QuoteQuantity"/> is given: the market decides it.</param>
/// <param name="ClientOrderId">Null: the venue makes one.</param>
/// <param name="QuoteQuantity">Of a market order: what to spend, or to bring.</param>
public sealed record OrderLeg(
    OrderTerms Terms, string? ClientOrderId = null, Money? QuoteQuantity = null, long? StrategyId = null, long? StrategyType = null);

/// <summary>A new order.</summary>
/// <param name="Answer">How much the answer tells; null: the venue's default of the type.</param>
public sealed record OrderTicket(string Symbol, OrderLeg Leg, SpotAnswerForm? Answer = null);

/// <summary>A new order list.</summary>
/// <param name="Legs">One cancels the other: the upper, then the lower. One triggers: the working order first, then the pending one, or upper and lower.</param>
public sealed record OrderListTicket(
    string Symbol, ContingencyKind Kind, IReadOnlyList<OrderLeg> Legs, string? ListClientOrderId = null, SpotAnswerForm? Answer = null);
