using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class FilterRoundingTests
{
    private static readonly Money Plenty = Money.Whole(1_000_000);
    private static readonly FilterScenario Buy = FilterScenario.Buy;
    private static readonly FilterScenario Sell = FilterScenario.Sell;
    private static readonly FilterScenario Market = FilterScenario.Market;

    [Theory]
    [InlineData(OrderSide.Buy, "50000.129", 0, 0, 10, 5_000_010L)]
    [InlineData(OrderSide.Sell, "50000.129", 0, 0, 10, 5_000_020L)]
    [InlineData(OrderSide.Buy, "50000.10", 0, 0, 10, 5_000_010L)]
    [InlineData(OrderSide.Sell, "50000.10", 0, 0, 10, 5_000_010L)]
    [InlineData(OrderSide.Buy, "50000.10", 0, 4_000_005, 10, 4_000_000L)]
    [InlineData(OrderSide.Sell, "50000.10", 6_000_005, 0, 10, 6_000_010L)]
    [InlineData(OrderSide.Buy, "50000.19", 5_000_019, 0, 10, null)]
    [InlineData(OrderSide.Sell, "50000.11", 0, 5_000_011, 10, null)]
    [InlineData(OrderSide.Buy, "0.009", 0, 0, 1, null)]
    [InlineData(OrderSide.Sell, "0.000000000001", 0, 0, 1, 1L)]
    [InlineData(OrderSide.Buy, "0", 0, 0, 1, null)]
    [InlineData(OrderSide.Sell, "-1", 1, 0, 1, null)]
    [InlineData(OrderSide.Sell, "92233720368547759", 0, 0, 100, null)]
    [InlineData(OrderSide.Buy, "9223372036854775807", 0, 0, 100, 9_223_372_036_854_775_800L)]
    [InlineData(OrderSide.Unspecified, "50000.10", 0, 0, 10, null)]
    public void limit_must_move_only_in_favour_of_its_holder(OrderSide side, string wished, long min, long max, long tick, long? expected)
    {
        var instrument = FilterScenario.Btc with { Filters = FilterRulesTests.Price(min, max, tick) };
        Assert.Equal(expected, FilterRounding.LimitPrice(side, Price.Parse(wished), instrument, default)?.Units);
        Assert.Equal(expected, FilterRounding.TriggerPrice(side, Price.Parse(wished), instrument)?.Units);
    }

    [Theory]
    [InlineData(OrderSide.Buy, 6_000_123, 5_999_995L)]
    [InlineData(OrderSide.Buy, 3_999_997, null)]
    [InlineData(OrderSide.Sell, 3_999_997, 4_000_000L)]
    [InlineData(OrderSide.Sell, 6_000_123, null)]
    public void limit_must_be_brought_into_the_band_when_that_favours_its_holder(OrderSide side, long wished, long? expected)
    {
        var instrument = FilterScenario.Btc with { Filters = new() { Price = new(0, 0, 5), PercentPrice = new(800_000, 1_200_000) } };
        var context = new FilterContext { Market = new Price(4_999_997_500_000, 8) }; // 49,999.975: 39,999.98 to 59,999.97
        Assert.Equal(expected, FilterRounding.LimitPrice(side, FilterScenario.Btc.Price(wished), instrument, context)?.Units);
    }

    [Theory]
    [InlineData(OrderSide.Buy, 7_000_000, 6_000_000)]
    [InlineData(OrderSide.Sell, 3_000_000, 4_000_001)]
    public void limit_must_be_within_the_band_when_its_border_is_between_two_prices(OrderSide side, long wished, long expected)
    {
        // The market is at 50,000.00000001: 40,000.000000008 to 60,000.000000012.
        var instrument = FilterScenario.Btc with { Filters = new() { PercentPrice = new(800_000, 1_200_000) } };
        var context = new FilterContext { Market = new Price(5_000_000_000_001, 8) };
        Assert.Equal(expected, FilterRounding.LimitPrice(side, FilterScenario.Btc.Price(wished), instrument, context)?.Units);
    }

    [Fact]
    public void bought_quantity_must_leave_room_for_a_part_of_its_step_that_is_held()
    {
        var instrument = FilterScenario.Btc with { QuantityScale = 2, Filters = new() { MaxPositionUnits = 200 } };
        var context = new FilterContext { BaseTotal = new Money(100_000_001) };
        var rounded = FilterRounding.Round(OrderTerms.Market(OrderSide.Buy, instrument.Quantity(500)), instrument, context, Money.Zero);
        Assert.Equal(99, rounded?.Quantity.Units); // 1.00000001 + 0.99 < 2
    }

    [Fact]
    public void quantity_must_shrink_to_the_least_of_its_limits()
    {
        (FilterScenario Scenario, long Expected)[] cases =
        [
            (Buy.With(FilterRulesTests.Lot(step: 30_000_000)), 30_000_000),
            (Buy.With(FilterRulesTests.Lot(max: 40_000_001, step: 2)), 40_000_000),
            (Buy.With(FilterRulesTests.Lot(min: 50_000_001)), 0),
            (Market.With(new() { Lot = new(0, 0, 4_000_000), MarketLot = new(0, 0, 6_000_000) }), 48_000_000),
            (Market.With(FilterRulesTests.MarketLot(max: 40_000_000)), 40_000_000),
            (Buy.With(FilterRulesTests.MarketLot(max: 40_000_000)), 50_000_000),
            (Buy.With(FilterRulesTests.Notional(max: 10_000)), 20_000_000),
            (Market.With(FilterRulesTests.Notional(max: 10_000)), 20_000_000),
            (Market.With(FilterRulesTests.Notional(max: 10_000, toMarket: false)), 50_000_000),
            (Buy.With(new() { Notional = new(Money.Whole(10_000), Money.Whole(10_000), true, true, 0), Lot = new(0, 0, 30_000_000) }), 0),
            (Buy.With(FilterRulesTests.MinNotional(25_000, more: 1)), 0),
            (Buy.With(new() { MaxPositionUnits = 120_000_000 }), 20_000_000),
            (Buy.With(new() { MaxPositionUnits = 100_000_000 }), 0),
            (Sell.With(new() { MaxPositionUnits = 0 }), 50_000_000),
            (Sell.With(new() { MaxBasePerOrder = new Money(7) }), 7),
            (Buy.With(new() { MaxQuotePerOrder = Money.Whole(5_000) }), 10_000_000),
            (FilterScenario.Iceberg.With(new() { IcebergParts = 3 }), 30_000_000),
            (Buy.With(new() { Status = SymbolStatus.Halt }), 0),
        ];
        Assert.All(cases, x => Assert.Equal(x.Expected, Rounded(x.Scenario, Plenty)?.Quantity.Units ?? 0));
    }

    [Theory]
    [InlineData(50_000_000, 50_000_000)]
    [InlineData(49_999_999, 49_999_000)]
    [InlineData(999, 0)]
    [InlineData(0, 0)]
    [InlineData(-50_000_000, 0)]
    public void sale_must_never_be_more_than_is_free(long freeUnits, long expected)
    {
        Assert.Equal(expected, Rounded(Sell.With(FilterRulesTests.Lot(step: 1_000)), new Money(freeUnits))?.Quantity.Units ?? 0);
        Assert.Equal(50_000_000, Rounded(Buy.With(FilterRulesTests.Lot(step: 1_000)), new Money(freeUnits))?.Quantity.Units);
    }

    [Fact]
    public void shown_part_must_shrink_with_its_steps_and_go_when_all_may_be_shown()
    {
        var iceberg = FilterScenario.Iceberg.With(FilterRulesTests.Lot(min: 3_000_000, step: 3_000_000));
        Assert.Equal((48_000_000, 9_000_000L), (Rounded(iceberg, Plenty)!.Quantity.Units, Rounded(iceberg, Plenty)!.Display?.Units));
        var small = iceberg.With(FilterRulesTests.Lot(max: 9_000_000));
        Assert.Equal((9_000_000, null), (Rounded(small, Plenty)!.Quantity.Units, Rounded(small, Plenty)!.Display));
        Assert.Null(Rounded(iceberg.With(FilterRulesTests.Lot(min: 10_000_001)), Plenty));
    }

    [Fact]
    public void wish_must_stay_as_it_is_when_nothing_is_wrong_with_it()
    {
        FilterScenario[] fine = [Buy, Sell, Market, FilterScenario.Stop, FilterScenario.Trailing, FilterScenario.Iceberg];
        Assert.All(fine, scenario => Assert.Equal(scenario.Terms, Rounded(scenario, Plenty)));
    }

    [Fact]
    public void wish_must_be_brought_to_the_scales_when_it_is_finer()
    {
        var wished = Buy.Terms with { Quantity = Quantity.Parse("0.123456789999"), Limit = Price.Parse("49999.999") };
        Assert.Equal(Buy.Terms with { Quantity = Quantity.Parse("0.12345678"), Limit = Price.Parse("49999.99") }, Rounded(Buy with { Terms = wished }, Plenty));
    }

    private static OrderTerms? Rounded(FilterScenario scenario, Money free) => FilterRounding.Round(scenario.Terms, scenario.Instrument, scenario.Context, free);
}
