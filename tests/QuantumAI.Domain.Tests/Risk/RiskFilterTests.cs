using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Risk;

/// <summary>Each venue filter as the gate's denial: its own code, and the figures that only the account knows.</summary>
public sealed class RiskFilterTests
{
    private static readonly Quantity Lot = Samples.Bitcoin.Quantity(1_000_000);
    private static readonly RiskScenario Market = RiskScenario.Approved;
    private static readonly RiskScenario Limited = Market with
    {
        OnTerms = x => x with { Type = OrderType.Limit, Limit = Samples.Bitcoin.Price(4_990_000) },
        Events = [RiskScenario.Open("open", RiskScenario.Limit(OrderSide.Buy, 1_000_000, 100))],
    };

    private static readonly RiskScenario Trailing = Market with { OnTerms = x => x with { Type = OrderType.TrailingStop, TrailingPpm = 10_000 } };
    private static readonly RiskScenario Stop = Market with
    {
        OnTerms = x => x with { Type = OrderType.Stop, Trigger = Samples.Bitcoin.Price(5_100_000) },
        Events = [RiskScenario.Open("stop", OrderTerms.Market(OrderSide.Buy, Lot) with { Type = OrderType.Stop, Trigger = Samples.Bitcoin.Price(5_200_000) })],
    };

    private static readonly RiskScenario Iceberg = Limited with
    {
        OnTerms = x => Limited.OnTerms(x) with { Display = Lot },
        Events = [RiskScenario.Open("iceberg", RiskScenario.Limit(OrderSide.Buy, 1_000_000, 100) with { Display = Samples.Bitcoin.Quantity(1_000) })],
    };

    private static readonly RiskScenario List = Limited with
    {
        List = new OrderListPlace("b", ContingencyKind.OneCancelsOther, 0),
        Events = [RiskScenario.Open("a", RiskScenario.Limit(OrderSide.Buy, 1_000_000, 100), list: new OrderListPlace("a", ContingencyKind.OneCancelsOther, 0))],
    };

    /// <summary>Per filter: what passes with the filter just wide enough, and what is denied one unit narrower.</summary>
    private static readonly (FilterKind Kind, RiskScenario Order, Func<InstrumentFilters, InstrumentFilters> Wide, Func<InstrumentFilters, InstrumentFilters> Narrow)[] Borders =
    [
        (FilterKind.SymbolStatus, Market, x => x, x => x with { Status = SymbolStatus.Halt }),
        (FilterKind.UnknownFilter, Market, x => x, x => x with { Unknown = new UnknownFilterNames(["NEW"]) }),
        (FilterKind.OrderType, Market, x => x with { Allowed = AllowedOrders.Market }, x => x with { Allowed = AllowedOrders.Limit }),
        (FilterKind.PriceFilter, Limited, x => x with { Price = new(4_990_000, 0, 1) }, x => x with { Price = new(4_990_001, 0, 1) }),
        (FilterKind.PercentPrice, Limited, x => x with { PercentPrice = new(998_000, 0) }, x => x with { PercentPrice = new(998_001, 0) }),
        (FilterKind.PercentPriceBySide, Limited, x => x with { PercentPriceBid = new(998_000, 0) }, x => x with { PercentPriceBid = new(998_001, 0) }),
        (FilterKind.LotSize, Market, x => x with { Lot = new(10_000_000, 0, 1_000) }, x => x with { Lot = new(10_000_001, 0, 1_000) }),
        (FilterKind.MarketLotSize, Market, x => x with { MarketLot = new(0, 10_000_000, 0) }, x => x with { MarketLot = new(0, 9_999_999, 0) }),
        (FilterKind.MinNotional, Limited, x => x with { MinNotional = Least(Money.Whole(4_990)) }, x => x with { MinNotional = Least(Money.Whole(4_990) + new Money(1)) }),
        (FilterKind.Notional, Limited, x => x with { Notional = Least(Money.Whole(4_990)) }, x => x with { Notional = Least(Money.Whole(4_990) + new Money(1)) }),
        (FilterKind.IcebergParts, Iceberg, x => x with { IcebergParts = 10 }, x => x with { IcebergParts = 9 }),
        (FilterKind.TrailingDelta, Trailing, x => x with { Trailing = new(100, 0, 0, 0) }, x => x with { Trailing = new(101, 0, 0, 0) }),
        (FilterKind.MaxPosition, Limited with { HeldUnits = 5_000_000 }, x => x with { MaxPositionUnits = 16_000_000 }, x => x with { MaxPositionUnits = 15_999_999 }),
        (FilterKind.MaxAsset, Market, x => x with { MaxBasePerOrder = Money.Parse("0.1") }, x => x with { MaxBasePerOrder = Money.Parse("0.09999999") }),
        (FilterKind.MaxNumOrders, Limited, x => x with { Symbol = new(2, null, null, null) }, x => x with { Symbol = new(1, null, null, null) }),
        (FilterKind.MaxNumAlgoOrders, Stop, x => x with { Symbol = new(null, 2, null, null) }, x => x with { Symbol = new(null, 1, null, null) }),
        (FilterKind.MaxNumIcebergOrders, Iceberg, x => x with { Symbol = new(null, null, 2, null) }, x => x with { Symbol = new(null, null, 1, null) }),
        (FilterKind.MaxNumOrderLists, List, x => x with { Symbol = new(null, null, null, 2) }, x => x with { Symbol = new(null, null, null, 1) }),
        (FilterKind.ExchangeMaxNumOrders, Limited, x => x with { Exchange = new(2, null, null, null) }, x => x with { Exchange = new(1, null, null, null) }),
        (FilterKind.ExchangeMaxNumAlgoOrders, Stop, x => x with { Exchange = new(null, 2, null, null) }, x => x with { Exchange = new(null, 1, null, null) }),
        (FilterKind.ExchangeMaxNumIcebergOrders, Iceberg, x => x with { Exchange = new(null, null, 2, null) }, x => x with { Exchange = new(null, null, 1, null) }),
        (FilterKind.ExchangeMaxNumOrderLists, List, x => x with { Exchange = new(null, null, null, 2) }, x => x with { Exchange = new(null, null, null, 1) }),
    ];

    [Fact]
    public void filter_must_deny_with_its_own_code_one_unit_beyond()
    {
        foreach (var (kind, order, wide, narrow) in Borders)
        {
            var atLimit = With(order, wide).Decide();
            var beyond = With(order, narrow).Decide();
            Assert.True(atLimit.IsApproved, $"{kind}: at the limit was denied by {atLimit.Rule} ({atLimit.Detail})");
            Assert.True(RiskRules.CodeOf(kind) == beyond.Denial, $"{kind}: beyond the limit was {beyond.Denial} ({beyond.Detail})");
            Assert.Equal(kind.ToString(), beyond.Rule);
            Assert.Contains(", was ", beyond.Detail, StringComparison.Ordinal); // field, rule and value
        }
    }

    [Fact]
    public void every_filter_must_have_a_border_but_those_that_no_request_can_break() => Assert.Equal(
        // The form comes first as OrderForm, an amount that cannot be booked too, and amendments do not ask this gate.
        FilterRules.Order.Where(kind => kind is not (FilterKind.Form or FilterKind.AmountRange or FilterKind.MaxNumOrderAmends)),
        Borders.Select(border => border.Kind));

    [Fact]
    public void codes_must_stay_what_journals_hold()
    {
        foreach (var kind in FilterRules.Order)
        {
            var expected = kind switch { FilterKind.Form => 16, FilterKind.LotSize => 5, FilterKind.MinNotional => 6, _ => 100 + (int)kind };
            Assert.Equal(expected, (int)RiskRules.CodeOf(kind));
        }

        Assert.Equal(FilterRules.Order.Count, FilterRules.Order.Select(RiskRules.CodeOf).Distinct().Count());
    }

    [Fact]
    public void held_order_must_not_count_as_open_at_the_venue()
    {
        var held = Limited with { Events = [RiskScenario.Open("held", RiskScenario.Limit(OrderSide.Buy, 1_000_000, 100), isHeld: true)] };
        Assert.True(With(held, x => x with { Symbol = new(1, null, null, null) }).Decide().IsApproved);
    }

    private static RiskScenario With(RiskScenario order, Func<InstrumentFilters, InstrumentFilters> filters) =>
        order with { OnInstrument = x => x with { Filters = filters(new InstrumentFilters()) } };

    private static NotionalRange Least(Money min) => new(min, Money.Zero, AppliesMinToMarket: true, AppliesMaxToMarket: false, AverageMinutes: 0);
}
