using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AlternatingReturns;

namespace QuantumAI.Trading.Tests.Risk;

public sealed class MeasuredRiskTests
{
    private const long Day = UnixNanos.PerDay;

    [Fact]
    public void Value_at_risk_must_be_the_loss_of_the_rank_when_the_returns_are_known()
    {
        var measure = Measured(share: 0.10);
        measure.Update("BTCUSDT", Money.Whole(10_000));

        // 200 days that lose or win a tenth: every figure of the history is a tenth of the position, the normal one is above it.
        Assert.InRange(measure.Current.ValueAtRisk.ToDouble(), 1_000, 2_600);
        Assert.Equal(Money.Whole(4_000), measure.Current.StressLoss);
        Assert.Equal("crash-40", measure.Current.WorstScenario);
        Assert.Equal(measure.Current.ValueAtRisk, measure.After("BTCUSDT", Money.Zero).ValueAtRisk);
        Assert.Equal(Money.Zero, measure.After("BTCUSDT", -Money.Whole(10_000)).ValueAtRisk);
    }

    [Fact]
    public void Measure_must_not_be_ready_when_there_are_too_few_complete_days()
    {
        var measure = new BookRiskMeasure(["BTCUSDT"], new Dictionary<string, double>(), 1);
        for (var day = 0; day <= 100; day++)
            measure.Returns.Add("BTCUSDT", day * Day, 100 + (day % 2));
        measure.Learn(100 * Day);
        Assert.False(measure.IsReady);

        measure.Returns.Add("BTCUSDT", 101 * Day, 100);
        measure.Learn(101 * Day);
        Assert.True(measure.IsReady);
    }

    [Fact]
    public void Scenarios_must_skip_days_that_lack_a_symbol()
    {
        var returns = new DailyReturns(["A", "B"]);
        for (var day = 0; day < 300; day++)
        {
            returns.Add("A", day * Day, 100);
            if (day != 150)
                returns.Add("B", day * Day, 200);
        }

        Assert.Equal(296, returns.Scenarios(299 * Day + 1)!.ScenarioCount);
    }

    [Fact]
    public void Entry_must_be_denied_when_the_book_could_lose_more_than_the_limit()
    {
        using var stage = new AccountStage(limits: AccountStage.Limits with { ValueAtRiskPpm = 10_000 }, measure: Measured(share: 0.10));
        stage.Enter();

        var denied = stage.Stored.OfType<OrderDenied>().Single();
        Assert.Equal((int)DenialCode.ValueAtRisk, denied.Code);
        Assert.Contains("the limit is 1000", denied.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_must_be_denied_when_a_measure_is_required_and_there_is_none()
    {
        using var stage = new AccountStage(limits: AccountStage.Limits with { ValueAtRiskPpm = 10_000, RequiresMeasure = true });
        stage.Enter();
        Assert.Equal((int)DenialCode.ValueAtRisk, stage.Stored.OfType<OrderDenied>().Single().Code);
    }

    [Fact]
    public void Position_must_be_cut_to_nine_tenths_of_the_limit_when_its_value_at_risk_outgrows_it()
    {
        // 17.6 % of equity in a market that moves a tenth a day: between 1.7 % and 4.2 % at risk. The limit holds at first and not at twice the price.
        var measure = Measured(share: 0.10);
        using var stage = new AccountStage(limits: AccountStage.Limits with { ValueAtRiskPpm = 45_000, DrawdownPpm = 900_000 }, measure: measure);
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        Assert.Single(stage.Venue.Submitted);

        stage.Mark(2 * AccountStage.PriceUnits);
        var cut = stage.LastOrder;
        Assert.True(cut.ReduceOnly);
        Assert.Equal(OrderSide.Sell, cut.Side);
        Assert.Contains("value at risk", cut.Reason, StringComparison.Ordinal);
        Assert.Equal(2, stage.Venue.Submitted.Count());

        stage.Mark((2 * AccountStage.PriceUnits) + 1);
        Assert.Equal(2, stage.Venue.Submitted.Count()); // one plan at a time
        stage.Say(new VenueFilled(stage.Venue.Fill(cut.ClientOrderId, AccountStage.Btc, 2 * AccountStage.PriceUnits)));
        var limit = stage.Books.Durable.Equity(stage.Books.Marks).ToDouble() * 0.045;
        Assert.InRange(measure.Current.ValueAtRisk.ToDouble(), 0.85 * limit, 0.91 * limit);
        Assert.NotEqual(AccountStage.Btc.ZeroQuantity, stage.Position.Quantity);
    }

    [Fact]
    public void Entry_must_be_denied_when_no_lease_came_or_it_ran_out()
    {
        using var stage = new AccountStage(isLeased: true);
        stage.Enter();
        Assert.Equal((int)DenialCode.NoLease, stage.Stored.OfType<OrderDenied>().Single().Code);

        stage.Mark(AccountStage.PriceUnits);
        stage.Pass(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        stage.Buy();
        stage.Pass(TimeSpan.FromSeconds(1));
        stage.Exit();
        Assert.Equal(2, stage.Venue.Submitted.Count());
        stage.FillLast();
        stage.Enter();
        Assert.Equal(2, stage.Stored.OfType<OrderDenied>().Count(denied => denied.Code == (int)DenialCode.NoLease));
    }

    [Theory]
    [InlineData(4_000_000_000_000_000_000)]
    [InlineData(1)]
    public void Issue_gate_must_go_on_when_a_false_price_is_beyond_what_the_measures_take(long falsePriceUnits)
    {
        using var stage = new AccountStage(limits: AccountStage.Limits with { ValueAtRiskPpm = 45_000, DrawdownPpm = 900_000 }, measure: Measured(share: 0.10));
        stage.Buy();
        foreach (var price in (long[])[AccountStage.PriceUnits, falsePriceUnits, falsePriceUnits, AccountStage.PriceUnits, AccountStage.PriceUnits])
        {
            stage.Mark(price);
            stage.Pass(TimeSpan.FromDays(1)); // the day's close: a rise of more than a thousand times its price, and back
        }

        Assert.Null(stage.World.Fault);
        Assert.True(stage.Venue.Submitted.Count() > 1, "the position is cut, or the agent may still leave it");
    }

    [Fact]
    public void Book_must_be_worth_no_risk_and_no_cut_when_its_only_price_never_moved()
    {
        var measure = Measured(share: 0);
        measure.Update("BTCUSDT", Money.Whole(1_000));
        Assert.Equal(Money.Zero, measure.Current.ValueAtRisk);
        Assert.Empty(measure.CutsFor(Money.Zero));
        Assert.Empty(measure.CutsFor(-Money.Whole(5))); // an account that is worth less than nothing
    }
}
