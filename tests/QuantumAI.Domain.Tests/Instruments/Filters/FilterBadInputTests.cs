using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

/// <summary>Numbers and names that no order should have: a fault or none, never an exception.</summary>
public sealed class FilterBadInputTests
{
    private static readonly long[] Units = [long.MinValue, long.MinValue + 1, -1, 0, 1, 7, 5_000_000, 50_000_000, long.MaxValue - 1, long.MaxValue];
    private static readonly byte[] Scales = [0, 2, 8, 12, 13, 18, 255];

    private static readonly InstrumentFilters Strict = new()
    {
        Price = new(1, long.MaxValue, 1),
        PercentPrice = new(1, long.MaxValue),
        PercentPriceBid = new(1, long.MaxValue),
        PercentPriceAsk = new(1, long.MaxValue),
        Lot = new(1, long.MaxValue, 1),
        MarketLot = new(1, long.MaxValue, 1),
        IcebergParts = int.MaxValue,
        MinNotional = new(new Money(1), new Money(Int128.MaxValue), true, true, 5),
        Notional = new(new Money(1), new Money(Int128.MaxValue), true, true, 5),
        Trailing = new(1, int.MaxValue, 1, int.MaxValue),
        MaxPositionUnits = long.MaxValue,
        MaxBasePerOrder = new Money(Int128.MaxValue),
        MaxQuotePerOrder = new Money(Int128.MaxValue),
        Symbol = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue),
        Exchange = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue),
        MaxOrderAmends = int.MaxValue,
    };

    [Theory]
    [InlineData(0, "Form: quantity must be above zero, was 0.00000000")]
    [InlineData(-1, "Form: quantity must be above zero, was -0.00000001")]
    [InlineData(long.MinValue, "Form: quantity must be above zero, was -92233720368.54775808")]
    public void quantity_must_be_refused_when_it_is_not_positive(long units, string message) =>
        Assert.Equal(message, $"{FilterRulesTests.Of(FilterScenario.Buy, units).Fault()}");

    [Theory]
    [InlineData(0, "Form: limit must be above zero, was 0.00")]
    [InlineData(-5_000_000, "Form: limit must be above zero, was -50000.00")]
    public void price_must_be_refused_when_it_is_not_positive(long units, string message) =>
        Assert.Equal(message, $"{FilterRulesTests.At(FilterScenario.Buy, units).Fault()}");

    [Fact]
    public void price_must_be_refused_when_it_is_off_the_tick() => Assert.Equal(
        "PriceFilter: limit must be a multiple of 0.5, was 50000.01",
        $"{FilterRulesTests.At(FilterScenario.Buy.With(FilterRulesTests.Price(tick: 50)), 5_000_001).Fault()}");

    [Theory]
    [InlineData("12345678901234567890123456789")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,5")]
    [InlineData("１")]
    [InlineData("")]
    public void text_must_be_refused_before_it_becomes_a_number(string text)
    {
        Assert.Throws<FormatException>(() => Quantity.Parse(text));
        Assert.Throws<FormatException>(() => Price.Parse(text));
    }

    [Fact]
    public void symbol_must_not_matter_when_it_is_not_ascii()
    {
        var instrument = FilterScenario.Btc with { Symbol = "龙虾\r\n\u001b[31mUSDT", BaseAsset = "龙虾", Filters = FilterRulesTests.Lot(step: 1_000) };
        Assert.Equal("LotSize: quantity must be a multiple of 0.00001, was 0.00000001", $"{FilterRules.FaultOf(OrderTerms.Market(OrderSide.Buy, instrument.Quantity(1)), instrument, default)}");
    }

    [Fact]
    public void value_must_be_refused_when_it_is_beyond_an_amount()
    {
        var scenario = FilterScenario.Buy with
        {
            Plain = FilterScenario.Btc with { PriceScale = 0, QuantityScale = 0 },
            Terms = FilterScenario.Buy.Terms with { Limit = new Price(long.MaxValue, 0), Quantity = new Quantity(long.MaxValue, 0) },
        };
        Assert.Throws<OverflowException>(() => Money.Notional(scenario.Terms.Limit!.Value, scenario.Terms.Quantity));
        Assert.Equal(
            "AmountRange: value must be at most 1701411834604692317316873037158.84105727, was 85070591730234615847396907784232501249", $"{scenario.Fault()}");
    }

    [Fact]
    public void no_number_must_make_a_rule_or_a_rounding_throw()
    {
        var answers = 0;
        foreach (var type in Enum.GetValues<OrderType>())
        {
            foreach (var quantity in Units)
            {
                foreach (var price in Units)
                {
                    foreach (var scale in Scales)
                        answers += Judge(type, quantity, price, scale);
                }
            }
        }

        Assert.True(answers > 1_000, $"{answers} orders passed: the numbers are not only refused");
    }

    private static int Judge(OrderType type, long quantity, long price, byte scale)
    {
        var passed = 0;
        Instrument[] instruments = [FilterScenario.Btc, FilterScenario.Btc with { Filters = Strict }, new("A", "B", "C", 12, 1, 12, 1, 1, Money.Zero) { Filters = Strict }, new("A", "B", "C", 0, 1, 0, 1, 1, Money.Zero) { Filters = Strict }];
        foreach (var instrument in instruments)
        {
            var given = new Price(price, scale == 255 ? instrument.PriceScale : scale);
            var context = new FilterContext
            {
                Market = given,
                Average = new Price(quantity, scale),
                BaseTotal = new Money(price < 0 ? Int128.MinValue : Int128.MaxValue),
                OpensOrderList = true,
                Symbol = new(int.MaxValue, -1, 0, 1),
                Amends = quantity == 7 ? int.MaxValue : null,
            };
            var terms = new OrderTerms(
                price % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, type, new Quantity(quantity, scale == 255 ? instrument.QuantityScale : scale),
                OrderShape.HasLimit(type) ? given : null, OrderShape.HasTrigger(type) ? given : null, type == OrderType.TrailingStop ? quantity : 0,
                Display: scale == 8 ? new Quantity(1, scale) : null);
            passed += FilterRules.FaultOf(terms, instrument, in context) is null ? 1 : 0;
            passed += FilterRounding.Round(terms, instrument, in context, new Money(Int128.MaxValue)) is null ? 0 : 1;
            Assert.Null(FilterRounding.Round(terms, instrument, in context, new Money(Int128.MinValue)) is { Side: OrderSide.Sell } sold ? sold : null);
        }

        return passed;
    }
}
