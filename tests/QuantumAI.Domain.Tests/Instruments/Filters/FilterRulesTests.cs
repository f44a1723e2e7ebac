using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class FilterRulesTests
{
    private static readonly FilterScenario Buy = FilterScenario.Buy;
    private static readonly FilterScenario Sell = FilterScenario.Sell;
    private static readonly FilterScenario Market = FilterScenario.Market;
    private static readonly FilterScenario Trailing = FilterScenario.Trailing;
    private static readonly FilterScenario Stop = FilterScenario.Stop;
    private static readonly FilterScenario Iceberg = FilterScenario.Iceberg;
    private static readonly Money OneUnit = new(1);

    /// <summary>Per rule: at its limit it passes, one unit beyond it does not.</summary>
    private static readonly (FilterKind Kind, FilterScenario AtLimit, FilterScenario Beyond)[] Borders =
    [
        (FilterKind.Form, Of(Buy, 1), Of(Buy, 0)),
        (FilterKind.SymbolStatus, Buy, Buy.With(new() { Status = SymbolStatus.CancelOnly })),
        (FilterKind.UnknownFilter, Buy, Buy.With(new() { Unknown = new(["MOON_PHASE"]) })),
        (FilterKind.OrderType, Buy.With(new() { Allowed = AllowedOrders.Limit }), Buy.With(new() { Allowed = AllowedOrders.All & ~AllowedOrders.Limit })),
        (FilterKind.OrderType, PostOnly(AllowedOrders.Limit | AllowedOrders.PostOnly), PostOnly(AllowedOrders.All & ~AllowedOrders.PostOnly)),
        (FilterKind.OrderType, Iceberg.With(new() { Allowed = AllowedOrders.Limit | AllowedOrders.Iceberg }), Iceberg.With(new() { Allowed = AllowedOrders.All & ~AllowedOrders.Iceberg })),
        (FilterKind.PriceFilter, Buy.With(Price(min: 5_000_000)), Buy.With(Price(min: 5_000_001))),
        (FilterKind.PriceFilter, Buy.With(Price(max: 5_000_000)), Buy.With(Price(max: 4_999_999))),
        (FilterKind.PriceFilter, At(Buy.With(Price(tick: 50)), 5_000_050), At(Buy.With(Price(tick: 50)), 5_000_051)),
        (FilterKind.PriceFilter, Stop.With(Price(min: 5_000_000)), Stop.With(Price(min: 5_000_001))),
        (FilterKind.PriceFilter, Stop.With(Price(tick: 5_000_000)), Stop.With(Price(tick: 5_000_001))),
        (FilterKind.PercentPrice, At(Buy.With(Percent(up: 1_200_000)), 6_000_000), At(Buy.With(Percent(up: 1_200_000)), 6_000_001)),
        (FilterKind.PercentPrice, At(Sell.With(Percent(up: 1_200_000)), 6_000_000), At(Sell.With(Percent(up: 1_200_000)), 6_000_001)),
        (FilterKind.PercentPrice, At(Buy.With(Percent(down: 800_000)), 4_000_000), At(Buy.With(Percent(down: 800_000)), 3_999_999)),
        (FilterKind.PercentPriceBySide, At(Buy.With(BySide), 6_000_000), At(Buy.With(BySide), 6_000_001)),
        (FilterKind.PercentPriceBySide, At(Buy.With(BySide), 1_000_000), At(Buy.With(BySide), 999_999)),
        (FilterKind.PercentPriceBySide, At(Sell.With(BySide), 25_000_000), At(Sell.With(BySide), 25_000_001)),
        (FilterKind.PercentPriceBySide, At(Sell.With(BySide), 4_000_000), At(Sell.With(BySide), 3_999_999)),
        (FilterKind.LotSize, Buy.With(Lot(min: 50_000_000)), Buy.With(Lot(min: 50_000_001))),
        (FilterKind.LotSize, Buy.With(Lot(max: 50_000_000)), Buy.With(Lot(max: 49_999_999))),
        (FilterKind.LotSize, Of(Buy.With(Lot(step: 1_000)), 50_001_000), Of(Buy.With(Lot(step: 1_000)), 50_001_001)),
        (FilterKind.LotSize, Iceberg.With(Lot(min: 10_000_000)), Iceberg.With(Lot(min: 10_000_001))),
        (FilterKind.LotSize, Market.With(Lot(max: 50_000_000)), Market.With(Lot(max: 49_999_999))),
        (FilterKind.MarketLotSize, Market.With(MarketLot(min: 50_000_000)), Market.With(MarketLot(min: 50_000_001))),
        (FilterKind.MarketLotSize, Market.With(MarketLot(max: 50_000_000)), Market.With(MarketLot(max: 49_999_999))),
        (FilterKind.MarketLotSize, Market.With(MarketLot(step: 25_000_000)), Market.With(MarketLot(step: 25_000_001))),
        (FilterKind.MarketLotSize, Stop.With(MarketLot(max: 50_000_000)), Stop.With(MarketLot(max: 49_999_999))),
        (FilterKind.AmountRange, Huge(184_467_440_737), Huge(184_467_440_738)),
        (FilterKind.MinNotional, Buy.With(MinNotional(25_000)), Buy.With(MinNotional(25_000, more: 1))),
        (FilterKind.MinNotional, Market.With(MinNotional(25_000)), Market.With(MinNotional(25_000, more: 1))),
        (FilterKind.MinNotional, Stop.With(MinNotional(25_000)), Stop.With(MinNotional(25_000, more: 1))),
        (FilterKind.Notional, Buy.With(Notional(min: 25_000)), Buy.With(Notional(min: 25_000, more: 1))),
        (FilterKind.Notional, Buy.With(Notional(max: 25_000)), Buy.With(Notional(max: 25_000, more: -1))),
        (FilterKind.Notional, Market.With(Notional(min: 25_000)), Market.With(Notional(min: 25_000, more: 1))),
        (FilterKind.Notional, Market.With(Notional(max: 25_000)), Market.With(Notional(max: 25_000, more: -1))),
        (FilterKind.IcebergParts, Iceberg.With(new() { IcebergParts = 5 }), Iceberg.With(new() { IcebergParts = 4 })),
        (FilterKind.IcebergParts, Of(Iceberg.With(new() { IcebergParts = 6 }), 50_000_001), Of(Iceberg.With(new() { IcebergParts = 5 }), 50_000_001)),
        (FilterKind.TrailingDelta, Trailing.With(Delta(minAbove: 100)), Trailing.With(Delta(minAbove: 101))),
        (FilterKind.TrailingDelta, Trailing.With(Delta(maxAbove: 100)), Trailing.With(Delta(maxAbove: 99))),
        (FilterKind.TrailingDelta, Sold(Trailing).With(Delta(minBelow: 100)), Sold(Trailing).With(Delta(minBelow: 101))),
        (FilterKind.TrailingDelta, Sold(Trailing).With(Delta(maxBelow: 100)), Sold(Trailing).With(Delta(maxBelow: 99))),
        (FilterKind.TrailingDelta, Trails(Delta(minAbove: 1), 10_100), Trails(Delta(minAbove: 1), 10_101)),
        (FilterKind.MaxPosition, Buy.With(new() { MaxPositionUnits = 150_000_000 }), Buy.With(new() { MaxPositionUnits = 149_999_999 })),
        (FilterKind.MaxAsset, Sell.With(new() { MaxBasePerOrder = new Money(50_000_000) }), Sell.With(new() { MaxBasePerOrder = new Money(49_999_999) })),
        (FilterKind.MaxAsset, Buy.With(new() { MaxQuotePerOrder = Money.Whole(25_000) }), Buy.With(new() { MaxQuotePerOrder = Money.Whole(25_000) - OneUnit })),
        (FilterKind.MaxAsset, Market.With(new() { MaxQuotePerOrder = Money.Whole(25_000) }), Market.With(new() { MaxQuotePerOrder = Money.Whole(25_000) - OneUnit })),
        (FilterKind.MaxNumOrders, OnSymbol(Buy, new(Orders: 7, null, null, null), new(6, 9, 9, 9)), OnSymbol(Buy, new(Orders: 7, null, null, null), new(7, 9, 9, 9))),
        (FilterKind.MaxNumOrders, OnSymbol(Stop, new(Orders: 7, null, null, null), new(6, 9, 9, 9)), OnSymbol(Stop, new(Orders: 7, null, null, null), new(7, 9, 9, 9))),
        (FilterKind.MaxNumAlgoOrders, OnSymbol(Stop, new(null, AlgoOrders: 7, null, null), new(9, 6, 9, 9)), OnSymbol(Stop, new(null, AlgoOrders: 7, null, null), new(9, 7, 9, 9))),
        (FilterKind.MaxNumIcebergOrders, OnSymbol(Iceberg, new(null, null, IcebergOrders: 7, null), new(9, 9, 6, 9)), OnSymbol(Iceberg, new(null, null, IcebergOrders: 7, null), new(9, 9, 7, 9))),
        (FilterKind.MaxNumOrderAmends, Amended(9, 10), Amended(10, 10)),
        (FilterKind.MaxNumOrderLists, OnSymbol(Listed, new(null, null, null, OrderLists: 7), new(9, 9, 9, 6)), OnSymbol(Listed, new(null, null, null, OrderLists: 7), new(9, 9, 9, 7))),
        (FilterKind.ExchangeMaxNumOrders, OnAccount(Buy, new(Orders: 7, null, null, null), new(6, 9, 9, 9)), OnAccount(Buy, new(Orders: 7, null, null, null), new(7, 9, 9, 9))),
        (FilterKind.ExchangeMaxNumAlgoOrders, OnAccount(Trailing, new(null, AlgoOrders: 7, null, null), new(9, 6, 9, 9)), OnAccount(Trailing, new(null, AlgoOrders: 7, null, null), new(9, 7, 9, 9))),
        (FilterKind.ExchangeMaxNumIcebergOrders, OnAccount(Iceberg, new(null, null, IcebergOrders: 7, null), new(9, 9, 6, 9)), OnAccount(Iceberg, new(null, null, IcebergOrders: 7, null), new(9, 9, 7, 9))),
        (FilterKind.ExchangeMaxNumOrderLists, OnAccount(Listed, new(null, null, null, OrderLists: 7), new(9, 9, 9, 6)), OnAccount(Listed, new(null, null, null, OrderLists: 7), new(9, 9, 9, 7))),
    ];

    /// <summary>One violation of each rule that leaves the others alone, for an iceberg.</summary>
    private static readonly (FilterKind Kind, Func<FilterScenario, FilterScenario> Violate)[] Violations =
    [
        (FilterKind.Form, x => x with { Terms = x.Terms with { ExpiresNanos = 1 } }),
        (FilterKind.SymbolStatus, x => x.With(x.Filters with { Status = SymbolStatus.Halt })),
        (FilterKind.UnknownFilter, x => x.With(x.Filters with { Unknown = new(["MOON_PHASE"]) })),
        (FilterKind.OrderType, x => x.With(x.Filters with { Allowed = AllowedOrders.Market })),
        (FilterKind.PriceFilter, x => x.With(x.Filters with { Price = new(0, 0, 7) })),
        (FilterKind.PercentPrice, x => x.With(x.Filters with { PercentPrice = new(1_000_001, 0) })),
        (FilterKind.PercentPriceBySide, x => x.With(x.Filters with { PercentPriceBid = new(1_000_001, 0) })),
        (FilterKind.LotSize, x => x.With(x.Filters with { Lot = new(0, 0, 7) })),
        (FilterKind.MinNotional, x => x.With(x.Filters with { MinNotional = new(Money.Whole(1_000_000), Money.Zero, true, true, 0) })),
        (FilterKind.Notional, x => x.With(x.Filters with { Notional = new(Money.Zero, Money.Whole(1), true, true, 0) })),
        (FilterKind.IcebergParts, x => x.With(x.Filters with { IcebergParts = 0 })),
        (FilterKind.MaxPosition, x => x.With(x.Filters with { MaxPositionUnits = 0 })),
        (FilterKind.MaxAsset, x => x.With(x.Filters with { MaxQuotePerOrder = OneUnit })),
        (FilterKind.MaxNumOrders, x => x.With(x.Filters with { Symbol = x.Filters.Symbol with { Orders = 0 } })),
        (FilterKind.MaxNumIcebergOrders, x => x.With(x.Filters with { Symbol = x.Filters.Symbol with { IcebergOrders = 0 } })),
        (FilterKind.MaxNumOrderLists, x => x.With(x.Filters with { Symbol = x.Filters.Symbol with { OrderLists = 0 } })),
        (FilterKind.ExchangeMaxNumOrders, x => x.With(x.Filters with { Exchange = x.Filters.Exchange with { Orders = 0 } })),
        (FilterKind.ExchangeMaxNumIcebergOrders, x => x.With(x.Filters with { Exchange = x.Filters.Exchange with { IcebergOrders = 0 } })),
        (FilterKind.ExchangeMaxNumOrderLists, x => x.With(x.Filters with { Exchange = x.Filters.Exchange with { OrderLists = 0 } })),
    ];

    private static FilterScenario Listed => Buy with { Context = Buy.Context with { OpensOrderList = true } };

    private static InstrumentFilters BySide => new() { PercentPriceBid = new(200_000, 1_200_000), PercentPriceAsk = new(800_000, 5_000_000) };

    [Fact]
    public void limit_must_hold_to_the_unit()
    {
        foreach (var (kind, atLimit, beyond) in Borders)
        {
            Assert.True(atLimit.Fault() is null, $"{kind}: at the limit was {atLimit.Fault()}\n{atLimit}");
            Assert.True(beyond.Fault()?.Kind == kind, $"{kind}: beyond the limit was {beyond.Fault()}\n{beyond}");
            Assert.All([beyond.Fault()!.Value.Fault.Field, beyond.Fault()!.Value.Fault.Rule, beyond.Fault()!.Value.Fault.Value], Assert.NotEmpty);
        }
    }

    [Fact]
    public void every_kind_must_have_a_border() =>
        Assert.Equal(Enum.GetValues<FilterKind>().Where(kind => kind != FilterKind.Unspecified), Borders.Select(border => border.Kind).Distinct().Order());

    [Fact]
    public void rules_must_come_in_the_order_of_their_numbers() =>
        Assert.Equal(Enum.GetValues<FilterKind>().Where(kind => kind != FilterKind.Unspecified), FilterRules.Order);

    [Fact]
    public void earlier_rule_must_answer_when_two_are_broken()
    {
        var entry = Iceberg with { Context = Iceberg.Context with { OpensOrderList = true } };
        Assert.Null(entry.Fault());
        foreach (var (first, violateFirst) in Violations)
        {
            Assert.Equal(first, violateFirst(entry).Fault()?.Kind);
            foreach (var (second, violateSecond) in Violations)
            {
                var actual = violateSecond(violateFirst(entry)).Fault()?.Kind;
                Assert.True((FilterKind)Math.Min((byte)first, (byte)second) == actual, $"{first} and {second}: {actual}");
            }
        }
    }

    [Fact]
    public void fault_must_name_field_rule_and_value()
    {
        Assert.Equal("LotSize: quantity must be a multiple of 0.001, was 0.0005", Message(Of(Buy.With(Lot(step: 100_000)), 50_000)));
        Assert.Equal("LotSize: quantity must be at least 1, was 0.5", Message(Buy.With(Lot(min: 100_000_000))));
        Assert.Equal("PriceFilter: trigger must be at most 49999.99, was 50000", Message(Stop.With(Price(max: 4_999_999))));
        Assert.Equal("PercentPrice: limit must be at most 25000.05, was 50000.00", Message(Buy.With(Percent(up: 500_001))));
        Assert.Equal("MinNotional: value must be at least 30000, was 25000", Message(Buy.With(MinNotional(30_000))));
        Assert.Equal("TrailingDelta: trailing bps must be at least 101, was 100", Message(Trailing.With(Delta(minAbove: 101))));
        Assert.Equal("MaxPosition: position must be at most 1.2, was 1 + 0.5", Message(Buy.With(new() { MaxPositionUnits = 120_000_000 })));
        Assert.Equal("MaxNumOrders: open orders of the symbol must be at most 0, was 1", Message(Buy.With(new() { Symbol = new(0, null, null, null) })));
        Assert.Equal("UnknownFilter: filters must all be known before an order may open, was A, B", Message(Buy.With(new() { Unknown = new(["B", "A"]) })));
        Assert.Equal("OrderType: type must be one of Limit, PostOnly, was Market", Message(Market.With(new() { Allowed = AllowedOrders.Limit | AllowedOrders.PostOnly })));
    }

    [Theory]
    [InlineData(SymbolStatus.Trading, true, true)]
    [InlineData(SymbolStatus.Unknown, false, true)]
    [InlineData(SymbolStatus.EndOfDay, false, false)]
    [InlineData(SymbolStatus.Halt, false, false)]
    [InlineData(SymbolStatus.Break, false, false)]
    [InlineData(SymbolStatus.CancelOnly, false, false)]
    [InlineData(SymbolStatus.Unspecified, false, false)]
    [InlineData((SymbolStatus)99, false, false)]
    public void status_must_decide_who_may_trade(SymbolStatus status, bool opening, bool reducing)
    {
        var scenario = Sell.With(new() { Status = status });
        Assert.Equal(opening, scenario.Fault() is null);
        Assert.Equal(reducing, scenario.Reducing().Fault() is null);
        Assert.Equal(reducing, (scenario with { Terms = scenario.Terms with { IsReduceOnly = true } }).Fault() is null);
    }

    [Fact]
    public void every_order_type_must_have_a_flag_of_its_own()
    {
        foreach (var type in Enum.GetValues<OrderType>().Where(type => type != OrderType.Unspecified))
            Assert.Equal($"{type}", $"{(AllowedOrders)(1 << (int)type)}");
    }

    [Fact]
    public void only_what_reduces_must_pass_when_a_rule_cannot_be_judged()
    {
        var blind = new FilterContext();
        foreach (var (kind, filters) in new (FilterKind, InstrumentFilters)[]
        {
            (FilterKind.UnknownFilter, new() { Unknown = new(["MOON_PHASE"]) }),
            (FilterKind.PercentPrice, Percent(up: 1_000_000)),
            (FilterKind.PercentPriceBySide, BySide),
            (FilterKind.MaxPosition, new() { MaxPositionUnits = 1 }),
        })
        {
            var scenario = Buy.With(filters) with { Context = blind };
            Assert.Equal(kind, scenario.Fault()?.Kind);
            Assert.Null(scenario.Reducing().Fault());
        }

        foreach (var (kind, filters) in new (FilterKind, InstrumentFilters)[]
        {
            (FilterKind.MinNotional, MinNotional(1)),
            (FilterKind.Notional, Notional(max: 1)),
            (FilterKind.MaxAsset, new() { MaxQuotePerOrder = OneUnit }),
        })
        {
            var scenario = Market.With(filters) with { Context = blind };
            Assert.Equal(kind, scenario.Fault()?.Kind);
            Assert.Null(scenario.Reducing().Fault());
        }
    }

    [Fact]
    public void reducing_must_not_excuse_what_can_be_judged()
    {
        foreach (var (kind, _, beyond) in Borders.Where(border => border.Kind != FilterKind.UnknownFilter))
            Assert.Equal(kind, beyond.Reducing().Fault()?.Kind);
    }

    internal static InstrumentFilters Price(long min = 0, long max = 0, long tick = 0) => new() { Price = new(min, max, tick) };

    internal static InstrumentFilters Percent(long down = 0, long up = 0) => new() { PercentPrice = new(down, up) };

    internal static InstrumentFilters Lot(long min = 0, long max = 0, long step = 0) => new() { Lot = new(min, max, step) };

    internal static InstrumentFilters MarketLot(long min = 0, long max = 0, long step = 0) => new() { MarketLot = new(min, max, step) };

    internal static InstrumentFilters MinNotional(long min, int more = 0, bool toMarket = true) =>
        new() { MinNotional = new(new Money(Money.Whole(min).Units + more), Money.Zero, toMarket, false, 5) };

    internal static InstrumentFilters Notional(long min = 0, long max = 0, int more = 0, bool toMarket = true) =>
        new() { Notional = new(min == 0 ? Money.Zero : new Money(Money.Whole(min).Units + more), max == 0 ? Money.Zero : new Money(Money.Whole(max).Units + more), toMarket, toMarket, 5) };

    internal static InstrumentFilters Delta(int minAbove = 0, int maxAbove = 0, int minBelow = 0, int maxBelow = 0) =>
        new() { Trailing = new(minAbove, maxAbove, minBelow, maxBelow) };

    internal static FilterScenario At(FilterScenario scenario, long limitUnits) => scenario with { Terms = scenario.Terms with { Limit = FilterScenario.Btc.Price(limitUnits) } };

    internal static FilterScenario Of(FilterScenario scenario, long quantityUnits) => scenario with { Terms = scenario.Terms with { Quantity = FilterScenario.Btc.Quantity(quantityUnits) } };

    private static FilterScenario Sold(FilterScenario scenario) => scenario with { Terms = scenario.Terms with { Side = OrderSide.Sell } };

    private static FilterScenario Trails(InstrumentFilters filters, long ppm) => Trailing.With(filters) with { Terms = Trailing.Terms with { TrailingPpm = ppm } };

    private static FilterScenario PostOnly(AllowedOrders allowed) => Buy.With(new() { Allowed = allowed }) with { Terms = Buy.Terms with { IsPostOnly = true } };

    private static FilterScenario OnSymbol(FilterScenario scenario, OrderCountLimits limits, OpenOrderCounts open) =>
        scenario.With(new() { Symbol = limits }) with { Context = scenario.Context with { Symbol = open } };

    private static FilterScenario OnAccount(FilterScenario scenario, OrderCountLimits limits, OpenOrderCounts open) =>
        scenario.With(new() { Exchange = limits }) with { Context = scenario.Context with { Account = open } };

    private static FilterScenario Amended(int before, int max) =>
        Buy.With(new() { MaxOrderAmends = max }) with { Context = Buy.Context with { Amends = before } };

    /// <summary>No decimals at all, and the largest price: with 8 decimals more, the value needs more than the 127 bits of an amount.</summary>
    private static FilterScenario Huge(long quantity) => Buy with
    {
        Plain = FilterScenario.Btc with { PriceScale = 0, QuantityScale = 0 },
        Terms = Buy.Terms with { Limit = new Price(long.MaxValue, 0), Quantity = new Quantity(quantity, 0) },
    };

    private static string Message(FilterScenario scenario) => $"{scenario.Fault()}";
}
