using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Domain.Tests.Risk;

public sealed class EquityMarkingTests
{
    /// <summary>New York's rules of 2024, made here so that no machine's time zone data matters.</summary>
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.CreateCustomTimeZone(
        "test/new-york", TimeSpan.FromHours(-5), "New York", "EST", "EDT",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 11, 1, DayOfWeek.Sunday)),
        ]);

    private static readonly RiskLimits Limits = RiskScenario.LimitsOf(Money.Whole(10_000), 200_000, 500_000) with { TimeZone = NewYork };

    [Theory]
    [InlineData("2024-03-10T04:59:59.9999999Z", "2024-03-09")]
    [InlineData("2024-03-10T05:00:00Z", "2024-03-10")]
    [InlineData("2024-03-11T03:59:59.9999999Z", "2024-03-10")]
    [InlineData("2024-03-11T04:00:00Z", "2024-03-11")]
    [InlineData("2024-11-03T04:00:00Z", "2024-11-03")]
    [InlineData("2024-11-04T04:59:59.9999999Z", "2024-11-03")]
    [InlineData("2024-11-04T05:00:00Z", "2024-11-04")]
    public void day_must_begin_at_local_midnight_when_clocks_change(string time, string day) =>
        Assert.Equal(day, EquityMarking.DayOf(At(time), NewYork));

    [Fact]
    public void first_mark_must_open_the_day()
    {
        var events = EquityMarking.Decide(AccountRisk.Start, Money.Whole(100), Limits, At("2024-03-10T12:00:00Z"), isBarClose: false);
        Assert.Equal([new EquityMarked(Money.Whole(100), Money.Whole(100), Money.Whole(100), "2024-03-10")], events);
    }

    [Fact]
    public void nothing_must_be_recorded_between_bars_when_no_limit_is_reached()
    {
        var run = Run.Begin();
        Assert.Empty(run.Mark("2024-03-10T12:01:00Z", 98, isBarClose: false));
        Assert.Single(run.Mark("2024-03-10T12:02:00Z", 98, isBarClose: true));
    }

    [Fact]
    public void day_start_must_stay_within_the_day_and_the_high_must_rise_only()
    {
        var run = Run.Begin();
        run.Mark("2024-03-10T13:00:00Z", 104);
        run.Mark("2024-03-10T14:00:00Z", 101);
        Assert.Equal((Money.Whole(101), Money.Whole(100), Money.Whole(104)), (run.Risk.Equity, run.Risk.DayStart, run.Risk.High));
        run.Mark("2024-03-11T04:00:00Z", 102, isBarClose: false);
        Assert.Equal((Money.Whole(102), Money.Whole(104), "2024-03-11"), (run.Risk.DayStart, run.Risk.High, run.Risk.Day));
    }

    [Fact]
    public void daily_loss_must_halt_at_the_limit_and_end_with_the_local_day()
    {
        var run = Run.Begin();
        Assert.Empty(run.Mark("2024-03-10T13:00:00Z", Money.Whole(97) + new Money(1), isBarClose: false));
        var halting = run.Mark("2024-03-10T13:00:01Z", 97, isBarClose: false);
        Assert.Equal(Money.Whole(97), Assert.IsType<EquityMarked>(halting[0]).Equity); // a resume measures from the equity that halted
        Assert.Equal(HaltScope.Day, Assert.IsType<TradingHalted>(halting[1]).Scope);
        Assert.Equal(TradingState.ReducingToday, run.Risk.State);
        Assert.Empty(run.Mark("2024-03-10T13:00:02Z", 96, isBarClose: false)); // told once

        run.Mark("2024-03-11T03:59:59Z", 99);
        Assert.Equal(TradingState.ReducingToday, run.Risk.State);
        run.Mark("2024-03-11T04:00:00Z", 99);
        Assert.Equal((TradingState.Active, ""), (run.Risk.State, run.Risk.Detail));
    }

    [Fact]
    public void drawdown_must_halt_over_days_until_an_operator_resumes()
    {
        var run = Run.Begin();
        run.Mark("2024-03-10T13:00:00Z", 110);
        var events = run.Mark("2024-03-12T13:00:00Z", 99);
        Assert.Equal(HaltScope.Account, Assert.IsType<TradingHalted>(events[^1]).Scope);
        run.Mark("2024-03-13T13:00:00Z", 120);
        Assert.Equal(TradingState.Reducing, run.Risk.State);

        run.Apply(new TradingResumed("operator"));
        Assert.Equal((TradingState.Active, true), (run.Risk.State, run.Risk.IsReferenceOwed));
        Assert.Single(run.Mark("2024-03-13T14:00:00Z", Money.Whole(70), isBarClose: false));
        Assert.Equal(
            (TradingState.Active, Money.Whole(70), Money.Whole(70), false), (run.Risk.State, run.Risk.High, run.Risk.DayStart, run.Risk.IsReferenceOwed));
    }

    [Fact]
    public void drawdown_must_be_reached_at_the_limit_and_not_one_unit_before()
    {
        var run = Run.Begin();
        run.Mark("2024-03-12T13:00:00Z", Money.Whole(90) + new Money(1), isBarClose: true);
        Assert.Equal(TradingState.Active, run.Risk.State);
        run.Mark("2024-03-12T13:00:01Z", Money.Whole(90), isBarClose: false);
        Assert.Equal(TradingState.Reducing, run.Risk.State);
    }

    [Fact]
    public void drawdown_must_take_over_when_the_day_is_already_reducing()
    {
        var run = Run.Begin();
        run.Mark("2024-03-10T13:00:00Z", 96);
        Assert.Equal(TradingState.ReducingToday, run.Risk.State);
        run.Mark("2024-03-10T14:00:00Z", 90);
        Assert.Equal(TradingState.Reducing, run.Risk.State);
        run.Apply(new TradingHalted(HaltScope.Day, "late"));
        Assert.Equal(TradingState.Reducing, run.Risk.State);
        run.Mark("2024-03-11T14:00:00Z", 100);
        Assert.Equal(TradingState.Reducing, run.Risk.State);
    }

    private static long At(string time) => UnixNanos.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    private sealed class Run
    {
        public AccountRisk Risk { get; private set; } = AccountRisk.Start;

        public static Run Begin()
        {
            var run = new Run();
            run.Mark("2024-03-10T12:00:00Z", 100);
            return run;
        }

        public IReadOnlyList<AccountEvent> Mark(string time, long equity, bool isBarClose = true) => Mark(time, Money.Whole(equity), isBarClose);

        public IReadOnlyList<AccountEvent> Mark(string time, Money equity, bool isBarClose)
        {
            var events = EquityMarking.Decide(Risk, equity, Limits, At(time), isBarClose);
            foreach (var accountEvent in events)
                Apply(accountEvent);
            return events;
        }

        public void Apply(AccountEvent accountEvent) => Risk = Risk.Apply(accountEvent);
    }
}
