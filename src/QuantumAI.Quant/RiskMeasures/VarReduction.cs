namespace QuantumAI.Quant.RiskMeasures;

/// <summary>What to take off one position.</summary>
/// <param name="InstrumentIndex">Which position.</param>
/// <param name="ValueToCut">Above 0 and at most the size of the position, in the base currency: sold of a long one, bought back of a short one.</param>
public readonly record struct PositionCut(int InstrumentIndex, double ValueToCut);

/// <summary>Which positions to cut so that a value at risk falls.</summary>
/// <param name="Cuts">In the order of cutting, one per position; empty when nothing has to be cut.</param>
/// <param name="VarBefore">Value at risk of the book as it is.</param>
/// <param name="VarAfter">Value at risk after the cuts.</param>
public sealed record VarReductionPlan(IReadOnlyList<PositionCut> Cuts, double VarBefore, double VarAfter);

/// <summary>Finds cuts after which the value at risk is at most 90 % of a limit.</summary>
/// <remarks>
/// <para>Again and again the position whose cutting lowers the value at risk most per unit of value is cut: by as little as reaches the
/// target, else to where the value at risk is lowest, at most to nothing. A position whose cutting does not help (the empirical measures are
/// not convex) is passed over until another was cut. When none helps, or after two steps per position, whatever is left is scaled down as a
/// whole: value at risk is proportional to the size of the book, so that always suffices. Hedged books often end so.</para>
/// <para>Hazards: steepest first is greedy, not the cheapest plan; costs and lot sizes are the caller's.</para>
/// <para>Pure and deterministic; at most about 250 · instruments questions of O(scenarios) each.</para>
/// </remarks>
public static class VarReduction
{
    /// <summary>What the value at risk must come down to, as a fraction of the limit.</summary>
    public const double TargetOfLimit = 0.9;

    // Room for the rounding between cutting step by step and all at once.
    private const double Room = 1 - 1e-9;
    private const double LeastGain = 1e-6;
    private const int Halvings = 40;
    private const double Golden = 0.6180339887498949;

    /// <summary>Plans the cuts.</summary>
    /// <param name="model">What to measure with.</param>
    /// <param name="values">Value of each position in the base currency, negative when short; within ±1e15.</param>
    /// <param name="limit">The limit in the base currency, 1e-6..1e18.</param>
    /// <param name="method">How the value at risk is found.</param>
    /// <param name="level">The confidence level.</param>
    /// <exception cref="ArgumentException">A wrong length, a value out of range, no method, or too few scenarios for the level.</exception>
    public static VarReductionPlan Plan(
        RiskModel model, ReadOnlySpan<double> values, double limit, RiskMethod method, ConfidenceLevel level)
    {
        RiskBorder.Within(limit, 1e-6, 1e18, nameof(limit));
        RiskBorder.Method(model, method, level);
        Search search = new(new BookRisk(model, values), method, level, TargetOfLimit * limit * Room);
        double before = search.Var();
        search.CutOneByOne();
        search.ScaleDown();
        return Planned(model, values, search, before, TargetOfLimit * limit);
    }

    /// <summary>Cuts as differences from the book as it was; when their rounding leaves too much, what remains shrinks until it does not.</summary>
    private static VarReductionPlan Planned(RiskModel model, ReadOnlySpan<double> values, Search search, double before, double most)
    {
        double[] left = search.Book.Values.ToArray();
        for (double shrink = Room; ; shrink = (2 * shrink) - 1)
        {
            List<PositionCut> cuts = [];
            double[] after = values.ToArray();
            foreach (int i in search.Order)
            {
                double cut = Math.Abs(values[i]) - Math.Abs(left[i]);
                if (!(cut > 0))
                    continue;

                cuts.Add(new PositionCut(i, cut));
                after[i] -= Math.CopySign(cut, values[i]);
            }

            double valueAtRisk = new BookRisk(model, after).ValueAtRiskAfter(search.Method, search.Level, 0, 0);
            if (valueAtRisk <= most)
                return new VarReductionPlan(cuts, before, valueAtRisk);

            search.NoteAll();
            for (int i = 0; i < left.Length; i++)
                left[i] *= Math.Max(0, shrink);
        }
    }

    private sealed class Search(BookRisk book, RiskMethod method, ConfidenceLevel level, double target)
    {
        private readonly PositionRisk[] _shares = new PositionRisk[book.Values.Length];
        private readonly bool[] _isPassedOver = new bool[book.Values.Length];

        public BookRisk Book => book;

        public RiskMethod Method => method;

        public ConfidenceLevel Level => level;

        /// <summary>Positions in the order of their first cut.</summary>
        public List<int> Order { get; } = [];

        public double Var() => After(0, 0);

        public void CutOneByOne()
        {
            for (int step = 0; step < 2 * _shares.Length && Var() > target; step++)
            {
                if (Steepest() is not { } index)
                    return;

                double cut = Cut(index);
                _isPassedOver[index] = true;
                if (cut > 0)
                {
                    double delta = cut == Math.Abs(book.Values[index]) ? -book.Values[index] : -Math.CopySign(cut, book.Values[index]);
                    Array.Clear(_isPassedOver);
                    Note(index);
                    book.Apply(index, delta);
                }
            }
        }

        public void ScaleDown()
        {
            double valueAtRisk = Var();
            if (valueAtRisk <= target)
                return;

            NoteAll();
            for (int i = 0; i < _shares.Length; i++)
                book.Apply(i, (target / valueAtRisk * book.Values[i]) - book.Values[i]);
        }

        public void NoteAll()
        {
            for (int i = 0; i < _shares.Length; i++)
                Note(i);
        }

        private void Note(int index)
        {
            if (!Order.Contains(index))
                Order.Add(index);
        }

        /// <summary>The position whose cutting lowers the value at risk most per unit of value, the first of equals.</summary>
        private int? Steepest()
        {
            VarContributions.Measure(book, method, level, _shares);
            int? steepest = null;
            double most = 0;
            foreach (PositionRisk share in _shares)
            {
                double fall = Math.Sign(share.Value) * share.MarginalVar;
                if (fall > most && !_isPassedOver[share.InstrumentIndex])
                    (steepest, most) = (share.InstrumentIndex, fall);
            }

            return steepest;
        }

        private double Cut(int index)
        {
            double size = Math.Abs(book.Values[index]);
            double best = Lowest(index, size);
            double lowest = AfterCut(index, best);
            if (lowest > target)
                return lowest < Var() * (1 - LeastGain) ? best : 0;

            double tooLittle = 0;
            for (int i = 0; i < Halvings; i++)
            {
                double middle = 0.5 * (tooLittle + best);
                if (AfterCut(index, middle) <= target)
                    best = middle;
                else
                    tooLittle = middle;
            }

            return best;
        }

        /// <summary>Where the value at risk is lowest: the whole position when that suffices or is as good, else by golden section.</summary>
        private double Lowest(int index, double size)
        {
            double whole = AfterCut(index, size);
            if (whole <= target)
                return size;

            (double left, double right) = (0, size);
            for (int i = 0; i < Halvings; i++)
            {
                double width = Golden * (right - left);
                if (AfterCut(index, right - width) <= AfterCut(index, left + width))
                    right = left + width;
                else
                    left = right - width;
            }

            double middle = 0.5 * (left + right);
            return AfterCut(index, middle) < whole ? middle : size;
        }

        private double AfterCut(int index, double cut) => After(index, -Math.CopySign(cut, book.Values[index]));

        private double After(int index, double delta) => book.ValueAtRiskAfter(method, level, index, delta);
    }
}
