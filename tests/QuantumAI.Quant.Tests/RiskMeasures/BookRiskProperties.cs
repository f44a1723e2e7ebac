using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

/// <summary>The incremental book against its naive twin over random streams of changes.</summary>
public sealed class BookRiskProperties
{
    private const int Instruments = 6;
    private static readonly RiskModel Model = MadeUpRisk.Model(seed: 1, Instruments);

    /// <summary>A change: the position, and a code that is a closing (0), a dust, a small or a huge value.</summary>
    private static Arbitrary<(int Index, int Code)[]> Streams { get; } =
        Arb.From(
            from length in Gen.Choose(0, 60)
            from codes in Gen.Zip(Gen.Choose(0, Instruments - 1), Gen.Choose(0, 4_000)).ArrayOf(length)
            select codes.Select(code => (code.Item1, code.Item2)).ToArray(),
            failing => failing.Length == 0 ? [] : [failing[..(failing.Length / 2)], failing[..^1], failing[1..]]);

    [Fact]
    public void Prop_incremental_equals_naive_after_every_change() => Hold(stream =>
    {
        (BookRisk fast, NaiveBookRisk naive) = (new(Model, new double[Instruments]), new(Model, new double[Instruments]));
        bool isEqual = true;
        foreach ((int index, int code) in stream)
        {
            double delta = Delta(code, fast.Values[index]);
            double gross = MadeUpRisk.GrossDeviation(Model, fast.Values) + MadeUpRisk.GrossDeviation(Model, [Math.Abs(delta), 0, 0, 0, 0, 0]);
            isEqual &= Near(fast.WithChange(index, delta), naive.WithChange(index, delta), gross);
            fast.Apply(index, delta);
            naive.Apply(index, delta);
            isEqual &= fast.Values.SequenceEqual(naive.Values) && Near(fast.Figures, naive.Figures, MadeUpRisk.GrossDeviation(Model, fast.Values));
        }

        return isEqual;
    });

    [Fact]
    public void Prop_a_question_changes_nothing_and_tells_what_applying_gives() => Hold(stream =>
    {
        BookRisk book = new(Model, MadeUpRisk.Values(2, Instruments));
        bool isEqual = true;
        foreach ((int index, int code) in stream)
        {
            double delta = Delta(code, book.Values[index]);
            RiskFigures before = book.Figures;
            RiskFigures answer = book.WithChange(index, delta);
            isEqual &= book.Figures == before && book.WithChange(index, delta) == answer;
            int computations = book.Recomputations;
            book.Apply(index, delta);
            isEqual &= book.Recomputations > computations
                || (MadeUpRisk.All(book.Figures).AsSpan(2).SequenceEqual(MadeUpRisk.All(answer).AsSpan(2)) && book.Figures.WorstStress == answer.WorstStress);
        }

        return isEqual;
    });

    [Fact]
    public void Prop_scaling_a_book_by_a_power_of_two_scales_all_figures_exactly() => Hold(stream =>
    {
        double[] values = [.. MadeUpRisk.Values(stream.Length, Instruments)];
        BookRisk book = new(Model, values);
        BookRisk half = new(Model, [.. values.Select(value => value / 2)]);
        return MadeUpRisk.All(book.Figures).Zip(MadeUpRisk.All(half.Figures)).All(pair =>
            pair.First == new TailRisk(2 * pair.Second.ValueAtRisk, 2 * pair.Second.ConditionalValueAtRisk));
    });

    [Theory]
    [InlineData(100, 100)]
    [InlineData(255, 257)]
    [InlineData(500, 1_000)]
    [InlineData(2_000, 2_000)]
    public void new_book_must_equal_the_naive_one_to_the_bit_at_any_shape(int days, int simulated)
    {
        RiskModel model = MadeUpRisk.Model(seed: 3, instruments: 17, days, simulated);
        for (int seed = 0; seed < 20; seed++)
        {
            double[] values = MadeUpRisk.Values(seed, 17);
            (RiskFigures fast, RiskFigures naive) = (new BookRisk(model, values).Figures, new NaiveBookRisk(model, values).Figures);
            Assert.Equal(MadeUpRisk.All(naive)[2..], MadeUpRisk.All(fast)[2..]);
            Assert.Equal(naive.WorstStress, fast.WorstStress);
        }
    }

    private static void Hold(Func<(int Index, int Code)[], bool> property) =>
        Prop.ForAll(Streams, property).QuickCheckThrowOnFailure();

    private static double Delta(int code, double value) => (code % 8) switch
    {
        0 => -value,
        1 => (code - 2_000) * 0.001,
        2 => (code - 2_000) * 1e6,
        _ => (code - 2_000) * 17.3,
    };

    /// <summary>The tolerances that <see cref="BookRisk"/> states; the largest return is below 20 deviations here.</summary>
    private static bool Near(RiskFigures actual, RiskFigures expected, double gross)
    {
        TailRisk[] left = MadeUpRisk.All(actual);
        TailRisk[] right = MadeUpRisk.All(expected);
        bool isNear = actual.WorstStress is { } stress && expected.WorstStress is { } naive
            && Math.Abs(stress.Loss - naive.Loss) <= 100 * 1e-12 * gross;
        for (int k = 0; k < left.Length; k++)
        {
            double tolerance = (k < 2 ? 3e-6 : 20 * 1e-12) * gross;
            isNear &= Math.Abs(left[k].ValueAtRisk - right[k].ValueAtRisk) <= tolerance
                && Math.Abs(left[k].ConditionalValueAtRisk - right[k].ConditionalValueAtRisk) <= tolerance;
        }

        return isNear;
    }
}
