using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class FilterRoundingProperties
{
    private const long Farthest = 4_000;

    [Fact]
    public void Prop_result_passes_the_filters_and_is_never_riskier_than_the_wish()
    {
        var rounded = 0;
        Seeds.Hold(100, leastSize: 1, runs: 60, run: (random, orders) =>
        {
            for (var i = 0; i < orders; i++)
            {
                var scenario = new RandomFilters(random).Scenario();
                var wished = Finer(scenario.Terms, random);
                var free = new Money(random.Next(1_000) * (Int128)random.NextInt64());
                if (FilterRounding.Round(wished, scenario.Instrument, scenario.Context, free) is not { } result)
                    continue;
                rounded++;
                Assert.Null(FilterRules.FaultOf(result, scenario.Instrument, scenario.Context));
                Assert.Null(NaiveFilters.FirstBroken(result, scenario.Instrument, scenario.Context));
                Assert.True(IsNoRiskier(result, wished, free), $"{wished}\nbecame {result}\n{free} free, {scenario}");
            }
        });
        Assert.True(rounded > 100 || Environment.GetEnvironmentVariable(Seeds.Variable) is not null, $"only {rounded} wishes could be rounded");
    }

    [Fact]
    public void Prop_result_is_the_one_that_trying_every_number_finds()
    {
        Seeds.Hold(20, leastSize: 1, runs: 60, run: (random, orders) =>
        {
            for (var i = 0; i < orders; i++)
            {
                var scenario = new RandomFilters(random).Scenario();
                scenario = scenario with { Terms = scenario.Terms with { Display = null } };
                if (scenario.Terms.Quantity.Units > 1_000 || scenario.Terms.Limit?.Units > 1_000 || scenario.Terms.Trigger?.Units > 1_000)
                    continue;
                var free = new Money(FixedPoint.Rescale(random.Next(1_000), scenario.Plain.QuantityScale, Money.Scale, Rounding.Down));
                var result = FilterRounding.Round(scenario.Terms, scenario.Instrument, scenario.Context, free);
                if (result?.Limit?.Units is null or < Farthest) // a market of another order of magnitude takes too long to walk to
                    Assert.Equal(ByTrying(scenario, free), result);
            }
        });
    }

    [Fact]
    public void Prop_least_quantity_passes_lot_and_value_filters_and_a_step_less_does_not()
    {
        var found = 0;
        Seeds.Hold(100, leastSize: 1, runs: 60, run: (random, orders) =>
        {
            for (var i = 0; i < orders; i++)
            {
                var scenario = new RandomFilters(random).Scenario();
                var rules = scenario.Filters;
                var instrument = scenario.Plain with { Filters = new InstrumentFilters { Lot = rules.Lot, MinNotional = rules.MinNotional, Notional = rules.Notional with { Max = Money.Zero } } };
                var price = scenario.Plain.Price(1 + random.Next((int)Farthest));
                var least = FilterRounding.LeastQuantity(hasLimit: true, price, instrument);
                if (least.Units > long.MaxValue / 2 || (rules.Lot.MaxUnits != 0 && least.Units > rules.Lot.MaxUnits))
                    continue;
                found++;
                Assert.Null(FaultOf(least.Units));
                var before = least.Units - Math.Max(rules.Lot.StepUnits, 1);
                Assert.True(before <= 0 || FaultOf(before) is not null, $"{before} passes below {least} at {price}: {rules}");

                FilterFault? FaultOf(long units) => FilterRules.FaultOf(
                    new OrderTerms(OrderSide.Buy, OrderType.Limit, instrument.Quantity(units), Limit: price), instrument, new FilterContext());
            }
        });
        Assert.True(found > 100 || Environment.GetEnvironmentVariable(Seeds.Variable) is not null, $"only {found} least quantities");
    }

    /// <summary>The next price that passes the price filters alone, then the largest quantity that passes all.</summary>
    private static OrderTerms? ByTrying(FilterScenario scenario, Money free)
    {
        var terms = scenario.Terms;
        var prices = new InstrumentFilters
        {
            Price = scenario.Filters.Price,
            PercentPrice = scenario.Filters.PercentPrice,
            PercentPriceBid = scenario.Filters.PercentPriceBid,
            PercentPriceAsk = scenario.Filters.PercentPriceAsk,
            PercentPriceMinutes = scenario.Filters.PercentPriceMinutes,
        };
        var blind = scenario.Context with { IsReducing = true }; // a band that cannot be judged does not move a price
        bool Passes(OrderTerms tried, InstrumentFilters filters, FilterContext context) => FilterRules.FaultOf(tried, scenario.Plain with { Filters = filters }, context) is null;
        Price? Next(Price? wished, Func<Price, OrderTerms> place)
        {
            for (var units = wished?.Units ?? 0; wished is not null && units is > 0 and < Farthest; units += terms.Side == OrderSide.Buy ? -1 : 1)
            {
                if (Passes(place(scenario.Plain.Price(units)), prices, blind))
                    return scenario.Plain.Price(units);
            }

            return null;
        }

        var limited = new OrderTerms(terms.Side, OrderType.Limit, scenario.Plain.Quantity(1));
        var (limit, trigger) = (
            Next(terms.Limit, price => limited with { Limit = price }),
            Next(terms.Trigger, price => limited with { Type = OrderType.Stop, Trigger = price }));
        for (var units = terms.Quantity.Units; units > 0; units--)
        {
            var tried = terms with { Quantity = scenario.Plain.Quantity(units), Limit = limit, Trigger = trigger };
            if (limit is null == terms.Limit is null && trigger is null == terms.Trigger is null
                && (terms.Side == OrderSide.Buy || FixedPoint.Compare(units, scenario.Plain.QuantityScale, free.Units, Money.Scale) <= 0)
                && Passes(tried, scenario.Filters, scenario.Context))
                return tried;
        }

        return null;
    }

    private static bool IsNoRiskier(OrderTerms result, OrderTerms wished, Money free)
    {
        var isBuy = wished.Side == OrderSide.Buy;
        bool Favours(Price? moved, Price? from) => moved is { } to && from is { } old
            ? Math.Sign(FixedPoint.Compare(to.Units, to.Scale, old.Units, old.Scale)) != (isBuy ? 1 : -1) : moved is null && from is null;
        var shown = result.Display ?? result.Quantity;
        return FixedPoint.Compare(result.Quantity.Units, result.Quantity.Scale, wished.Quantity.Units, wished.Quantity.Scale) <= 0
            && (isBuy || FixedPoint.Compare(result.Quantity.Units, result.Quantity.Scale, free.Units, Money.Scale) <= 0)
            && Favours(result.Limit, wished.Limit) && Favours(result.Trigger, wished.Trigger)
            && (wished.Display is not { } old || FixedPoint.Compare(shown.Units, shown.Scale, old.Units, old.Scale) <= 0)
            && result with { Quantity = wished.Quantity, Limit = wished.Limit, Trigger = wished.Trigger, Display = wished.Display } == wished;
    }

    /// <summary>The same wish with digits that the instrument does not have.</summary>
    private static OrderTerms Finer(OrderTerms terms, Random random)
    {
        Price? Fine(Price? price) => price is { Scale: < FixedPoint.MaxScale, Units: < long.MaxValue / 100 } given
            ? new Price((given.Units * 10) + random.Next(10), (byte)(given.Scale + 1)) : price;
        return terms with { Limit = Fine(terms.Limit), Trigger = Fine(terms.Trigger) };
    }
}
