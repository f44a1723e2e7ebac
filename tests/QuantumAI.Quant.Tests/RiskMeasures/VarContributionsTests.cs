using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class VarContributionsTests
{
    private const int Instruments = 7;
    private static readonly RiskModel Model = MadeUpRisk.Model(seed: 5, Instruments);

    [Theory]
    [InlineData(RiskMethod.Parametric)]
    [InlineData(RiskMethod.Historical)]
    [InlineData(RiskMethod.MonteCarlo)]
    public void components_must_add_up_to_the_value_at_risk(RiskMethod method)
    {
        PositionRisk[] shares = new PositionRisk[Instruments];
        for (int seed = 0; seed < 50; seed++)
        {
            double[] values = MadeUpRisk.Values(seed, Instruments);
            double valueAtRisk = VarContributions.Measure(new BookRisk(Model, values), method, ConfidenceLevel.Percent99, shares);
            RiskFigures naive = new NaiveBookRisk(Model, values).Figures;
            Assert.Equal(Of(naive, method).ValueAtRisk, valueAtRisk, 1e-9);
            Assert.Equal(valueAtRisk, shares.Sum(share => share.ComponentVar), 1e-9);
            Assert.All(shares, (share, i) => Assert.Equal((i, values[i]), (share.InstrumentIndex, share.Value)));
        }
    }

    [Theory]
    [InlineData(RiskMethod.Parametric, 10.0, 1e-6)]
    [InlineData(RiskMethod.Historical, 1e-4, 1e-7)]
    [InlineData(RiskMethod.MonteCarlo, 1e-4, 1e-7)]
    public void marginal_must_be_the_slope_of_the_naive_value_at_risk(RiskMethod method, double step, double tolerance)
    {
        double[] values = MadeUpRisk.Values(3, Instruments);
        NaiveBookRisk naive = new(Model, values);
        PositionRisk[] shares = new PositionRisk[Instruments];
        VarContributions.Measure(new BookRisk(Model, values), method, ConfidenceLevel.Percent99, shares);
        for (int i = 0; i < Instruments; i++)
        {
            double slope = (Of(naive.WithChange(i, step), method).ValueAtRisk - Of(naive.WithChange(i, -step), method).ValueAtRisk) / (2 * step);
            Assert.Equal(slope, shares[i].MarginalVar, tolerance);
        }
    }

    [Fact]
    public void marginal_must_be_the_lost_mean_when_the_book_is_empty()
    {
        PositionRisk[] shares = new PositionRisk[Instruments];
        Assert.Equal(0, VarContributions.Measure(new BookRisk(Model, new double[Instruments]), RiskMethod.Parametric, ConfidenceLevel.Percent95, shares));
        Assert.All(shares, (share, i) => Assert.Equal(-Model.Moments.Mean[i], share.MarginalVar));
    }

    [Fact]
    public void question_must_be_refused_when_method_level_or_length_does_not_fit()
    {
        BookRisk book = new(Model, new double[Instruments]);
        Refused("method must be Parametric, Historical or MonteCarlo, was Unspecified", RiskMethod.Unspecified, ConfidenceLevel.Percent95, Instruments);
        Refused("level of 9990 bps must have at least 1000 scenarios, had 500", RiskMethod.Historical, new ConfidenceLevel(9_990), Instruments);
        Refused("output must have 7 elements, had 6", RiskMethod.Historical, ConfidenceLevel.Percent95, Instruments - 1);
        Assert.Equal(0, VarContributions.Measure(book, RiskMethod.MonteCarlo, new ConfidenceLevel(9_990), new PositionRisk[Instruments]));

        void Refused(string expected, RiskMethod method, ConfidenceLevel level, int length) => Assert.StartsWith(
            expected, Assert.ThrowsAny<ArgumentException>(() => VarContributions.Measure(book, method, level, new PositionRisk[length])).Message, StringComparison.Ordinal);
    }

    private static TailRisk Of(RiskFigures figures, RiskMethod method) => method switch
    {
        RiskMethod.Parametric => figures.Parametric99,
        RiskMethod.Historical => figures.Historical99,
        _ => figures.MonteCarlo99,
    };
}
