using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

/// <summary>What a rule does not look at: parts that are off, orders that it is not about; and the price that it looks at.</summary>
public sealed class FilterEdgeTests
{
    private static readonly Instrument Btc = FilterScenario.Btc;
    private static readonly FilterScenario Buy = FilterScenario.Buy;
    private static readonly FilterScenario Market = FilterScenario.Market;
    private static readonly FilterScenario Stop = FilterScenario.Stop;

    [Fact]
    public void part_must_be_off_when_it_is_zero()
    {
        // Every part that is on would refuse: what passes passes because the part named is off.
        FilterScenario[] off =
        [
            FilterRulesTests.At(Buy.With(FilterRulesTests.Price(min: 0, max: 5_000_000, tick: 1)), 1),
            FilterRulesTests.At(Buy.With(FilterRulesTests.Price(min: 1, max: 0, tick: 1)), long.MaxValue),
            FilterRulesTests.At(Buy.With(FilterRulesTests.Price(min: 1, max: 5_000_000, tick: 0)), 4_999_999),
            FilterRulesTests.Of(Buy.With(FilterRulesTests.Lot(min: 0, max: 50_000_000, step: 1)), 1),
            FilterRulesTests.Of(Buy.With(FilterRulesTests.Lot(min: 1, max: 0, step: 1)), long.MaxValue),
            FilterRulesTests.Of(Buy.With(FilterRulesTests.Lot(min: 1, max: 50_000_000, step: 0)), 49_999_999),
            FilterRulesTests.Of(Market.With(FilterRulesTests.MarketLot(min: 0, max: 50_000_000, step: 1)), 1),
            FilterRulesTests.Of(Market.With(FilterRulesTests.MarketLot(min: 1, max: 0, step: 1)), long.MaxValue),
            FilterRulesTests.Of(Market.With(FilterRulesTests.MarketLot(min: 1, max: 50_000_000, step: 0)), 49_999_999),
            FilterRulesTests.At(Buy.With(FilterRulesTests.Percent(down: 0, up: 1_200_000)), 1),
            FilterRulesTests.At(Buy.With(FilterRulesTests.Percent(down: 800_000, up: 0)), long.MaxValue),
            FilterRulesTests.Of(Buy.With(FilterRulesTests.Notional(min: 0, max: 25_000)), 1),
            FilterRulesTests.Of(Buy.With(FilterRulesTests.Notional(min: 25_000, max: 0)), long.MaxValue),
            FilterScenario.Trailing.With(FilterRulesTests.Delta(minAbove: 0, maxAbove: 100)) with { Terms = FilterScenario.Trailing.Terms with { TrailingPpm = 100 } },
            FilterScenario.Trailing.With(FilterRulesTests.Delta(minAbove: 100, maxAbove: 0)) with { Terms = FilterScenario.Trailing.Terms with { TrailingPpm = 999_900 } },
        ];
        Assert.All(off, scenario => Assert.Null(scenario.Fault()));
    }

    [Fact]
    public void order_must_pass_when_the_rule_is_not_about_it()
    {
        var none = new OrderCountLimits(0, 0, 0, 0);
        var full = new OpenOrderCounts(9, 9, 9, 9);
        var immediate = Buy with { Terms = Buy.Terms with { TimeInForce = TimeInForce.ImmediateOrCancel } };
        FilterScenario[] others =
        [
            Buy.With(FilterRulesTests.MarketLot(min: long.MaxValue)),
            Market.With(FilterRulesTests.Price(min: long.MaxValue)),
            Market.With(FilterRulesTests.Percent(down: 2_000_000)),
            Stop.With(FilterRulesTests.Percent(down: 2_000_000)),
            FilterScenario.Sell.With(new() { PercentPriceBid = new(2_000_000, 0) }),
            Buy.With(new() { PercentPriceAsk = new(2_000_000, 0) }),
            Market.With(FilterRulesTests.MinNotional(1_000_000, toMarket: false)),
            Stop.With(FilterRulesTests.MinNotional(1_000_000, toMarket: false)),
            Market.With(FilterRulesTests.Notional(min: 1_000_000, toMarket: false)),
            Market.With(FilterRulesTests.Notional(max: 1, toMarket: false)),
            FilterScenario.Sell.With(new() { MaxPositionUnits = 0 }),
            Buy.With(new() { IcebergParts = 0, Trailing = new(1, 1, 1, 1), MaxOrderAmends = 0 }),
            FilterScenario.Trailing.With(FilterRulesTests.Delta(minBelow: 101)),
            Market.With(new() { Symbol = none, Exchange = none }) with { Context = Buy.Context with { Symbol = full, Account = full } },
            immediate.With(new() { Symbol = none, Exchange = none }),
            FilterScenario.Iceberg.With(new() { Symbol = none, Exchange = none }) with { Context = Buy.Context with { Symbol = full, Account = full, Amends = 0 } },
            Stop.With(new() { Symbol = none, Exchange = none }) with { Context = Buy.Context with { Symbol = full, Account = full, Amends = 0 } },
        ];
        Assert.All(others, scenario => Assert.True(scenario.Fault() is null, $"{scenario.Fault()}\n{scenario}"));
    }

    [Fact]
    public void market_price_must_be_the_best_that_is_known()
    {
        var all = new FilterContext { Reference = Btc.Price(1), Market = Btc.Price(2), Average = Btc.Price(3), Bid = Btc.Price(4), Ask = Btc.Price(5) };
        (FilterContext Known, long Now, long Averaged)[] cases =
        [
            (all, 1, 1),
            (all with { Reference = null }, 2, 3),
            (all with { Reference = null, Average = null }, 2, 2),
            (all with { Reference = null, Market = null }, 3, 3),
            (all with { Reference = Btc.Price(0), Market = Btc.Price(-1), Average = new Price(1, 13) }, 5, 5),
        ];
        foreach (var (known, now, averaged) in cases)
            Assert.Equal((now, averaged), (known.PriceFor(OrderSide.Buy, 0)!.Value.Units, known.PriceFor(OrderSide.Buy, 5)!.Value.Units));
        Assert.Equal(Btc.Price(4), new FilterContext { Bid = Btc.Price(4), Ask = Btc.Price(5) }.PriceFor(OrderSide.Sell, 5));
        Assert.Null(new FilterContext { Bid = Btc.Price(4) }.PriceFor(OrderSide.Buy, 5));
    }

    [Fact]
    public void filter_must_look_at_the_price_of_its_minutes()
    {
        var context = new FilterContext { Market = Btc.Price(5_000_000), Average = Btc.Price(1_000_000) };
        var percent = FilterRulesTests.Percent(down: 1_000_000, up: 1_000_000);
        Assert.Null((Buy.With(percent) with { Context = context }).Fault());
        Assert.Equal(FilterKind.PercentPrice, (Buy.With(percent with { PercentPriceMinutes = 5 }) with { Context = context }).Fault()?.Kind);

        var notional = new NotionalRange(Money.Whole(25_000), Money.Zero, true, true, 0);
        Assert.Null((Market.With(new() { MinNotional = notional }) with { Context = context }).Fault());
        Assert.Equal(FilterKind.MinNotional, (Market.With(new() { MinNotional = notional with { AverageMinutes = 5 } }) with { Context = context }).Fault()?.Kind);
    }

    [Fact]
    public void average_must_be_compared_exactly_when_it_has_more_decimals_than_a_price()
    {
        // 110 % of 50,000.00000001 is 55,000.000000011: the limit 55,000.00 is within, 55,000.01 is not.
        var scenario = Buy.With(FilterRulesTests.Percent(up: 1_100_000)) with { Context = new() { Market = new Price(5_000_000_000_001, 8) } };
        Assert.Null(FilterRulesTests.At(scenario, 5_500_000).Fault());
        Assert.Equal("PercentPrice: limit must be at most 55000.000000011, was 55000.01", $"{FilterRulesTests.At(scenario, 5_500_001).Fault()}");
    }

    [Fact]
    public void value_must_not_be_rounded_when_it_is_compared()
    {
        // 0.01 × 0.00000051 = 0.0000000051: rounded to the 8 decimals of an amount it would reach the minimum.
        var scenario = FilterRulesTests.At(Buy.With(new() { MinNotional = new(new Money(1), Money.Zero, true, true, 0) }), 1);
        Assert.Equal("MinNotional: value must be at least 0.00000001, was 0.0000000051", $"{FilterRulesTests.Of(scenario, 51).Fault()}");
        Assert.Null(FilterRulesTests.Of(scenario, 100).Fault());
    }

    [Fact]
    public void stop_must_be_valued_at_its_trigger()
    {
        var far = Stop with { Context = new() { Market = Btc.Price(1) } };
        Assert.Null(far.With(FilterRulesTests.MinNotional(25_000)).Fault());
        Assert.Equal(FilterKind.MinNotional, far.With(FilterRulesTests.MinNotional(25_000, more: 1)).Fault()?.Kind);
    }

    [Fact]
    public void passing_order_must_allocate_nothing()
    {
        var scenario = FilterScenario.Iceberg with
        {
            Filters = new()
            {
                Price = new(1, 10_000_000, 1),
                PercentPrice = new(500_000, 2_000_000),
                PercentPriceBid = new(200_000, 1_200_000),
                PercentPriceAsk = new(800_000, 5_000_000),
                PercentPriceMinutes = 5,
                Lot = new(1_000, 900_000_000_000, 1_000),
                MarketLot = new(1_000, 100_000_000, 1_000),
                IcebergParts = 10,
                MinNotional = new(Money.Whole(5), Money.Zero, true, false, 5),
                Notional = new(Money.Whole(5), Money.Whole(9_000_000), true, true, 5),
                Trailing = new(10, 2_000, 10, 2_000),
                MaxPositionUnits = 1_000_000_000,
                MaxBasePerOrder = Money.Whole(100),
                MaxQuotePerOrder = Money.Whole(1_000_000),
                Symbol = new(200, 5, 5, 20),
                Exchange = new(1_000, 200, 10_000, 20),
                MaxOrderAmends = 10,
            },
        };
        Assert.Equal(0, Allocated(scenario.Terms, scenario.Instrument, scenario.Context));
        Assert.Equal(0, Allocated(Market.Terms, scenario.Instrument, scenario.Context));
        Assert.Equal(0, Allocated(Buy.Terms, Btc, scenario.Context)); // filters that the instrument makes itself, once
    }

    private static long Allocated(OrderTerms terms, Instrument instrument, FilterContext context)
    {
        var (faults, before) = (0, 0L);
        for (var i = 0; i < 1_000; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (FilterRules.FaultOf(terms, instrument, context) is not null)
                faults++;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, faults);
        return allocated;
    }
}
