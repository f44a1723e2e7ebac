using QuantumAI.Benchmarks.Harness;
using QuantumAI.Benchmarks.Journal;
using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>What the risk of a book of 50 positions would be after an order, against computing it from scratch.</summary>
/// <remarks>
/// Questions go round several books: asked of one and the same, the processor learns the order of its losses and needs a third of the time.
/// </remarks>
internal static class RiskRows
{
    private const int Positions = 50;
    private const int Days = 500;
    private const int Stresses = 10;
    private const int NaiveShare = 10;
    private const int Books = 64;
    private const double Nearness = 1e-6;
    private const string Note =
        "parametric, historical (500 days) and Monte-Carlo (1,000 scenarios) VaR and CVaR at 95 and 99 %, the worst of 10 stress losses; "
        + "questions go round 64 books, every fourth is followed by the change; the baseline answers each from scratch with loops and sorts";

    public static Row[] Create(RunSize size)
    {
        RiskModel model = Model();
        ThrowUnlessEqual(model);
        int questions = size.Of(20_000);
        return [LatencyRow("p50", 0.5, model, questions), LatencyRow("p99", 0.99, model, questions)];
    }

    private static Row LatencyRow(string name, double quantile, RiskModel model, int questions) => new(
        $"orders.risk-var-50-{name}", "µs", Better.Lower,
        new Workload("incremental", () => Ask(book => new BookRisk(model, Values(book)), questions, quantile)),
        new Workload("naive", () => Ask(book => new NaiveBookRisk(model, Values(book)), questions / NaiveShare, quantile)), Target.Fixed(200, 50), Note);

    private static Sample Ask(Func<int, IBookRisk> make, int questions, double quantile)
    {
        IBookRisk[] books = [.. Enumerable.Range(0, Books).Select(make)];
        double sum = 0;
        Sample sample = Latencies.Measure(questions, quantile, i =>
        {
            (int index, double delta) = Change(i);
            IBookRisk book = books[i % Books];
            sum += book.WithChange(index, delta).Historical99.ValueAtRisk;
            if (i / Books % 4 == 0)
                book.Apply(index, delta);
        });
        return double.IsFinite(sum) ? sample : throw new InvalidOperationException($"a value at risk was {sum}");
    }

    /// <summary>Each position in turn, bought and sold alternately.</summary>
    private static (int Index, double Delta) Change(int i) => (i * 7 % Positions, (i / Positions % 2 == 0 ? 1 : -1) * (1_000 + (i % 13 * 100)));

    private static double[] Values(int book)
    {
        Random random = new(book);
        double[] values = new double[Positions];
        for (int i = 0; i < Positions; i++)
            values[i] = (random.NextDouble() - 0.3) * 100_000;

        return values;
    }

    private static RiskModel Model()
    {
        Random random = new(50);
        double[] returns = new double[Days * Positions];
        for (int s = 0; s < Days; s++)
        {
            double market = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            for (int i = 0; i < Positions; i++)
                returns[(s * Positions) + i] = (0.02 * market) + (0.03 * (random.NextDouble() - 0.5));
        }

        double[] shocks = new double[Stresses * Positions];
        for (int k = 0; k < shocks.Length; k++)
            shocks[k] = 0.5 * (random.NextDouble() - 0.6);

        string[] names = [.. Enumerable.Range(1, Stresses).Select(k => $"stress {k}")];
        return new RiskModel(new RiskScenarios(returns, Days, Positions), new StressScenarios(names, shocks, Positions), seed: 50);
    }

    /// <summary>A baseline with other answers measures something else.</summary>
    private static void ThrowUnlessEqual(RiskModel model)
    {
        (BookRisk fast, NaiveBookRisk naive) = (new BookRisk(model, Values(0)), new NaiveBookRisk(model, Values(0)));
        for (int i = 0; i < 100; i++)
        {
            (int index, double delta) = Change(i);
            (RiskFigures ours, RiskFigures theirs) = (fast.WithChange(index, delta), naive.WithChange(index, delta));
            if (!(Near(ours.Parametric99, theirs.Parametric99) && Near(ours.Historical99, theirs.Historical99) && Near(ours.MonteCarlo99, theirs.MonteCarlo99)))
                throw new InvalidOperationException($"incremental and naive risk differ: {ours} against {theirs}");

            fast.Apply(index, delta);
            naive.Apply(index, delta);
        }
    }

    private static bool Near(TailRisk left, TailRisk right) =>
        Math.Abs(left.ValueAtRisk - right.ValueAtRisk) <= Nearness * Math.Abs(right.ValueAtRisk)
        && Math.Abs(left.ConditionalValueAtRisk - right.ConditionalValueAtRisk) <= Nearness * Math.Abs(right.ConditionalValueAtRisk);
}
