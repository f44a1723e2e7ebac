using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class StandardNormalTests
{
    /// <summary>From tables of 15 and more digits (M. Abramowitz, I. Stegun 1964, table 26.5).</summary>
    [Theory]
    [InlineData(0.95, 1.6448536269514722)]
    [InlineData(0.99, 2.3263478740408408)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.05, -1.6448536269514722)]
    [InlineData(0.5, 0)]
    [InlineData(0.999, 3.0902323061678132)]
    [InlineData(0.9999, 3.7190164854556804)]
    public void quantile_must_match_tables(double probability, double expected) =>
        Assert.Equal(expected, StandardNormal.Quantile(probability), 1e-12);

    [Fact]
    public void quantile_must_undo_the_distribution()
    {
        for (int bps = 1; bps < 10_000; bps++)
            Assert.Equal(bps / 10_000.0, StandardNormal.Distribution(StandardNormal.Quantile(bps / 10_000.0)), 1e-15);
    }

    [Fact]
    public void distribution_must_match_the_sum_of_the_density()
    {
        // Simpson's rule from 0 to 2 in 2,000 parts: its error is below 1e-14.
        const int parts = 2_000;
        double sum = 0;
        for (int i = 0; i <= parts; i++)
            sum += (i is 0 or parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-0.5 * (2.0 * i / parts) * (2.0 * i / parts)) / Math.Sqrt(2 * Math.PI);

        Assert.Equal(0.5 + (sum * 2 / parts / 3), StandardNormal.Distribution(2), 1e-13);
    }

    [Fact]
    public void portable_functions_must_match_the_platform()
    {
        Random random = new(1);
        for (int i = 0; i < 10_000; i++)
        {
            double x = (random.NextDouble() - 0.5) * 1_200;
            double y = Math.Exp(x);
            Assert.Equal(1, PortableMath.Exp(x) / y, 2e-15);
            Assert.Equal(x, PortableMath.Log(y), 1e-15 * Math.Max(1, Math.Abs(x)));
            double z = 0.5 + random.NextDouble();
            Assert.Equal(Math.Log(z), PortableMath.Log(z), 3e-16);
        }
    }

    [Fact]
    public void portable_functions_must_give_the_recorded_bits()
    {
        // Recorded once: another machine or compiler must find the same.
        ulong hash = 0;
        for (int i = 1; i < 500; i++)
        {
            double x = NormalDraws.At(7, i, 3) + PortableMath.Exp(i / 37.0) + PortableMath.Log(i * 0.37);
            hash = (hash * 31) + BitConverter.DoubleToUInt64Bits(x);
        }

        Assert.Equal(11540441203032020762UL, hash);
    }

    [Fact]
    public void draws_must_have_the_moments_of_a_normal_when_many()
    {
        (int scenarios, int instruments) = (1_000, 100);
        double[] sums = new double[5];
        int below = 0;
        for (int s = 0; s < scenarios; s++)
        {
            for (int i = 0; i < instruments; i++)
            {
                double x = NormalDraws.At(11, s, i);
                for (int power = 1; power <= 4; power++)
                    sums[power] += Math.Pow(x, power) / (scenarios * instruments);
                below += x < -2.3263478740408408 ? 1 : 0;
            }
        }

        // Six standard errors each.
        Assert.Equal(0, sums[1], 0.019);
        Assert.Equal(1, sums[2], 0.027);
        Assert.Equal(0, sums[3], 0.074);
        Assert.Equal(3, sums[4], 0.19);
        Assert.InRange(below, 1_000 - 189, 1_000 + 189);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(1)]
    public void quantile_must_refuse_what_has_none(double probability) =>
        Assert.Contains("probability must be finite and within", Assert.Throws<ArgumentOutOfRangeException>(() => StandardNormal.Quantile(probability)).Message, StringComparison.Ordinal);
}
