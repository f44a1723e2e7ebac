using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class InstrumentFiltersTests
{
    private static readonly InstrumentFilters Given = new() { Lot = new(5, 0, 5) };

    [Fact]
    public void instrument_must_have_the_filters_of_its_own_steps_when_none_are_given()
    {
        var ether = Samples.Ether;
        Assert.Equal(InstrumentFilters.Of(ether), ether.Filters);
        Assert.Equal((new StepRange(0, 0, 5), new StepRange(10_000, 0, 10_000)), (ether.Filters.Price, ether.Filters.Lot));
        Assert.Equal(new NotionalRange(Money.Whole(5), Money.Zero, true, false, 0), ether.Filters.MinNotional);
        Assert.Equal(new InstrumentFilters(), ether.Filters with { Price = default, Lot = default, MinNotional = default });
        Assert.Same(ether.Filters, ether.Filters);
    }

    [Fact]
    public void copy_must_have_the_filters_of_its_own_steps()
    {
        Assert.Equal(1_000, Samples.Bitcoin.Filters.Lot.StepUnits);
        var copy = Samples.Bitcoin with { LotStepUnits = 7 };
        Assert.Equal((7, 1_000), (copy.Filters.Lot.StepUnits, Samples.Bitcoin.Filters.Lot.StepUnits));
    }

    [Fact]
    public void given_filters_must_stay_when_a_step_changes() =>
        Assert.Same(Given, (Samples.Bitcoin with { Filters = Given } with { LotStepUnits = 7 }).Filters);

    [Fact]
    public void instruments_must_be_equal_whether_or_not_their_filters_were_looked_at()
    {
        var (seen, unseen) = (Samples.Bitcoin with { }, Samples.Bitcoin with { });
        _ = seen.Filters;
        Assert.Equal(unseen, seen);
        Assert.Equal(unseen.GetHashCode(), seen.GetHashCode());
        Assert.NotEqual(seen, seen with { Filters = Given });
        Assert.Equal(seen with { Filters = Given }, seen with { Filters = Given with { } });
    }

    [Fact]
    public void filters_must_be_equal_when_the_venue_says_the_same_in_another_order()
    {
        Assert.Equal(new InstrumentFilters { Unknown = new(["B", "A"]) }, new InstrumentFilters { Unknown = new(["A", "B", "A"]) });
        Assert.Equal(new UnknownFilterNames(["A", "B"]).GetHashCode(), new UnknownFilterNames(["B", "A"]).GetHashCode());
        Assert.NotEqual(new InstrumentFilters(), new InstrumentFilters { Unknown = new(["A"]) });
        Assert.True(default == new UnknownFilterNames([]));
        Assert.True(new UnknownFilterNames(["A"]) != default);
    }

    [Fact]
    public void unknown_name_must_be_harmless_in_a_message() =>
        Assert.Equal("A??31m??, " + new string('B', 64), $"{new UnknownFilterNames([new string('B', 65), "A\n\u001b31m\r龙"])}");

    [Fact]
    public void order_of_the_old_minimums_must_be_judged_as_before()
    {
        var context = new FilterContext { Market = Samples.Bitcoin.Price(5_000_000) };
        FilterFault? Fault(long units) => FilterRules.FaultOf(OrderTerms.Market(OrderSide.Buy, Samples.Bitcoin.Quantity(units)), Samples.Bitcoin, context);
        Assert.Null(Fault(10_000));
        Assert.Equal(FilterKind.MinNotional, Fault(9_000)?.Kind);
        Assert.Equal("LotSize: quantity must be at least 0.00001, was 0.00000999", $"{Fault(999)}");
        Assert.Equal("LotSize: quantity must be a multiple of 0.00001, was 0.00010001", $"{Fault(10_001)}");
    }
}
