using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class BookRiskTests
{
    private const int Instruments = 8;
    private static readonly RiskModel Model = MadeUpRisk.Model(seed: 9, Instruments);

    [Fact]
    public void parametric_must_agree_closely_when_the_book_is_not_hedged()
    {
        BookRisk fast = new(Model, MadeUpRisk.Values(1, Instruments));
        NaiveBookRisk naive = new(Model, MadeUpRisk.Values(1, Instruments));
        Random random = new(4);
        for (int i = 0; i < 5_000; i++)
        {
            (int index, double delta) = (random.Next(Instruments), (random.NextDouble() - 0.5) * 10_000);
            fast.Apply(index, delta);
            naive.Apply(index, delta);
        }

        for (int k = 0; k < 2; k++)
            Assert.Equal(1, MadeUpRisk.All(fast.Figures)[k].ValueAtRisk / MadeUpRisk.All(naive.Figures)[k].ValueAtRisk, 1e-11);
    }

    [Fact]
    public void all_must_be_computed_anew_when_changes_add_up_or_a_huge_position_is_closed()
    {
        BookRisk book = new(Model, MadeUpRisk.Values(1, Instruments));
        for (int i = 0; i < 5_000; i++)
            book.Apply(0, i % 2 == 0 ? 10 : -10);
        Assert.Equal(2, book.Recomputations);

        book.Apply(3, 1e14);
        book.Apply(3, -1e14);
        Assert.Equal(3, book.Recomputations);
        RiskFigures naive = new NaiveBookRisk(Model, book.Values).Figures;
        Assert.Equal(MadeUpRisk.All(naive)[2..], MadeUpRisk.All(book.Figures)[2..]);
    }

    [Fact]
    public void figures_must_be_zero_when_the_last_position_is_closed()
    {
        BookRisk book = new(Model, new double[Instruments]);
        book.Apply(2, 1234.567);
        book.Apply(2, -1234.567);
        Assert.All(MadeUpRisk.All(book.Figures), risk => Assert.Equal(new TailRisk(0, 0), risk));
        Assert.Equal(0, book.Figures.WorstStress!.Value.Loss);
    }

    [Fact]
    public void question_and_change_must_not_allocate()
    {
        BookRisk book = new(Model, MadeUpRisk.Values(1, Instruments));
        double sum = 0;
        for (int i = 0; i < 100; i++)
            sum += Ask(book, i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            sum += Ask(book, i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void figures_must_have_the_recorded_bits()
    {
        // Recorded once: vectors of another width, another processor or compiler must find the same.
        BookRisk book = new(Model, MadeUpRisk.Values(1, Instruments));
        book.Apply(3, -20_000);
        ulong hash = 0;
        foreach (TailRisk risk in MadeUpRisk.All(book.WithChange(5, 7_777)))
            hash = (((hash * 31) + BitConverter.DoubleToUInt64Bits(risk.ValueAtRisk)) * 31) + BitConverter.DoubleToUInt64Bits(risk.ConditionalValueAtRisk);
        Assert.Equal(16114384277219433512UL, hash);
    }

    [Theory]
    [InlineData(-1, 1, "instrumentIndex must be within 0..7, was -1")]
    [InlineData(8, 1, "instrumentIndex must be within 0..7, was 8")]
    [InlineData(0, double.NaN, "deltaValue must leave a value within ±1000000000000000, was NaN on ")]
    [InlineData(0, double.NegativeInfinity, "deltaValue must leave a value within ±1000000000000000, was -Infinity on ")]
    [InlineData(0, 1e16, "deltaValue must leave a value within ±1000000000000000, was 10000000000000000 on ")]
    public void change_must_be_refused_and_leave_the_book_when_not_usable(int index, double delta, string expected)
    {
        double[] values = MadeUpRisk.Values(1, Instruments);
        IBookRisk[] books = [new BookRisk(Model, values), new NaiveBookRisk(Model, values)];
        foreach (IBookRisk book in books)
        {
            RiskFigures before = book.Figures;
            Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>(() => book.WithChange(index, delta)).Message, StringComparison.Ordinal);
            Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>(() => book.Apply(index, delta)).Message, StringComparison.Ordinal);
            Assert.Equal(before, book.Figures);
            Assert.Equal(values, book.Values.ToArray());
        }
    }

    [Fact]
    public void book_must_be_refused_when_shape_or_value_does_not_fit()
    {
        Assert.StartsWith("values must have 8 elements, had 7", Assert.ThrowsAny<ArgumentException>(() => new BookRisk(Model, new double[7])).Message, StringComparison.Ordinal);
        double[] values = new double[Instruments];
        values[5] = double.NaN;
        Assert.StartsWith("values[5] must be finite and within ±1000000000000000, was NaN", Assert.ThrowsAny<ArgumentException>(() => new BookRisk(Model, values)).Message, StringComparison.Ordinal);
        Assert.StartsWith("values[5] must be finite", Assert.ThrowsAny<ArgumentException>(() => new NaiveBookRisk(Model, values)).Message, StringComparison.Ordinal);
    }

    private static double Ask(BookRisk book, int i)
    {
        RiskFigures figures = book.WithChange(i % Instruments, 100 + i);
        book.Apply(i % Instruments, i % 2 == 0 ? 10 : -10);
        return figures.MonteCarlo99.ValueAtRisk;
    }
}
