using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Tests.Instruments;

public sealed class FixedPointTests
{
    private static readonly Arbitrary<(Int128 Value, Int128 Divisor)> Divisions = Arb.From(
        from high in Wide()
        from low in Wide()
        from divisor in Gen.OneOf(
            Gen.Choose(1, 12).Select(small => (Int128)small),
            Wide().Select(wide => Int128.Max(1, Int128.Abs(wide))),
            Wide().Select(wide => Int128.MaxValue - Int128.Abs(wide)))
        from narrow in Gen.Elements(true, false)
        select (narrow ? low : (high << 64) ^ low, divisor));

    public static TheoryData<Rounding> Roundings => new(Enum.GetValues<Rounding>().Where(rounding => rounding != Rounding.Unspecified));

    [Theory]
    [MemberData(nameof(Roundings))]
    public void Prop_division_rounds_like_the_big_integer_oracle(Rounding rounding) =>
        Prop.ForAll(Divisions, x =>
        {
            var expected = Oracle((BigInteger)x.Value, (BigInteger)x.Divisor, rounding);
            if (expected is null)
            {
                Assert.Throws<ArithmeticException>(() => FixedPoint.Divide(x.Value, x.Divisor, rounding));
                return;
            }

            Assert.Equal(expected, (BigInteger)FixedPoint.Divide(x.Value, x.Divisor, rounding));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, 10, Rounding.HalfEven, 0)]
    [InlineData(15, 10, Rounding.HalfEven, 2)]
    [InlineData(25, 10, Rounding.HalfEven, 2)]
    [InlineData(-15, 10, Rounding.HalfEven, -2)]
    [InlineData(-25, 10, Rounding.HalfEven, -2)]
    [InlineData(-26, 10, Rounding.HalfEven, -3)]
    [InlineData(-19, 10, Rounding.TowardsZero, -1)]
    [InlineData(-11, 10, Rounding.AwayFromZero, -2)]
    [InlineData(11, 10, Rounding.AwayFromZero, 2)]
    [InlineData(-11, 10, Rounding.Down, -2)]
    [InlineData(19, 10, Rounding.Down, 1)]
    [InlineData(-19, 10, Rounding.Up, -1)]
    [InlineData(11, 10, Rounding.Up, 2)]
    [InlineData(-20, 10, Rounding.Exact, -2)]
    public void division_must_follow_the_named_rounding(int value, int divisor, Rounding rounding, int expected) =>
        Assert.Equal(expected, FixedPoint.Divide(value, divisor, rounding));

    [Fact]
    public void Issue_smallest_number_must_be_written_though_it_has_no_positive_twin() =>
        Assert.Equal("-1701411834604692317316873037158.84105728", new Money(Int128.MinValue).ToString());

    [Fact]
    public void division_must_be_refused_when_the_rounding_is_not_named() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Divide(1, 2, Rounding.Unspecified));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void division_must_be_refused_when_the_divisor_is_not_positive(int divisor) =>
        Assert.Throws<InvariantViolationException>(() => FixedPoint.Divide(1, divisor, Rounding.Down));

    [Fact]
    public void half_must_go_to_even_when_twice_the_remainder_does_not_fit()
    {
        // 3/4 of the largest divisor: twice the remainder is beyond 128 bits.
        var remainder = Int128.MaxValue - (Int128.MaxValue / 4);
        Assert.Equal(1, FixedPoint.Divide(remainder, Int128.MaxValue, Rounding.HalfEven));
    }

    [Fact]
    public void Prop_rescaling_up_and_down_gives_the_same_units() =>
        Prop.ForAll(
            Arb.From(from units in Wide() from low in Gen.Choose(0, 6) from more in Gen.Choose(0, 12) select (units, low, more)),
            x => FixedPoint.Rescale(FixedPoint.Rescale(x.units, x.low, x.low + x.more, Rounding.Exact), x.low + x.more, x.low, Rounding.Exact) == x.units)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void rescaling_must_throw_when_the_result_does_not_fit() =>
        Assert.Throws<OverflowException>(() => FixedPoint.Rescale(Int128.MaxValue / 2, 0, 1, Rounding.Exact));

    [Fact]
    public void Prop_what_is_written_is_read_back() =>
        Prop.ForAll(
            Arb.From(from units in Longs() from scale in Gen.Choose(0, FixedPoint.MaxScale) select (units, scale)),
            x => FixedPoint.TryParse(FixedPoint.Format(x.units, x.scale), x.scale, out var read) && read == x.units)
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("61837.63", 2, 6183763)]
    [InlineData("61837.63000000", 2, 6183763)]
    [InlineData("61837", 2, 6183700)]
    [InlineData("-0.5", 1, -5)]
    [InlineData("0", 0, 0)]
    [InlineData("-0", 3, 0)]
    [InlineData("007", 0, 7)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("92233720368.54775807", 8, long.MaxValue)]
    [InlineData("-9223372036854775807", 0, -long.MaxValue)]
    public void text_must_be_read_when_it_is_a_plain_decimal(string text, int scale, long expected)
    {
        Assert.True(FixedPoint.TryParse(text, scale, out var units));
        Assert.Equal(expected, units);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("--1")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("１")]
    [InlineData("1.001")]
    [InlineData("92233720368547758.08")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999")]
    public void text_must_be_refused_when_it_is_no_number_or_too_fine_or_too_large(string text) =>
        Assert.False(FixedPoint.TryParse(text, 2, out _));

    [Theory]
    [InlineData("1", 0)]
    [InlineData("1.0", 0)]
    [InlineData("1.250", 2)]
    [InlineData("0.00000001", 8)]
    public void decimals_must_be_those_that_the_text_needs(string text, int expected) =>
        Assert.Equal(expected, FixedPoint.DecimalsOf(text));

    [Theory]
    [InlineData(6183763, 2, "61837.63")]
    [InlineData(-5, 2, "-0.05")]
    [InlineData(0, 3, "0.000")]
    [InlineData(-7, 0, "-7")]
    [InlineData(1, 12, "0.000000000001")]
    public void format_must_write_every_decimal_of_the_scale(long units, int scale, string expected) =>
        Assert.Equal(expected, FixedPoint.Format(units, scale));

    [Fact]
    public void power_of_ten_must_be_exact_up_to_eighteen()
    {
        for (var exponent = 0; exponent <= 18; exponent++)
            Assert.Equal(BigInteger.Pow(10, exponent), FixedPoint.PowerOfTen(exponent));
    }

    /// <summary>All magnitudes alike: random bits, shifted by a random count.</summary>
    private static Gen<Int128> Wide() => Longs().Select(value => (Int128)value);

    private static Gen<long> Longs() =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 63)
        let value = (((long)high << 32) ^ (uint)low) >> shift
        select value == long.MinValue ? long.MaxValue : value;

    private static BigInteger? Oracle(BigInteger value, BigInteger divisor, Rounding rounding)
    {
        var floor = BigInteger.Divide(value - Modulo(value, divisor), divisor);
        var over = Modulo(value, divisor);
        if (over.IsZero)
            return floor;
        return rounding switch
        {
            Rounding.Exact => null,
            Rounding.Down => floor,
            Rounding.Up => floor + 1,
            Rounding.TowardsZero => value.Sign < 0 ? floor + 1 : floor,
            Rounding.AwayFromZero => value.Sign < 0 ? floor : floor + 1,
            Rounding.HalfEven => (over * 2).CompareTo(divisor) switch
            {
                < 0 => floor,
                > 0 => floor + 1,
                _ => floor.IsEven ? floor : floor + 1,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
    }

    private static BigInteger Modulo(BigInteger value, BigInteger divisor) => ((value % divisor) + divisor) % divisor;

    [Fact]
    public void Prop_part_equals_the_quotient_of_big_integers() => QuantumAI.TestKit.Seeds.Hold(1, runs: 5_000, run: static (random, _) =>
    {
        var whole = new Int128((ulong)random.NextInt64(), (ulong)random.NextInt64()) >> random.Next(0, 127);
        whole = random.Next(2) == 0 ? -whole : whole;
        var of = random.Next(2) == 0 ? random.NextInt64(1, 20) : random.NextInt64(1, long.MaxValue);
        var part = random.NextInt64(0, of);
        foreach (var rounding in new[] { Rounding.HalfEven, Rounding.Up, Rounding.Down, Rounding.TowardsZero })
        {
            var product = (System.Numerics.BigInteger)whole * part;
            var floor = System.Numerics.BigInteger.DivRem(product, of, out var rest);
            if (rest.Sign < 0)
                (floor, rest) = (floor - 1, rest + of);
            var up = rounding switch
            {
                Rounding.Up => !rest.IsZero,
                Rounding.Down => false,
                Rounding.TowardsZero => !rest.IsZero && product.Sign < 0,
                _ => (rest * 2) > of || (rest * 2 == of && !floor.IsEven),
            };
            Assert.Equal(floor + (up ? 1 : 0), (System.Numerics.BigInteger)FixedPoint.Part(whole, part, of, rounding));
        }
    });
}
