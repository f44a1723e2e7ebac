using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Orders;

public sealed class OrderShapeTests
{
    private static readonly Quantity One = Samples.Bitcoin.Quantity(100_000_000);
    private static readonly Price Price = Samples.Bitcoin.Price(5_000_000);
    private static readonly OrderTerms Market = OrderTerms.Market(OrderSide.Buy, One);
    private static readonly OrderTerms Limit = Market with { Type = OrderType.Limit, Limit = Price };
    private static readonly OrderTerms Stop = Market with { Type = OrderType.Stop, Trigger = Price };
    private static readonly OrderTerms StopLimit = Limit with { Type = OrderType.StopLimit, Trigger = Price };
    private static readonly OrderTerms Trailing = Market with { Type = OrderType.TrailingStop, TrailingPpm = 10_000 };
    private static readonly OrderTerms Dated = Limit with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 1 };
    private static readonly OrderTerms Iceberg = Limit with { Display = Samples.Bitcoin.Quantity(1) };

    private static readonly OrderTerms[] Good =
    [
        Market, Limit, Stop, StopLimit, Trailing, Dated, Iceberg,
        Market with { Side = OrderSide.Sell },
        Market with { IsReduceOnly = true },
        Market with { TimeInForce = TimeInForce.ImmediateOrCancel },
        Market with { TimeInForce = TimeInForce.FillOrKill },
        Limit with { TimeInForce = TimeInForce.ImmediateOrCancel },
        Limit with { IsPostOnly = true },
        Dated with { IsPostOnly = true },
        Stop with { Type = OrderType.TakeProfit },
        StopLimit with { Type = OrderType.TakeProfitLimit, IsPostOnly = true },
        StopLimit with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = long.MaxValue },
        Trailing with { Trigger = Price },
        Trailing with { TrailingPpm = 1 },
        Trailing with { TrailingPpm = 999_999 },
        Iceberg with { Display = Samples.Bitcoin.Quantity(99_999_999) },
        Limit with { SelfTrade = SelfTradePrevention.Decrement },
    ];

    private static readonly (string Field, OrderTerms Terms)[] Bad =
    [
        ("side", Market with { Side = OrderSide.Unspecified }),
        ("side", Market with { Side = (OrderSide)3 }),
        ("type", Market with { Type = OrderType.Unspecified }),
        ("type", Market with { Type = (OrderType)8 }),
        ("timeInForce", Market with { TimeInForce = TimeInForce.Unspecified }),
        ("timeInForce", Market with { TimeInForce = (TimeInForce)5 }),
        ("selfTrade", Market with { SelfTrade = SelfTradePrevention.Unspecified }),
        ("selfTrade", Market with { SelfTrade = (SelfTradePrevention)6 }),
        ("quantity", Market with { Quantity = Quantity.Parse("1.0") }),
        ("quantity", Market with { Quantity = Samples.Bitcoin.Quantity(0) }),
        ("quantity", Market with { Quantity = Samples.Bitcoin.Quantity(-1) }),
        ("limit", Limit with { Limit = null }),
        ("limit", Market with { Limit = Price }),
        ("limit", Stop with { Limit = Price }),
        ("limit", Limit with { Limit = Domain.Instruments.Price.Parse("1.000") }),
        ("limit", Limit with { Limit = Samples.Bitcoin.Price(0) }),
        ("limit", StopLimit with { Limit = null }),
        ("trigger", Stop with { Trigger = null }),
        ("trigger", StopLimit with { Trigger = null }),
        ("trigger", Limit with { Trigger = Price }),
        ("trigger", Stop with { Trigger = Samples.Bitcoin.Price(-1) }),
        ("trigger", Trailing with { Trigger = Domain.Instruments.Price.Parse("1") }),
        ("trailing", Trailing with { TrailingPpm = 0 }),
        ("trailing", Trailing with { TrailingPpm = 1_000_000 }),
        ("trailing", Trailing with { TrailingPpm = -1 }),
        ("trailing", Stop with { TrailingPpm = 1 }),
        ("expires", Limit with { ExpiresNanos = 1 }),
        ("expires", Limit with { ExpiresNanos = -1 }),
        ("expires", Dated with { ExpiresNanos = 0 }),
        ("expires", Dated with { ExpiresNanos = -1 }),
        ("timeInForce", Stop with { TimeInForce = TimeInForce.ImmediateOrCancel }),
        ("timeInForce", Trailing with { TimeInForce = TimeInForce.FillOrKill }),
        ("timeInForce", Market with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 1 }),
        ("postOnly", Market with { IsPostOnly = true }),
        ("postOnly", Stop with { IsPostOnly = true }),
        ("postOnly", Limit with { IsPostOnly = true, TimeInForce = TimeInForce.FillOrKill }),
        ("display", Market with { Display = Samples.Bitcoin.Quantity(1) }),
        ("display", Iceberg with { TimeInForce = TimeInForce.ImmediateOrCancel }),
        ("display", Iceberg with { Display = Quantity.Parse("0.1") }),
        ("display", Iceberg with { Display = Samples.Bitcoin.Quantity(0) }),
        ("display", Iceberg with { Display = One }),
    ];

    [Fact]
    public void order_must_be_taken_when_its_fields_belong_together() =>
        Assert.All(Good, terms => Assert.Null(OrderShape.FaultOf(terms, Samples.Bitcoin)));

    [Fact]
    public void order_must_be_refused_with_field_rule_and_value_when_one_does_not_belong()
    {
        foreach (var (field, terms) in Bad)
        {
            var fault = OrderShape.FaultOf(terms, Samples.Bitcoin);
            Assert.True(fault?.Field == field, $"{field}: {fault} of {terms}");
            Assert.NotEmpty(fault.Value.Rule);
            Assert.NotEmpty(fault.Value.Value);
        }
    }

    [Fact]
    public void every_type_must_be_known_to_every_question()
    {
        foreach (var type in Enum.GetValues<OrderType>())
        {
            var name = type.ToString();
            Assert.Equal(name.EndsWith("Limit", StringComparison.Ordinal), OrderShape.HasLimit(type));
            Assert.Equal(name.StartsWith("Stop", StringComparison.Ordinal) || name.StartsWith("Take", StringComparison.Ordinal), OrderShape.HasTrigger(type));
            Assert.Equal(OrderShape.HasTrigger(type) || type == OrderType.TrailingStop, OrderShape.IsConditional(type));
        }
    }
}
