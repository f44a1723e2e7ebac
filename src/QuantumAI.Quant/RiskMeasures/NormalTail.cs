namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The two factors of a level in the normal measures, computed once: some hundred steps each.</summary>
/// <param name="Quantile">z = Φ⁻¹(α).</param>
/// <param name="Shortfall">φ(z) / (1 − α).</param>
internal readonly record struct NormalTail(double Quantile, double Shortfall)
{
    internal static NormalTail Of(ConfidenceLevel level)
    {
        double quantile = StandardNormal.Quantile(level.Probability);
        return new NormalTail(quantile, StandardNormal.Density(quantile) / level.TailProbability);
    }

    internal TailRisk At(double mean, double deviation) => new((Quantile * deviation) - mean, (Shortfall * deviation) - mean);
}
