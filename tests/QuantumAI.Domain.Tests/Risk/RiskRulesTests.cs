using QuantumAI.Domain.Instruments;
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
        (InsufficientBalance, Exit, Exit with { HeldUnits = 10_000_000, OpenSaleUnits = 1_000, ReduceOnly = false }),
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
        (LotSize, x => x with { QuantityUnits = x.QuantityUnits + 1 }),
        (MinNotional, x => x with { MinNotional = Money.Whole(1_000_000) }),
        (DenialCode.OrderNotional, x => x with { OrderNotional = Money.Whole(1) }),
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
    public void every_code_must_have_a_border() =>
        Assert.Equal(Enum.GetValues<DenialCode>().Where(code => code != Unspecified).Order(), Borders.Select(border => border.Code).Distinct().Order());

    [Fact]
    public void checks_must_come_in_their_documented_order() => Assert.Equal(
        [
            Reconciling, JournalUnavailable, NotReducing, DenialCode.TradingHalted, UnusableData, StaleData, PriceCollar, LotSize, MinNotional, DenialCode.OrderNotional, DailyLoss, Drawdown,
            AgentExposure, TotalExposure, InsufficientBalance,
        ],
        RiskRules.Order);

    [Fact]
    public void earlier_check_must_deny_when_two_rules_are_broken()
    {
        var order = RiskRules.Order.ToList();
        foreach (var (firstCode, first) in EntryViolations)
        {
            Assert.Equal(firstCode, first(Entry).Decide().Denial);
            foreach (var (secondCode, second) in EntryViolations)
            {
                var expected = order.IndexOf(firstCode) <= order.IndexOf(secondCode) ? firstCode : secondCode;
                var actual = second(first(Entry)).Decide().Denial;
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
