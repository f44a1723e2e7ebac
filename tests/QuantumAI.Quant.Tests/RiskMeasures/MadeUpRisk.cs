using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

/// <summary>Made-up returns with a common factor, and random changes, both from a seed.</summary>
internal static class MadeUpRisk
{
    internal static RiskModel Model(int seed, int instruments, int days = 500, int simulated = 1_000, int stresses = 5)
    {
        Random random = new(seed);
        double[] returns = new double[days * instruments];
        for (int s = 0; s < days; s++)
        {
            double market = Wide(random) * 0.01;
            for (int i = 0; i < instruments; i++)
                returns[(s * instruments) + i] = (market * (0.5 + (i % 4 * 0.3))) + (Wide(random) * 0.008) + 0.0003;
        }

        double[] shocks = [.. Enumerable.Range(0, stresses * instruments).Select(_ => (random.NextDouble() - 0.6) * 0.5)];
        return new RiskModel(
            new RiskScenarios(returns, days, instruments),
            new StressScenarios([.. Enumerable.Range(0, stresses).Select(k => $"stress {k}")], shocks, instruments),
            (ulong)seed, simulated);
    }

    internal static double[] Values(int seed, int instruments)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, instruments).Select(_ => (random.NextDouble() - 0.3) * 100_000)];
    }

    /// <summary>Σ |v[i]| s[i]: the unit of the tolerances, the risk of a book in which nothing offsets anything.</summary>
    internal static double GrossDeviation(RiskModel model, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += Math.Abs(values[i]) * Math.Sqrt(model.Moments.Row(i)[i]);

        return sum;
    }

    /// <summary>All six measures, method by method, 95 % first.</summary>
    internal static TailRisk[] All(RiskFigures figures) =>
    [
        figures.Parametric95, figures.Parametric99, figures.Historical95, figures.Historical99, figures.MonteCarlo95, figures.MonteCarlo99,
    ];

    private static double Wide(Random random)
    {
        double sum = -3;
        for (int k = 0; k < 6; k++)
            sum += random.NextDouble();

        return random.NextDouble() < 0.03 ? 4 * sum : 1.4 * sum;
    }
}
