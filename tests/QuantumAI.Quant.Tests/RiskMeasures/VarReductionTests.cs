using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class VarReductionTests
{
    private const int Instruments = 6;
    private static readonly RiskModel Model = MadeUpRisk.Model(seed: 8, Instruments, days: 250, simulated: 400);

    /// <summary>Values of both signs, some 0, and a limit from a trifle to more than the book needs, as a percentage of its value at risk.</summary>
    private static Arbitrary<(int[] Values, int LimitPercent, RiskMethod Method)> Books { get; } =
        Arb.From(
            from values in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(-100_000, 100_000))).ArrayOf(Instruments)
            from limit in Gen.Choose(1, 130)
            from method in Gen.Elements(RiskMethod.Parametric, RiskMethod.Historical, RiskMethod.MonteCarlo)
            select (values, limit, method));

    [Fact]
    public void Prop_cuts_reach_the_target_and_never_add() => Hold((values, limit, method) =>
    {
        VarReductionPlan plan = VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent99);
        double[] after = [.. values];
        bool isRight = plan.Cuts.Select(cut => cut.InstrumentIndex).Distinct().Count() == plan.Cuts.Count;
        foreach (PositionCut cut in plan.Cuts)
        {
            isRight &= cut.ValueToCut > 0 && cut.ValueToCut <= Math.Abs(values[cut.InstrumentIndex]);
            after[cut.InstrumentIndex] -= Math.Sign(values[cut.InstrumentIndex]) * cut.ValueToCut;
        }

        return isRight && Var(after, method) <= 0.9 * limit * (1 + 1e-12) && plan.VarAfter <= 0.9 * limit;
    });

    [Fact]
    public void Prop_no_more_is_cut_than_the_target_needs() => Hold((values, limit, method) =>
    {
        VarReductionPlan plan = VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent99);
        return plan.Cuts.Count == 0 || plan.VarAfter >= 0.9 * limit * (1 - 1e-6);
    });

    [Fact]
    public void Prop_nothing_is_cut_exactly_when_the_target_is_met() => Hold((values, limit, method) =>
    {
        VarReductionPlan plan = VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent99);
        return plan.Cuts.Count == 0 == plan.VarBefore <= 0.9 * limit * (1 - 1e-9);
    });

    [Fact]
    public void Prop_the_first_cut_is_where_the_value_at_risk_falls_most_per_unit() => Hold((values, limit, method) =>
    {
        VarReductionPlan plan = VarReduction.Plan(Model, values, limit, RiskMethod.Parametric, ConfidenceLevel.Percent99);
        if (plan.Cuts.Count == 0)
            return true;

        PositionRisk[] shares = new PositionRisk[Instruments];
        VarContributions.Measure(new BookRisk(Model, values), RiskMethod.Parametric, ConfidenceLevel.Percent99, shares);
        return plan.Cuts[0].InstrumentIndex == shares.MaxBy(share => Math.Sign(share.Value) * share.MarginalVar).InstrumentIndex;
    });

    [Fact]
    public void Prop_the_same_question_has_the_same_answer() => Hold((values, limit, method) =>
        VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent95).Cuts.SequenceEqual(
            VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent95).Cuts));

    [Theory]
    [InlineData(RiskMethod.Parametric)]
    [InlineData(RiskMethod.Historical)]
    [InlineData(RiskMethod.MonteCarlo)]
    public void cut_must_be_no_more_than_needed_when_there_is_one_position(RiskMethod method)
    {
        double[] values = new double[Instruments];
        values[4] = -50_000;
        double limit = Var(values, method) / 2;

        VarReductionPlan plan = VarReduction.Plan(Model, values, limit, method, ConfidenceLevel.Percent99);

        // Value at risk is proportional to the position: 45 % of it may stay.
        PositionCut cut = Assert.Single(plan.Cuts);
        Assert.Equal(4, cut.InstrumentIndex);
        Assert.Equal(27_500, cut.ValueToCut, 0.001);
        Assert.Equal(0.9 * limit, plan.VarAfter, 1e-6 * limit);
    }

    [Fact]
    public void plan_must_suffice_when_a_book_is_large_and_hedged()
    {
        RiskModel model = MadeUpRisk.Model(seed: 12, instruments: 100, days: 120, simulated: 200);
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? 1 : -1) * (10_000.0 + i))];
        double before = new NaiveBookRisk(model, values).Figures.Historical95.ValueAtRisk;
        VarReductionPlan plan = VarReduction.Plan(model, values, before / 10, RiskMethod.Historical, ConfidenceLevel.Percent95);
        Assert.Equal(before, plan.VarBefore);
        Assert.InRange(plan.VarAfter, 0.0899 * before, 0.09 * before);
    }

    [Fact]
    public void plan_must_scale_down_when_cutting_one_side_of_a_hedge_gains_nothing()
    {
        // Two instruments that move together but for a trifle: cutting one alone raises the value at risk after a few units.
        double[] market = [.. Enumerable.Range(0, 400).Select(day => ((day % 3) - 1) * 0.01)];
        double[] returns = [.. market.SelectMany((value, day) => new[] { value, value + (day % 5 * 0.0002) })];
        RiskModel model = new(new RiskScenarios(returns, 400, 2), StressScenarios.None(2), seed: 1);
        double[] values = [1_000_000, -1_000_000];
        double before = new NaiveBookRisk(model, values).Figures.Parametric99.ValueAtRisk;
        VarReductionPlan plan = VarReduction.Plan(model, values, before / 10, RiskMethod.Parametric, ConfidenceLevel.Percent99);
        Assert.Equal([0, 1], plan.Cuts.Select(cut => cut.InstrumentIndex).Order());
        Assert.InRange(plan.VarAfter, 0.0899 * before, 0.09 * before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void limit_must_be_refused_when_not_usable(double limit) =>
        Assert.StartsWith("limit must be finite and within", Assert.ThrowsAny<ArgumentException>(() =>
            VarReduction.Plan(Model, new double[Instruments], limit, RiskMethod.Historical, ConfidenceLevel.Percent95)).Message, StringComparison.Ordinal);

    private static double Var(double[] values, RiskMethod method)
    {
        RiskFigures figures = new NaiveBookRisk(Model, values).Figures;
        return (method switch
        {
            RiskMethod.Parametric => figures.Parametric99,
            RiskMethod.Historical => figures.Historical99,
            _ => figures.MonteCarlo99,
        }).ValueAtRisk;
    }

    private static void Hold(Func<double[], double, RiskMethod, bool> property) =>
        Prop.ForAll(Books, book =>
        {
            double[] values = [.. book.Values.Select(value => (double)value)];
            return property(values, Math.Max(1, Math.Abs(Var(values, book.Method)) * book.LimitPercent / 100), book.Method);
        }).QuickCheckThrowOnFailure();
}
