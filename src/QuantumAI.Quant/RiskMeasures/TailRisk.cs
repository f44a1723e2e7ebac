namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Value at risk and conditional value at risk of one method at one level, over one day.</summary>
/// <param name="ValueAtRisk">The loss that is not exceeded with the level's probability; a loss is positive, so a sure profit is negative.</param>
/// <param name="ConditionalValueAtRisk">The mean loss in the tail beyond the level, never below the value at risk but for rounding.</param>
/// <remarks>In the unit of what was measured: a fraction for returns, the base currency for profits of a book.</remarks>
public readonly record struct TailRisk(double ValueAtRisk, double ConditionalValueAtRisk);
