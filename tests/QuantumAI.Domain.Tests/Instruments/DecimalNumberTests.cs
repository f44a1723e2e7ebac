using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Tests.Instruments;

public sealed class DecimalNumberTests
{
    [Theory]
    [InlineData("61837.63000000", 6183763, 2)]
    [InlineData("0.00000001", 1, 8)]
    [InlineData("100", 100, 0)]
    [InlineData("000100.0", 100, 0)]
    [InlineData("-1.50", -15, 1)]
    [InlineData("1.010", 101, 2)]
    [InlineData("999999999999999999", 999999999999999999, 0)]
    [InlineData("0.123456789012", 123456789012, 12)]
    public void number_must_be_exact_when_plain(string text, long mantissa, int scale)
    {
        Assert.Equal(NumberFault.None, DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), 12, rounds: false, out var number));
        Assert.Equal(new DecimalNumber(mantissa, (byte)scale), number);
    }

    [Theory]
    [InlineData("", NumberFault.Empty)]
    [InlineData("-", NumberFault.NotPlain)]
    [InlineData(".", NumberFault.NotPlain)]
    [InlineData("1.", NumberFault.NotPlain)]
    [InlineData("1.2.3", NumberFault.NotPlain)]
    [InlineData("+1", NumberFault.NotPlain)]
    [InlineData("1e5", NumberFault.NotPlain)]
    [InlineData(" 1", NumberFault.NotPlain)]
    [InlineData("1,5", NumberFault.NotPlain)]
    [InlineData("Infinity", NumberFault.NotPlain)]
    [InlineData("0.0000000000001", NumberFault.TooFine)]
    [InlineData("1000000000000000000", NumberFault.TooLong)]
    [InlineData("10000000000.123456789", NumberFault.TooLong)]
    public void number_must_be_refused_when_it_is_not_plain_or_not_exact(string text, object fault) =>
        Assert.Equal(fault, DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), 12, rounds: false, out _));

    [Theory]
    [InlineData("33.35399601000002", "33.35399601", true)]
    [InlineData("0.000000005", "0", true)]
    [InlineData("0.000000015", "0.00000002", true)]
    [InlineData("0.0000000150000001", "0.00000002", true)]
    [InlineData("0.0000000050000001", "0.00000001", true)]
    [InlineData("0.999999999", "1", true)]
    [InlineData("24.426957669999997", "24.42695767", true)]
    [InlineData("1.5000000000000", "1.5", false)]
    public void quantity_must_be_rounded_half_even_when_finer_than_8_decimals(string text, string expected, bool isRounded)
    {
        Assert.Equal(NumberFault.None, DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), 8, rounds: true, out var number));
        Assert.Equal((expected, isRounded), (number.ToString(), number.Rounded));
    }

    [Fact]
    public void Prop_number_must_equal_decimal_when_both_can_read_it()
    {
        var digits = Gen.Choose(0, 999_999_999).Select(value => (long)value);
        var texts = digits.SelectMany(whole => digits.SelectMany(fraction => Gen.Choose(0, 9).Select(places =>
            places == 0
                ? whole.ToString(CultureInfo.InvariantCulture)
                : $"{whole}.{(fraction % (long)Math.Pow(10, places)).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0')}")));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var expected = decimal.Parse(text, CultureInfo.InvariantCulture);
            var exact = DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), 9, rounds: false, out var number);
            var rounding = DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text), 3, rounds: true, out var rounded);
            return exact == NumberFault.None && rounding == NumberFault.None
                && decimal.Parse(number.ToString(), CultureInfo.InvariantCulture) == expected
                && decimal.Parse(rounded.ToString(), CultureInfo.InvariantCulture) == Math.Round(expected, 3, MidpointRounding.ToEven)
                && (number.Scale == 0 || number.Mantissa % 10 != 0)
                && rounded.Rounded == (decimal.Round(expected, 3, MidpointRounding.ToZero) != expected);
        }).QuickCheckThrowOnFailure();
    }
}
