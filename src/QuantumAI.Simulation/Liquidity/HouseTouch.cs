namespace QuantumAI.Simulation.Liquidity;

/// <summary>What a feed shows of a symbol, in units of its price scale; 0 = not known.</summary>
/// <param name="Bid">Best price to sell at, with spread and slippage.</param>
/// <param name="Ask">Best price to buy at, with spread and slippage.</param>
/// <param name="Last">What counts as the last trade's price.</param>
/// <param name="IsThere">Whether a client would meet these prices now. Else they are the last that made sense, of a feed of bars those around the last close.</param>
public readonly record struct HouseTouch(long Bid, long Ask, long Last, bool IsThere);
