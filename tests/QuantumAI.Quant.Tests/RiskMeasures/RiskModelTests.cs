using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class RiskModelTests
{
    [Fact]
    public void covariance_must_match_hand_figures()
    {
        // Means 2 and 1; surprises (−1, 0, 1) and (1, 1, −2).
        ReturnCovariance moments = ReturnCovariance.FromScenarios(new RiskScenarios([1, 2, 2, 2, 3, -1], 3, 2));
        Assert.Equal([2, 1], moments.Mean.ToArray());
        Assert.Equal([1, -1.5], moments.Row(0).ToArray());
        Assert.Equal([-1.5, 3], moments.Row(1).ToArray());
    }

    [Fact]
    public void factor_must_match_hand_figures()
    {
        Assert.Equal([2, 0, 0, 6, 1, 0, -8, 5, 3], new ReturnCovariance([0, 0, 0], [4, 12, -16, 12, 37, -43, -16, -43, 98]).Factor());
    }

    [Fact]
    public void factor_must_allow_singular_and_refuse_indefinite_matrices()
    {
        Assert.Equal([1, 0, 1, 0], new ReturnCovariance([0, 0], [1, 1, 1, 1]).Factor());
        Assert.Equal([0, 0, 0, 1], new ReturnCovariance([0, 0], [0, 0, 0, 1]).Factor());
        Assert.Contains("semi-definite, was not at instrument 1", Assert.Throws<ArgumentException>(() => new ReturnCovariance([0, 0], [1, 2, 2, 1]).Factor()).Message, StringComparison.Ordinal);
        Assert.Contains("semi-definite, was not at instrument 0", Assert.Throws<ArgumentException>(() => new ReturnCovariance([0, 0], [0, 1, 1, 1]).Factor()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void factor_must_give_back_the_matrix_when_there_are_more_instruments_than_days()
    {
        RiskModel model = MadeUpRisk.Model(seed: 2, instruments: 150, days: 100, simulated: 100);
        double[] factor = model.Moments.Factor();
        for (int i = 0; i < 150; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k <= j; k++)
                    sum += factor[(i * 150) + k] * factor[(j * 150) + k];
                Assert.Equal(model.Moments.Row(i)[j], sum, 1e-6 * Math.Sqrt(model.Moments.Row(i)[i] * model.Moments.Row(j)[j]));
            }
        }
    }

    [Fact]
    public void simulation_must_have_the_moments_it_was_given()
    {
        ReturnCovariance moments = new([0.01, -0.02], [0.04, 0.018, 0.018, 0.09]);
        ReturnCovariance found = ReturnCovariance.FromScenarios(MonteCarloRisk.Simulate(moments, 2_000, seed: 4));

        // Six standard errors of 2,000 draws.
        Assert.Equal(0.01, found.Mean[0], 0.027);
        Assert.Equal(-0.02, found.Mean[1], 0.041);
        Assert.Equal(0.04, found.Row(0)[0], 0.0076);
        Assert.Equal(0.018, found.Row(0)[1], 0.0085);
        Assert.Equal(0.09, found.Row(1)[1], 0.0171);
    }

    [Fact]
    public void simulation_must_repeat_by_seed_and_keep_returns_when_an_instrument_is_added()
    {
        ReturnCovariance two = new([0, 0], [0.04, 0.01, 0.01, 0.09]);
        RiskScenarios first = MonteCarloRisk.Simulate(two, 50, seed: 4);
        RiskScenarios longer = MonteCarloRisk.Simulate(new ReturnCovariance([0, 0, 0], [0.04, 0.01, 0, 0.01, 0.09, 0, 0, 0, 1]), 70, seed: 4);
        Assert.Equal(first.OfInstrument(1).ToArray(), longer.OfInstrument(1)[..50].ToArray());
        Assert.NotEqual(first.OfInstrument(1).ToArray(), MonteCarloRisk.Simulate(two, 50, seed: 5).OfInstrument(1).ToArray());
    }

    [Fact]
    public void stress_must_name_the_worst_and_the_first_of_equals()
    {
        StressScenarios stress = new(["crash", "squeeze", "again"], [-0.5, -0.2, 0.4, 0.1, -0.5, -0.2], 2);
        Assert.Equal(new StressLoss(0, 60), stress.Worst([100, 50]));
        Assert.Equal(new StressLoss(1, 45), stress.Worst([-100, -50]));
        Assert.Equal("squeeze", stress.Names[1]);
        Assert.Null(StressScenarios.None(2).Worst([1, 1]));
        Assert.Equal(-10, new StressScenarios(["rise"], [0.1, 0], 2).Worst([100, 0])!.Value.Loss, 1e-12);
    }

    [Fact]
    public void scenarios_must_be_refused_when_shape_or_value_does_not_fit()
    {
        Refused("returns must have 6 elements, had 5", () => new RiskScenarios(new double[5], 3, 2));
        Refused("scenarioCount must be within 1..2000, was 2001", () => new RiskScenarios(new double[2_001], 2_001, 1));
        Refused("instrumentCount must be within 1..256, was 257", () => new RiskScenarios(new double[257], 1, 257));
        Refused("returns[1] must be finite and within ±1000, was NaN", () => new RiskScenarios([0, double.NaN], 2, 1));
        Refused("history.ScenarioCount must be within 100..2000, was 99", () => new RiskModel(new RiskScenarios(new double[99], 99, 1), StressScenarios.None(1), 1));
        Refused("stress.InstrumentCount must be within 1..1, was 2", () => new RiskModel(new RiskScenarios(new double[100], 100, 1), StressScenarios.None(2), 1));
    }

    [Fact]
    public void stress_must_be_refused_when_name_or_shock_does_not_fit()
    {
        Refused("names[1] must not be empty nor given twice, was “a”", () => new StressScenarios(["a", "a"], [0, 0], 1));
        Refused("shocks must have 2 elements, had 1", () => new StressScenarios(["a"], [0], 2));
        Refused("shocks[1] must be finite and within -1..1000, was -1.5", () => new StressScenarios(["a"], [0, -1.5], 2));
        Refused("values must have 1 elements, had 2", () => StressScenarios.None(1).Worst([0, 0]));
    }

    [Fact]
    public void moments_must_be_refused_when_not_a_covariance()
    {
        Refused("covariance[1,0] must equal [0,1] 2, was 1", () => new ReturnCovariance([0, 0], [4, 2, 1, 4]));
        Refused("covariance[1,1] must be finite and within 0..1000000, was -4", () => new ReturnCovariance([0, 0], [4, 2, 2, -4]));
        Refused("covariance must have 4 elements, had 3", () => new ReturnCovariance([0, 0], [4, 2, 1]));
        Refused("mean[0] must be finite and within ±1000, was Infinity", () => new ReturnCovariance([double.PositiveInfinity], [1]));
    }

    private static void Refused(string expected, Func<object?> act) =>
        Assert.StartsWith(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
