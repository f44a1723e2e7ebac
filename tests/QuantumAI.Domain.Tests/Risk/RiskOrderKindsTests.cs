using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;
using static QuantumAI.Domain.Risk.DenialCode;

namespace QuantumAI.Domain.Tests.Risk;

/// <summary>Orders beyond the plain entry and exit: held and released ones, lists, margin, amounts that do not fit.</summary>
public sealed class RiskOrderKindsTests
{
    private static readonly RiskScenario Entry = RiskScenario.Approved;
    private static readonly RiskScenario Exit = RiskScenario.Exit;
    private static readonly Quantity Tenth = Samples.Bitcoin.Quantity(10_000_000);

    [Theory]
    [InlineData(OrderType.Market, "5010.00000000")] // the price may move by the collar until it is filled
    [InlineData(OrderType.Stop, "5110.20000000")] // valued at its trigger
    [InlineData(OrderType.Limit, "4990.00000000")] // never more than the limit
    [InlineData(OrderType.StopLimit, "4990.00000000")]
    public void purchase_must_set_aside_what_it_may_cost_at_worst(OrderType type, string reserved)
    {
        var decision = (Entry with { OnTerms = x => Typed(x, type, 4_990_000, 5_100_000) }).Decide();
        Assert.Equal((Unspecified, Money.Parse(reserved)), (decision.Denial, decision.Reserved));
    }

    [Fact]
    public void nothing_must_be_set_aside_when_the_order_is_held_or_a_child_or_on_margin()
    {
        var child = new OrderListPlace("x", ContingencyKind.OneTriggersOther, 1);
        RiskScenario[] orders =
        [
            Entry with { IsHeld = true },
            Entry with { List = child },
            Entry with { Margin = true },
            Entry with { Margin = true, Side = OrderSide.Sell },
            Exit with { IsHeld = true },
        ];
        Assert.All(orders, order => Assert.Equal((Unspecified, Money.Zero), (order.Decide().Denial, order.Decide().Reserved)));
    }

    [Fact]
    public void Issue_child_that_opens_must_count_when_the_venue_keeps_it()
    {
        var child = Entry with { List = new OrderListPlace("x", ContingencyKind.OneTriggersOther, 1) };
        Assert.Equal(AgentExposure, (child with { AgentPpm = 10_000 }).Decide().Denial);
        Assert.Equal(Unspecified, (child with { AgentPpm = 10_000, IsHeld = true }).Decide().Denial); // asked again when it is to go
        var kept = RiskScenario.Open("child", OrderTerms.Market(OrderSide.Buy, Samples.Bitcoin.Quantity(40_000_000)), list: child.List, reserves: false);
        Assert.Equal(AgentExposure, (Entry with { Events = [kept] }).Decide().Denial);
    }

    [Fact]
    public void child_must_add_nothing_and_need_nothing_to_reduce_yet()
    {
        var child = Exit with { HeldUnits = 0, List = new OrderListPlace("x", ContingencyKind.OneTriggersOneCancelsOther, 1), AgentPpm = 0, TotalPpm = 0 };
        Assert.Equal((Unspecified, Money.Zero), (child.Decide().Denial, child.Decide().TotalExposure));
        Assert.Equal(NotReducing, (child with { List = child.List! with { Place = 0 } }).Decide().Denial);
    }

    [Fact]
    public void sibling_must_be_allowed_to_reduce_the_same_holding()
    {
        var place = new OrderListPlace("x", ContingencyKind.OneCancelsOther, 0);
        var second = Exit with { IsHeld = true, List = place with { Place = 1 }, Events = [Held("first", place)] };
        Assert.True(second.Decide().IsApproved);
        Assert.Equal(NotReducing, (second with { List = null }).Decide().Denial);
        Assert.Equal(NotReducing, (second with { List = place with { ListId = "y", Place = 1 } }).Decide().Denial);
    }

    [Fact]
    public void sibling_must_set_aside_only_what_the_first_does_not()
    {
        var place = new OrderListPlace("x", ContingencyKind.OneCancelsOther, 0);
        var first = RiskScenario.Open("first", RiskScenario.Limit(OrderSide.Sell, 10_000_000, 6_000_000) with { IsReduceOnly = true }, list: place);
        var second = Exit with { List = place with { Place = 1 }, Events = [first] };
        Assert.Equal((Unspecified, Money.Zero), (second.Decide().Denial, second.Decide().Reserved));
        var larger = second with { HeldUnits = 30_000_000, QuantityUnits = 25_000_000 };
        Assert.Equal((Unspecified, Money.Parse("0.15")), (larger.Decide().Denial, larger.Decide().Reserved));
    }

    [Fact]
    public void orders_of_one_list_must_be_approved_one_upon_the_other()
    {
        var place = new OrderListPlace("x", ContingencyKind.OneCancelsOther, 0);
        var first = Listed(OrderTerms.Market(OrderSide.Buy, Tenth), Money.Whole(5_010), place);
        var second = Entry with { AgentPpm = 100_100, List = place with { Place = 1 }, OnSituation = x => x with { Listed = [first] } };
        Assert.Equal((Unspecified, Money.Whole(10_010), Money.Zero), (second.Decide().Denial, second.Decide().AgentExposure, second.Decide().Reserved));
        Assert.Equal(DenialCode.AgentExposure, (second with { AgentPpm = 100_099 }).Decide().Denial);

        var poor = second with { Deposit = Money.Whole(10_000), DayStart = Money.Whole(10_000), High = Money.Whole(10_000), AgentPpm = 2_000_000, TotalPpm = 2_000_000 };
        Assert.True(poor.Decide().IsApproved);
        Assert.Equal(InsufficientBalance, (poor with { List = null }).Decide().Denial); // what the first sets aside is not free any more
    }

    /// <summary>A released order asks as one of two that cancel each other, while its sibling still waits as a child of the bracket.</summary>
    [Fact]
    public void released_child_of_a_bracket_must_pass_when_its_sibling_waits()
    {
        var bracket = new OrderListPlace("x", ContingencyKind.OneTriggersOneCancelsOther, 1);
        var stop = Exit with
        {
            List = new OrderListPlace("x", ContingencyKind.OneCancelsOther, 1),
            Events = [Held("stop", bracket), Held("profit", bracket with { Place = 2 })],
            OnSituation = x => x with { Released = "stop" },
        };
        Assert.Equal((Unspecified, Money.Of(Tenth)), (stop.Decide().Denial, stop.Decide().Reserved));
    }

    [Fact]
    public void released_order_must_not_be_counted_beside_itself()
    {
        var held = RiskScenario.Open("held", OrderTerms.Market(OrderSide.Buy, Tenth) with { Type = OrderType.Stop, Trigger = Samples.Bitcoin.Price(5_000_000) }, isHeld: true);
        var released = Entry with { AgentPpm = 50_000, Events = [held], OnSituation = x => x with { Released = "held" } };
        Assert.Equal((Unspecified, Money.Whole(5_000)), (released.Decide().Denial, released.Decide().AgentExposure));
        Assert.Equal(DenialCode.AgentExposure, (released with { OnSituation = x => x }).Decide().Denial);

        var exit = Exit with { Events = [Held("sale", null)], OnSituation = x => x with { Released = "sale" } };
        Assert.True(exit.Decide().IsApproved);
        Assert.Equal(NotReducing, (exit with { OnSituation = x => x }).Decide().Denial);
    }

    [Fact]
    public void limit_order_that_became_live_by_its_trigger_must_not_be_crossed()
    {
        var own = OrderTerms.Market(OrderSide.Sell, Samples.Bitcoin.Quantity(1_000)) with
        {
            Type = OrderType.StopLimit,
            Limit = Samples.Bitcoin.Price(5_000_000),
            Trigger = Samples.Bitcoin.Price(4_000_000),
        };
        var waiting = Entry with { Margin = true, Events = [RiskScenario.Open("own", own, "boreas", reserves: false), new OrderAccepted("own", "1")] };
        Assert.True(waiting.Decide().IsApproved);
        AccountEvent[] triggered = [.. waiting.Events, new OrderTriggered("own")];
        Assert.Equal(SelfCrossing, (waiting with { Events = triggered }).Decide().Denial);
        Assert.Equal(SelfCrossing, (waiting with { Events = [.. triggered, new OrderCancelRequested("own", "")] }).Decide().Denial);
        Assert.True((waiting with { Events = [.. triggered, new OrderCanceled("own", "")] }).Decide().IsApproved);
    }

    [Fact]
    public void released_limit_order_must_not_be_crossed()
    {
        var own = OrderTerms.Market(OrderSide.Sell, Samples.Bitcoin.Quantity(1_000)) with
        {
            Type = OrderType.TakeProfitLimit,
            Limit = Samples.Bitcoin.Price(5_000_000),
            Trigger = Samples.Bitcoin.Price(4_000_000),
        };
        var held = Entry with { Margin = true, Events = [RiskScenario.Open("own", own, "boreas", isHeld: true)] };
        Assert.True(held.Decide().IsApproved);
        Assert.Equal(SelfCrossing, (held with { Events = [.. held.Events, new OrderReleased("own", Samples.Bitcoin.Price(4_000_000), Money.Zero, 0)] }).Decide().Denial);
        Assert.Equal(SelfCrossing, (held with { Events = [.. held.Events, new OrderReleased("own", Samples.Bitcoin.Price(4_000_000), Money.Zero, 0), new OrderAccepted("own", "1")] }).Decide().Denial);
    }

    [Fact]
    public void held_sale_of_a_cash_account_must_add_no_exposure()
    {
        var sale = RiskScenario.Open("sale", OrderTerms.Market(OrderSide.Sell, Tenth) with { Type = OrderType.TakeProfit, Trigger = Samples.Bitcoin.Price(6_000_000) }, isHeld: true);
        var entry = Entry with { HeldUnits = 10_000_000, AgentPpm = 100_000, Events = [sale] };
        Assert.Equal((Unspecified, Money.Whole(10_000)), (entry.Decide().Denial, entry.Decide().AgentExposure));
        Assert.Equal(DenialCode.AgentExposure, (entry with { Margin = true }).Decide().Denial); // there it may open a short
    }

    [Fact]
    public void order_that_cannot_be_booked_must_be_denied_with_field_rule_and_value()
    {
        RiskScenario[] orders =
        [
            Entry with { QuantityUnits = long.MaxValue, AskUnits = long.MaxValue },
            Entry with { QuantityUnits = long.MaxValue, OnTerms = x => Typed(x, OrderType.Limit, long.MaxValue, 0) },
            Entry with { QuantityUnits = long.MaxValue - 1_000, ReduceOnly = true, AskUnits = long.MaxValue },
            Entry with // the mark of the quote asset makes it too much
            {
                Traded = RiskScenario.EtherInBitcoin, MinNotional = Money.Zero, Margin = true, QuantityUnits = long.MaxValue, AskUnits = 100_000_000_000,
                Marks = new() { ["BTCUSDT"] = Samples.Bitcoin.Price(long.MaxValue / 2) },
            },
            Exit with // more in open sales than a quantity holds
            {
                Margin = true,
                Events = [.. Enumerable.Range(0, 3).Select(i => RiskScenario.Open($"{i}", OrderTerms.Market(OrderSide.Sell, Samples.Bitcoin.Quantity(long.MaxValue)), reserves: false))],
            },
        ];
        foreach (var order in orders)
        {
            var decision = order.Decide(explains: true);
            Assert.True(decision.Denial is OrderForm or NotReducing, $"{decision.Denial}: {decision.Detail}");
            Assert.NotEmpty(decision.Detail);
        }

        Assert.All(orders[..4], order => Assert.Matches("^[a-z ×]+ must .+, was .+$", order.Decide().Detail));
    }

    [Fact]
    public void Prop_no_request_makes_the_gate_throw() => Seeds.Hold(1, runs: 3_000, run: (random, _) =>
    {
        var scenario = Entry with
        {
            Margin = random.Next(2) == 0,
            Side = (OrderSide)random.Next(4),
            ReduceOnly = random.Next(2) == 0,
            QuantityUnits = Any(random),
            AskUnits = Any(random),
            ReferenceUnits = Any(random),
            AgeNanos = random.NextInt64(0, 10_000_000_000),
            HeldUnits = random.Next(3) * 1_000_000,
            Traded = random.Next(3) == 0 ? RiskScenario.EtherInBitcoin : Samples.Bitcoin,
            Marks = random.Next(4) == 0 ? [] : new() { ["BTCUSDT"] = Samples.Bitcoin.Price(Math.Max(1, Math.Abs(Any(random) / 2))) },
            List = random.Next(3) == 0 ? new OrderListPlace("x", (ContingencyKind)random.Next(1, 4), random.Next(3)) : null,
            OnTerms = x => x with
            {
                Type = (OrderType)random.Next(9),
                Limit = random.Next(2) == 0 ? null : Samples.Bitcoin.Price(Any(random)),
                Trigger = random.Next(2) == 0 ? null : Samples.Bitcoin.Price(Any(random)),
                TrailingPpm = random.Next(3) * 600_000,
                TimeInForce = (TimeInForce)random.Next(6),
                ExpiresNanos = random.Next(-1, 2),
                Display = random.Next(4) == 0 ? Samples.Bitcoin.Quantity(Any(random)) : null,
            },
        };
        var decision = scenario.Decide(explains: true);
        Assert.True(decision.IsApproved || decision.Detail.Length > 0);
    });

    private static long Any(Random random) => random.Next(5) switch
    {
        0 => random.NextInt64(-3, 3),
        1 => random.NextInt64(1, 100_000_000),
        2 => long.MaxValue - random.NextInt64(0, 3),
        3 => 5_000_000,
        _ => random.NextInt64(),
    };

    private static OrderTerms Typed(OrderTerms terms, OrderType type, long limit, long trigger) => terms with
    {
        Type = type,
        Limit = OrderShape.HasLimit(type) ? Samples.Bitcoin.Price(limit) : null,
        Trigger = OrderShape.HasTrigger(type) ? Samples.Bitcoin.Price(trigger) : null,
    };

    private static Order Listed(OrderTerms terms, Money reserved, OrderListPlace place) => new(
        "first", "aurora", "BTCUSDT", terms, reserved, OrderStatus.Submitted, Samples.Bitcoin.ZeroQuantity, Money.Zero, 0, 0, "", Samples.Bitcoin.Price(5_000_000),
        OrderStatus.Submitted, place);

    private static OrderIntended Held(string id, OrderListPlace? place) =>
        RiskScenario.Open(id, OrderTerms.Market(OrderSide.Sell, Tenth, isReduceOnly: true), list: place, isHeld: true);
}
