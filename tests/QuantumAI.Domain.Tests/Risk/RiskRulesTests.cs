using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;
using static QuantumAI.Domain.Risk.DenialCode;

namespace QuantumAI.Domain.Tests.Risk;

public sealed class RiskRulesTests
{
    private const long Second = RiskScenario.Second;
    private static readonly RiskScenario Entry = RiskScenario.Approved;
    private static readonly RiskScenario Exit = RiskScenario.Exit;
    private static readonly Money OneUnit = new(1);

    /// <summary>Per rule: at the limit it passes, one unit beyond it is denied. One rule may have several borders.</summary>
    private static readonly (DenialCode Code, RiskScenario AtLimit, RiskScenario Beyond)[] Borders =
    [
        (Reconciling, Entry, Entry with { Reconciling = true }),
        (Reconciling, Exit, Exit with { Reconciling = true }),
        (JournalUnavailable, Entry, Entry with { JournalOutage = "the disk is full" }),
        (JournalUnavailable, Exit, Exit with { JournalOutage = "the disk is full" }),
        (NotReducing, Exit, Exit with { QuantityUnits = Exit.HeldUnits + 1_000 }),
        (NotReducing, Exit with { HeldUnits = 30_000_000, OpenSaleUnits = 20_000_000 }, Exit with { HeldUnits = 29_999_000, OpenSaleUnits = 20_000_000 }),
        (NotReducing, Exit, Exit with { Side = OrderSide.Buy }),
        (DenialCode.TradingHalted, Entry, Entry with { State = TradingState.Halted }),
        (DenialCode.TradingHalted, Entry, Entry with { State = TradingState.ReducingToday }),
        (DenialCode.TradingHalted, Exit, Exit with { State = TradingState.Halted }),
        (UnusableData, Entry, Entry with { IsUsable = false }),
        (StaleData, Entry with { AgeNanos = 5 * Second }, Entry with { AgeNanos = (5 * Second) + 1 }),
        (StaleData, Entry with { AgeNanos = 6 * Second, SlackNanos = Second }, Entry with { AgeNanos = (6 * Second) + 1, SlackNanos = Second }),
        (PriceCollar, Entry with { AskUnits = 5_010_000 }, Entry with { AskUnits = 5_010_001 }),
        (PriceCollar, Entry with { AskUnits = 4_990_000 }, Entry with { AskUnits = 4_989_999 }),
        (PriceCollar, Entry, Entry with { ReferenceUnits = 0 }),
        (PriceCollar, Entry, Entry with { ReferenceUnits = -5_000_000 }),
        (LotSize, Entry with { QuantityUnits = 1_000, MinNotional = Money.Zero }, Entry with { QuantityUnits = 999, MinNotional = Money.Zero }),
        (LotSize, Entry with { QuantityUnits = 1_001_000 }, Entry with { QuantityUnits = 1_001_001 }),
        (OrderForm, Entry, Entry with { QuantityUnits = 0 }),
        (OrderForm, Entry, Entry with { QuantityUnits = -1_000 }),
        (LotSize, Exit, Exit with { QuantityUnits = 9_999_999 }),
        (MinNotional, Entry with { MinNotional = Money.Whole(5_000) }, Entry with { MinNotional = Money.Whole(5_000) + OneUnit }),
        (DenialCode.OrderNotional, Entry with { OrderNotional = Money.Whole(5_000) }, Entry with { OrderNotional = Money.Whole(5_000) - OneUnit }),
        (DailyLoss, Entry with { Deposit = Money.Whole(97_000) + OneUnit }, Entry with { Deposit = Money.Whole(97_000) }),
        (Drawdown, LowHigh(90_000, 1), LowHigh(90_000, 0)),
        (AgentExposure, Entry with { AgentPpm = 50_000 }, Entry with { AgentPpm = 49_999 }),
        (AgentExposure, Entry with { AgentPpm = 100_000, HeldUnits = 10_000_000 }, Entry with { AgentPpm = 99_999, HeldUnits = 10_000_000 }),
        (AgentExposure, Entry, Entry with { AgentId = "stranger" }),
        (TotalExposure, Entry with { TotalPpm = 50_000 }, Entry with { TotalPpm = 49_999 }),
        (InsufficientBalance, Poor(0), Poor(-1)),
        (InsufficientBalance, Exit with { ReduceOnly = false }, Exit with { ReduceOnly = false, Holder = "macro" }), // the holding is another agent's
        (InsufficientBalance, Exit, Exit with { HeldUnits = 10_000_000, OpenSaleUnits = 1_000, ReduceOnly = false }),
        (NoLease, Entry with { OnSituation = Leased(1) }, Entry with { OnSituation = Leased(0) }),
        (NoLease, Entry, Entry with { OnSituation = x => x with { NeedsLease = true } }),
        (AgentExposure, Entry with { OnSituation = Leased(1, agent: Money.Whole(5_000)) }, Entry with { OnSituation = Leased(1, agent: Money.Whole(5_000) - OneUnit) }),
        (TotalExposure, Entry with { OnSituation = Leased(1, total: Money.Whole(5_000)) }, Entry with { OnSituation = Leased(1, total: Money.Whole(5_000) - OneUnit) }),
        (AgentExposure, Entry with { AgentPpm = 50_000, OnSituation = Leased(1) }, Entry with { AgentPpm = 49_999, OnSituation = Leased(1) }),
        (EventBlackout, Entry, Entry with { OnSituation = x => x with { Blackout = "a rate decision" } }),
        (SelfCrossing, Crossing(OrderSide.Buy, own: 5_000_001), Crossing(OrderSide.Buy, own: 5_000_000)),
        (SelfCrossing, Crossing(OrderSide.Sell, own: 4_999_998), Crossing(OrderSide.Sell, own: 4_999_999)),
        (SelfCrossing, Crossing(OrderSide.Buy, own: 5_000_000, limit: 4_999_999), Crossing(OrderSide.Buy, own: 5_000_000, limit: 5_000_000)),
        (OrderRate, Entry with { OnSituation = x => x with { OrdersThisSecond = 99 } }, Entry with { OnSituation = x => x with { OrdersThisSecond = 100 } }),
        (OrderRate, Entry with { OnLimits = x => x with { OrdersPerSecondMax = 1 } }, Entry with { OnLimits = x => x with { OrdersPerSecondMax = 0 } }),
        (NoBasePrice, InBitcoin, InBitcoin with { Marks = [] }),
        (NoBasePrice, Entry with { HeldUnits = 999, Marks = [] }, Entry with { HeldUnits = 1_000, Marks = [] }), // what is held counts only with a price
        (DenialCode.OrderNotional, InBitcoin with { OrderNotional = Money.Whole(5_000) }, InBitcoin with { OrderNotional = Money.Whole(5_000) - OneUnit }),
        (DenialCode.OpenOrdersNotional, OpenOrders(Money.Whole(6_000)), OpenOrders(Money.Whole(6_000) - OneUnit)),
        (PositionLimit, OfSymbol(Money.Whole(11_000)), OfSymbol(Money.Whole(11_000) - OneUnit)),
        (DenialCode.ValueAtRisk, Measured(x => x with { ValueAtRiskPpm = 70_000 }), Measured(x => x with { ValueAtRiskPpm = 69_999 })),
        (DenialCode.ConditionalValueAtRisk, Measured(x => x with { ConditionalValueAtRiskPpm = 80_000 }), Measured(x => x with { ConditionalValueAtRiskPpm = 79_999 })),
        (DenialCode.StressLoss, Measured(x => x with { StressLossPpm = 90_000 }), Measured(x => x with { StressLossPpm = 89_999 })),
        (DenialCode.ValueAtRisk, Entry, Entry with { OnLimits = x => x with { ValueAtRiskPpm = 1_000_000, RequiresMeasure = true } }),
        (DenialCode.StressLoss, Entry, Entry with { OnLimits = x => x with { StressLossPpm = 1_000_000, RequiresMeasure = true } }),
        (PriceCollar, Limited(5_010_000), Limited(5_010_001)),
        (InsufficientBalance, Limited(5_000_000) with { Deposit = Money.Whole(5_000), DayStart = Money.Whole(5_000), High = Money.Whole(5_000), AgentPpm = 1_000_000, TotalPpm = 1_000_000 },
            Limited(5_000_000) with { Deposit = Money.Whole(5_000) - OneUnit, DayStart = Money.Whole(4_999), High = Money.Whole(4_999), AgentPpm = 1_100_000, TotalPpm = 1_100_000 }),
        (NotReducing, Cover(10_000_000), Cover(10_001_000)),
        (AgentExposure, Short(50_000), Short(49_999)),
    ];

    /// <summary>One violation of each rule that leaves the others alone, for entries.</summary>
    private static readonly (DenialCode Code, Func<RiskScenario, RiskScenario> Violate)[] EntryViolations =
    [
        (Reconciling, x => x with { Reconciling = true }),
        (JournalUnavailable, x => x with { JournalOutage = "the disk is full" }),
        (DenialCode.TradingHalted, x => x with { State = TradingState.Halted }),
        (UnusableData, x => x with { IsUsable = false }),
        (StaleData, x => x with { AgeNanos = 60 * Second }),
        (PriceCollar, x => x with { ReferenceUnits = 4_000_000 }),
        (NoLease, x => x with { OnSituation = y => y with { NeedsLease = true } }),
        (DenialCode.OrderNotional, x => x with { OrderNotional = Money.Whole(1) }),
        (VenueFilter, x => x with { MinNotional = Money.Whole(1_000_000) }),
        (DailyLoss, x => x with { DayStart = Money.Whole(1_000_000) }),
        (Drawdown, x => x with { High = Money.Whole(1_000_000) }),
        (AgentExposure, x => x with { AgentPpm = 1 }),
        (TotalExposure, x => x with { TotalPpm = 1 }),
        (InsufficientBalance, x => x with { LockedByOthers = Money.Whole(96_000), TotalPpm = x.TotalPpm == 1 ? 1 : 2_000_000 }),
    ];

    [Fact]
    public void request_must_be_approved_with_its_figures_when_no_limit_is_touched()
    {
        var decision = Entry.Decide();
        Assert.Equal((Unspecified, "", true), (decision.Denial, decision.Detail, decision.IsApproved));
        Assert.Equal(
            (Money.Whole(5_010), Money.Whole(100_000), Money.Whole(5_000), Money.Whole(5_000)),
            (decision.Reserved, decision.Equity, decision.AgentExposure, decision.TotalExposure));
        Assert.Equal(Money.Of(Quantity.Parse("0.10000000")), Exit.Decide().Reserved);
    }

    [Fact]
    public void limit_must_hold_to_the_unit()
    {
        foreach (var (code, atLimit, beyond) in Borders)
        {
            Assert.True(atLimit.Decide().IsApproved, $"{code}: at the limit was denied by {atLimit.Decide().Denial} ({atLimit.Decide().Detail})\n{atLimit}");
            Assert.True(code == beyond.Decide().Denial, $"{code}: beyond the limit was {beyond.Decide().Denial}\n{beyond}");
            Assert.NotEmpty(beyond.Decide().Detail);
            Assert.Equal(Money.Zero, beyond.Decide().Reserved);
        }
    }

    [Fact]
    public void every_code_must_have_a_border() => Assert.Equal(
        Enum.GetValues<DenialCode>().Where(code => code is not (Unspecified or VenueFilter)).Order(), // no order is denied as VenueFilter: each filter has its own code
        Borders.Select(border => border.Code).Distinct().Order());

    [Fact]
    public void checks_must_come_in_their_documented_order() => Assert.Equal(
        [
            OrderForm, Reconciling, JournalUnavailable, NotReducing, DenialCode.TradingHalted, NoLease, EventBlackout, UnusableData, StaleData, PriceCollar, SelfCrossing, OrderRate,
            NoBasePrice, DenialCode.OrderNotional, DenialCode.OpenOrdersNotional, PositionLimit, VenueFilter, DailyLoss, Drawdown, AgentExposure, TotalExposure,
            DenialCode.ValueAtRisk, DenialCode.ConditionalValueAtRisk, DenialCode.StressLoss, InsufficientBalance,
        ],
        RiskRules.Order);

    [Fact]
    public void earlier_check_must_deny_when_two_rules_are_broken()
    {
        var order = RiskRules.Order.ToList();
        foreach (var (firstCode, first) in EntryViolations)
        {
            Assert.Equal(firstCode, RuleOf(first(Entry).Decide()));
            foreach (var (secondCode, second) in EntryViolations)
            {
                var expected = order.IndexOf(firstCode) <= order.IndexOf(secondCode) ? firstCode : secondCode;
                var actual = RuleOf(second(first(Entry)).Decide());
                Assert.True(expected == actual, $"{firstCode} and {secondCode}: {actual}");
            }
        }

        var tooMuch = Exit with { QuantityUnits = 10_001_001 };
        Assert.Equal(NotReducing, tooMuch.Decide().Denial);
        Assert.Equal(Reconciling, (tooMuch with { Reconciling = true }).Decide().Denial);
    }

    [Fact]
    public void exit_must_pass_when_only_new_exposure_is_refused()
    {
        RiskScenario[] exits =
        [
            Exit with { State = TradingState.Reducing },
            Exit with { State = TradingState.ReducingToday },
            Exit with { IsUsable = false },
            Exit with { AgeNanos = 3_600 * Second },
            Exit with { AskUnits = 2_000_000 },
            Exit with { OrderNotional = Money.Whole(1) },
            Exit with { DayStart = Money.Whole(1_000_000), High = Money.Whole(1_000_000) },
            Exit with { AgentPpm = 0, TotalPpm = 0 },
            Exit with { OnSituation = x => x with { NeedsLease = true } },
            Exit with { OnSituation = x => x with { Blackout = "a rate decision" } },
            Exit with { OnSituation = x => x with { OrdersThisSecond = 1_000 } },
            Exit with { OnLimits = x => x with { OpenOrdersNotional = Money.Zero, PositionNotional = new Dictionary<string, Money> { ["BTCUSDT"] = Money.Zero } } },
            Exit with { OnLimits = x => x with { ValueAtRiskPpm = 0, ConditionalValueAtRiskPpm = 0, StressLossPpm = 0 } },
            Exit with { OnLimits = x => x with { ValueAtRiskPpm = 0 }, OnSituation = x => x with { Measure = new LinearMeasure() } },
            Exit with { Events = [RiskScenario.Open("bid", RiskScenario.Limit(OrderSide.Buy, 1_000_000, 5_000_000))] },
            Exit with { OnInstrument = x => x with { Filters = x.Filters with { Unknown = new UnknownFilterNames(["NEW_FILTER"]) } } },
            Exit with { State = TradingState.Halted, OnSituation = x => x with { IsFlattening = true } },
            Cover(10_000_000) with { State = TradingState.Reducing, AgentPpm = 0, TotalPpm = 0 },
        ];
        Assert.All(exits, exit => Assert.Equal(Unspecified, exit.Decide().Denial));
    }

    [Fact]
    public void loss_limits_must_not_deny_before_the_first_mark()
    {
        var risk = AccountRisk.Start;
        var limits = RiskScenario.LimitsOf(Money.Whole(1), 1, 1);
        Assert.False(RiskRules.DailyLossReached(risk, Money.Zero, limits));
        Assert.False(RiskRules.DrawdownReached(risk, Money.Zero, limits));
    }

    [Fact]
    public void Prop_approved_purchases_together_never_exceed_a_limit() => Seeds.Hold(60, leastSize: 1, run: (random, steps) =>
    {
        var limits = RiskScenario.LimitsOf(Money.Whole(random.Next(100, 20_000)), random.Next(1, 400_000), random.Next(1, 400_000));
        var (account, instrument) = (new Account(Samples.Both), Samples.Bitcoin);
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(100_000)), 1);
        var marks = new Dictionary<string, Price> { ["BTCUSDT"] = instrument.Price(5_000_000) };
        var worth = Money.Zero;
        for (var i = 0; i < steps; i++)
        {
            var quantity = instrument.Quantity(random.NextInt64(1, 40_000) * instrument.LotStepUnits);
            var view = new MarketView(marks["BTCUSDT"], marks["BTCUSDT"], 0, true, 1);
            var decision = RiskRules.Decide(
                account, new OrderRequest("aurora", instrument, OrderTerms.Market(OrderSide.Buy, quantity), marks["BTCUSDT"], view, "test"), marks, limits, new RiskSituation(0));
            if (!decision.IsApproved)
                continue;
            var notional = Money.Notional(marks["BTCUSDT"], quantity);
            worth += notional;
            account.Apply(new OrderIntended($"o{i}", "aurora", "BTCUSDT", OrderSide.Buy, OrderType.Market, quantity, false, marks["BTCUSDT"], decision.Reserved, 0, ""), i);
            if (random.Next(2) == 0)
                account.Apply(new OrderFilled($"o{i}", i, marks["BTCUSDT"], quantity, notional, Money.Zero, "USDT", 0), i);
            Assert.True(notional <= limits.OrderNotional);
            Assert.True(worth <= Money.Whole(100_000).Share(limits.AgentSharesPpm["aurora"], Rounding.Down));
            Assert.True(worth <= Money.Whole(100_000).Share(limits.TotalExposurePpm, Rounding.Down));
        }
    });

    private static DenialCode RuleOf(RiskDecision decision) => (int)decision.Denial > RiskRules.FilterCodes || decision.Denial is LotSize or MinNotional ? VenueFilter : decision.Denial;

    /// <summary>A lease that ends so long after now, with room for everything or for the amounts that are given.</summary>
    private static Func<RiskSituation, RiskSituation> Leased(long leftNanos, Money? agent = null, Money? total = null) => x => x with
    {
        NeedsLease = true,
        Lease = new ExposureLease(
            new Dictionary<string, Money> { ["aurora"] = agent ?? Money.Whole(1_000_000) }, total ?? Money.Whole(1_000_000), RiskScenario.Now + leftNanos),
    };

    /// <summary>A market or limit order against a resting limit order of another agent of the account.</summary>
    private static RiskScenario Crossing(OrderSide side, long own, long? limit = null) => Entry with
    {
        Margin = true,
        Side = side,
        OnTerms = x => limit is { } units ? x with { Type = OrderType.Limit, Limit = Samples.Bitcoin.Price(units) } : x,
        Events = [RiskScenario.Open("own", RiskScenario.Limit(side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy, 1_000, own), "boreas", reserves: false)],
    };

    /// <summary>2 ETH at 0.05 BTC, worth 0.1 BTC: 5,000 USDT.</summary>
    private static RiskScenario InBitcoin => Entry with
    {
        Margin = true,
        Traded = RiskScenario.EtherInBitcoin,
        AskUnits = 50_000,
        ReferenceUnits = 50_000,
        QuantityUnits = 200_000_000,
        MinNotional = Money.Zero,
    };

    /// <summary>5,000 beside an open order of 1,000 of another agent, a held sale, a child and a reduction, which add nothing.</summary>
    private static RiskScenario OpenOrders(Money limit) => Entry with
    {
        OnLimits = x => x with { OpenOrdersNotional = limit },
        HeldUnits = 10_000_000,
        OpenSaleUnits = 1_000_000,
        Events =
        [
            RiskScenario.Open("theirs", RiskScenario.Limit(OrderSide.Buy, 2_500_000, 4_000_000), "boreas"),
            RiskScenario.Open("child", OrderTerms.Market(OrderSide.Buy, Samples.Bitcoin.Quantity(1_000_000)), list: new("x", ContingencyKind.OneTriggersOther, 1), isHeld: true),
        ],
    };

    /// <summary>5,000 held, 1,000 being bought by another agent and 5,000 asked for.</summary>
    private static RiskScenario OfSymbol(Money limit) => OpenOrders(Money.Whole(100_000)) with
    {
        OnLimits = x => x with { PositionNotional = new Dictionary<string, Money> { ["BTCUSDT"] = limit } },
    };

    private static RiskScenario Measured(Func<RiskLimits, RiskLimits> limits) =>
        Entry with { OnLimits = limits, OnSituation = x => x with { Measure = new LinearMeasure() } };

    private static RiskScenario Limited(long limitUnits) => Entry with
    {
        AskUnits = 4_995_000,
        OnTerms = x => x with { Type = OrderType.Limit, Limit = Samples.Bitcoin.Price(limitUnits) },
        OrderNotional = Money.Whole(20_000),
    };

    /// <summary>Buys back a short position of 0.1 BTC.</summary>
    private static RiskScenario Cover(long units) => Entry with { Margin = true, HeldUnits = -10_000_000, QuantityUnits = units, ReduceOnly = true };

    /// <summary>Sells short 0.1 BTC at the bid, 49,999.99.</summary>
    private static RiskScenario Short(long agentPpm) => Entry with { Margin = true, Side = OrderSide.Sell, AgentPpm = agentPpm };

    /// <summary>Losses in plain proportion to the change: 7,000, 8,000 and 9,000 when 5,000 are bought.</summary>
    private sealed class LinearMeasure : IBookRiskMeasure
    {
        public BookRiskFigures After(string symbol, Money change)
        {
            var of = Money.Abs(change).Share(200_000, Rounding.Up);
            return new(Sum(of, 7), Sum(of, 8), Sum(of, 9), "worst");
        }

        private static Money Sum(Money of, int times) => new(of.Units * times);
    }

    /// <summary>Equity just above or at 90 % of the high, with a day that began there.</summary>
    private static RiskScenario LowHigh(long equity, long units) =>
        Entry with { Deposit = Money.Whole(equity) + new Money(units), DayStart = Money.Whole(equity), High = Money.Whole(100_000) };

    /// <summary>Exactly what the order reserves (5,000 and the collar of 0.2 %), more or less some units.</summary>
    private static RiskScenario Poor(long units) => Entry with
    {
        Deposit = Money.Whole(5_010) + new Money(units),
        DayStart = Money.Whole(5_010),
        High = Money.Whole(5_010),
        AgentPpm = 1_000_000,
        TotalPpm = 1_000_000,
    };
}
