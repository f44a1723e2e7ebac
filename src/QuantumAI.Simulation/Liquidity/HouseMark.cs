namespace QuantumAI.Simulation.Liquidity;

/// <summary>What is remembered of a symbol's prices, in units of its price scale; 0 = not known.</summary>
/// <param name="Last">What counts as the last trade's price.</param>
/// <param name="Bid">Best bid that the feed showed last, followed while the feed shows no trades.</param>
/// <param name="Ask">The same of the ask.</param>
/// <param name="HasTrades">Whether the feed shows trades: then quotes are no last prices.</param>
/// <param name="Traded">Price of the last trade in the engine.</param>
public readonly record struct HouseMark(long Last, long Bid, long Ask, bool HasTrades, long Traded = 0);
