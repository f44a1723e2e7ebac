using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Instruments;

public sealed class ValueTests
{
    [Theory]
    [InlineData("61837.63", 6183763, 2)]
    [InlineData("61837.630", 61837630, 3)]
    [InlineData("-3", -3, 0)]
    [InlineData("0.000000000001", 1, 12)]
    public void price_and_quantity_must_take_their_scale_from_the_text(string text, long units, byte scale)
    {
        Assert.Equal(new Price(units, scale), Price.Parse(text));
        Assert.Equal(new Quantity(units, scale), Quantity.Parse(text));
        Assert.Equal(text, Price.Parse(text).ToString());
        Assert.Equal(text, Quantity.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.")]
    [InlineData("abc")]
    [InlineData("1.0000000000001")]
    [InlineData("99999999999999999999")]
    public void price_and_quantity_must_name_the_field_and_the_text_when_it_is_bad(string text)
    {
        Assert.Contains($"price must be a decimal number of at most 12 decimals, was “{text}”", Assert.Throws<FormatException>(() => Price.Parse(text)).Message, StringComparison.Ordinal);
        Assert.Contains($"quantity must be a decimal number of at most 12 decimals, was “{text}”", Assert.Throws<FormatException>(() => Quantity.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void comparison_must_be_refused_when_scales_differ()
    {
        Assert.Throws<InvariantViolationException>(() => new Price(1, 2) < new Price(1, 3));
        Assert.Throws<InvariantViolationException>(() => new Quantity(1, 2) >= new Quantity(1, 3));
        Assert.Throws<InvariantViolationException>(() => new Quantity(1, 2) + new Quantity(1, 3));
    }

    [Fact]
    public void comparison_must_follow_the_units()
    {
        var (small, large) = (new Price(1, 2), new Price(2, 2));
        Assert.True(small < large && large > small && small <= large && large >= small);
        Assert.False(large < small || small > large || large <= small || small >= large);
        Assert.True(new Quantity(1, 2) < new Quantity(2, 2) && new Quantity(2, 2) >= new Quantity(2, 2));
    }

    [Fact]
    public void quantity_must_throw_when_a_sum_does_not_fit()
    {
        Assert.Throws<OverflowException>(() => new Quantity(long.MaxValue, 8) + new Quantity(1, 8));
        Assert.Throws<OverflowException>(() => new Quantity(long.MinValue, 8) - new Quantity(1, 8));
        Assert.Throws<OverflowException>(() => -new Quantity(long.MinValue, 8));
    }

    [Fact]
    public void money_must_throw_when_a_result_does_not_fit()
    {
        Money most = new(Int128.MaxValue), least = new(Int128.MinValue), unit = new(1);
        Assert.Throws<OverflowException>(() => most + unit);
        Assert.Throws<OverflowException>(() => least - unit);
        Assert.Throws<OverflowException>(() => -least);
        Assert.Throws<OverflowException>(() => most.Share(2, Rounding.Down));
    }

    [Fact]
    public void Prop_money_is_read_back_as_written() =>
        Prop.ForAll(
            Arb.From(from high in Gen.Choose(int.MinValue, int.MaxValue) from low in Gen.Choose(0, int.MaxValue) from shift in Gen.Choose(0, 80) select (((Int128)high << 60) ^ low) >> shift),
            units => Money.Parse(new Money(units).ToString()) == new Money(units)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("100000", 10_000_000_000_000)]
    [InlineData("-0.00000001", -1)]
    [InlineData("1.1000000000000", 110_000_000)]
    [InlineData("-12.5", -1_250_000_000)]
    public void money_must_be_read_when_the_text_is_a_decimal(string text, long units) => Assert.Equal(Samples.Units(units), Money.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.2.3")]
    [InlineData("1.-5")]
    [InlineData("1.123456789")]
    [InlineData("1e5")]
    [InlineData("12345678901234567890123456789")]
    public void money_must_be_refused_when_the_text_is_bad(string text) => Assert.Throws<FormatException>(() => Money.Parse(text));

    [Fact]
    public void Prop_notional_is_the_product_to_the_nearest_unit() =>
        Prop.ForAll(
            Arb.From(
                from price in Gen.Choose(0, int.MaxValue)
                from priceScale in Gen.Choose(0, 12)
                from quantity in Gen.Choose(0, int.MaxValue)
                from quantityScale in Gen.Choose(0, 12)
                select (Price: new Price((long)price * 1_000, (byte)priceScale), Quantity: new Quantity((long)quantity * 10, (byte)quantityScale))),
            x =>
            {
                // |units × 10^s − product × 10^8| is at most half of 10^s: nearest; a tie must leave an even last digit.
                var scale = BigInteger.Pow(10, x.Price.Scale + x.Quantity.Scale);
                var exact = (BigInteger)x.Price.Units * x.Quantity.Units * BigInteger.Pow(10, Money.Scale);
                var units = (BigInteger)Money.Notional(x.Price, x.Quantity).Units;
                var off = BigInteger.Abs((units * scale) - exact) * 2;
                return off < scale || (off == scale && units.IsEven);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Prop_a_share_and_the_rest_make_the_whole() =>
        Prop.ForAll(
            Arb.From(from units in Gen.Choose(int.MinValue, int.MaxValue) from ppm in Gen.Choose(0, 1_000_000) select (Amount: Samples.Units(units * 10_007L), Ppm: (long)ppm)),
            x => x.Amount.Share(x.Ppm, Rounding.Down) + x.Amount.Share(1_000_000 - x.Ppm, Rounding.Up) == x.Amount).QuickCheckThrowOnFailure();

    [Fact]
    public void amount_of_a_quantity_must_be_exact_at_eight_decimals()
    {
        Assert.Equal(Samples.Units(123_456_789), Money.Of(Quantity.Parse("1.23456789")));
        Assert.Equal(Samples.Units(1_200_000_000), Money.Of(Quantity.Parse("12")));
        Assert.Equal(Samples.Units(2), Money.Of(new Quantity(15, 9)));
        Assert.Equal(Samples.Units(2), Money.Of(new Quantity(25, 9)));
    }

    [Fact]
    public void Prop_flooring_to_the_lot_gives_the_largest_multiple_that_is_not_above() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), units =>
        {
            var lot = Samples.Bitcoin.LotStepUnits;
            var floored = Samples.Bitcoin.FloorToLot(Samples.Bitcoin.Quantity(units)).Units;
            return floored % lot == 0 && floored <= units && floored + lot > units;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void rest_must_be_dust_when_it_is_below_the_smallest_order()
    {
        Assert.True(Samples.Bitcoin.IsDust(Samples.Bitcoin.Quantity(999)));
        Assert.False(Samples.Bitcoin.IsDust(Samples.Bitcoin.Quantity(1_000)));
        Assert.True((Samples.Bitcoin with { MinQuantityUnits = 5_000 }).IsDust(Samples.Bitcoin.Quantity(4_999)));
    }

    [Theory]
    [InlineData("BTCUSDT", "BTC", "USDT")]
    [InlineData("ETHBTC", "ETH", "BTC")]
    [InlineData("EURUSD", "EUR", "USD")]
    [InlineData("BTCKRW", "BTC", "KRW")]
    [InlineData("SPY", "SPY", "USD")]
    [InlineData("USDT", "USDT", "USD")]
    public void instrument_of_a_file_must_split_its_symbol_when_the_quote_is_known(string symbol, string baseAsset, string quoteAsset)
    {
        var instrument = Instrument.FromFile(symbol, 2);
        Assert.Equal((baseAsset, quoteAsset, 8), (instrument.BaseAsset, instrument.QuoteAsset, instrument.QuantityScale));
    }

    [Fact]
    public void doubles_must_be_the_nearest_ones()
    {
        Assert.Equal(61837.63, Price.Parse("61837.63").ToDouble());
        Assert.Equal(0.00000001, Quantity.Parse("0.00000001").ToDouble());
        Assert.Equal("-0.1", Money.Parse("-0.1").ToDouble().ToString(CultureInfo.InvariantCulture));
    }
}
