using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class WireTextTests
{
    [Theory]
    [InlineData(6_183_763, 2, "61837.63000000")]
    [InlineData(0, 0, "0.00000000")]
    [InlineData(-5, 3, "-0.00500000")]
    [InlineData(1, 12, "0.000000000001")]
    [InlineData(long.MinValue, 0, "-9223372036854775808.00000000")]
    [InlineData(long.MaxValue, 12, "9223372.036854775807")]
    public void Number_must_have_eight_decimals_or_more(long units, int scale, string text) => Assert.Equal(text, WireText.Of(units, scale));

    [Fact]
    public void Prop_text_equals_that_of_exact_arithmetic() => Prop.ForAll(
        Arb.From(from units in Gen.OneOf(ArbMap.Default.GeneratorFor<long>(), Gen.Choose(-100_000, 100_000).Select(small => (long)small)) from scale in Gen.Choose(0, FixedPoint.MaxScale) select (units, scale)),
        number => WireText.Of(number.units, number.scale) == (number.scale >= 8
            ? FixedPoint.Format(number.units, number.scale)
            : FixedPoint.Format((Int128)number.units * FixedPoint.PowerOfTen(8 - number.scale), 8))).QuickCheckThrowOnFailure();
}
