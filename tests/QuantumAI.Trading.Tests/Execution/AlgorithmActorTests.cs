using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;

namespace QuantumAI.Trading.Tests.Execution;

public sealed class AlgorithmActorTests
{
    private static readonly Quantity Whole = Btc.Quantity(20_000_000);

    [Fact]
    public void Issue_slices_must_be_gathered_until_the_venue_takes_them_when_one_is_worth_too_little()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Price(PriceUnits);
        // 60 USDT in 20 slices of 3; the venue takes nothing below 5.
        var plan = AlgorithmPlan.Twap(stage.World.NowNanos, stage.World.NowNanos + (200 * UnixNanos.PerSecond), 20);
        var parent = new ParentOrder("small", AgentId, Btc.Symbol, OrderSide.Buy, Btc.Quantity(100_000), false, Btc.Price(PriceUnits), plan);
        stage.Algorithms.Tell(new StartAlgorithm(parent, stage.Request(OrderTerms.Market(OrderSide.Buy, Whole)).Market));
        stage.World.RunUntilIdle();
        for (var second = 0; second < 210; second++)
            FillOpen(stage);

        Assert.Empty(stage.Stored.OfType<OrderDenied>());
        Assert.Equal("filled", Assert.Single(stage.Stored.OfType<AlgorithmEnded>()).Reason);
        Assert.InRange(stage.Venue.Submitted.Count(), 9, 12);
    }

    [Fact]
    public void Parent_must_be_filled_by_children_that_name_it_when_slices_fall_due()
    {
        using var stage = Twap();
        for (var second = 0; second < 40; second++)
            FillOpen(stage);

        var children = stage.Stored.OfType<OrderIntended>().ToArray();
        Assert.Equal(["twap:entry#0", "twap:entry#1", "twap:entry#2", "twap:entry#3"], children.Select(child => child.Reason));
        Assert.All(children, child => Assert.Equal(Btc.Quantity(5_000_000), child.Quantity));
        Assert.Equal("filled", Assert.Single(stage.Stored.OfType<AlgorithmEnded>()).Reason);
        Assert.Equal(Whole.Units, stage.Stored.OfType<OrderFilled>().Sum(fill => fill.Quantity.Units));
        Assert.Empty(stage.Books.Current.Algorithms.Running);
    }

    [Fact]
    public void Work_must_go_on_where_it_was_when_the_process_ends()
    {
        using var stage = Twap();
        for (var second = 0; second < 15; second++)
            FillOpen(stage);
        Assert.Equal(2, stage.Venue.Submitted.Count());
        using var next = stage.Restart();
        for (var second = 0; second < 30; second++)
            FillOpen(next);

        Assert.Equal(4, next.Venue.Submitted.Count());
        Assert.Equal(Whole.Units, next.Stored.OfType<OrderFilled>().Sum(fill => fill.Quantity.Units));
    }

    [Fact]
    public void Time_away_must_be_made_up_for_by_the_next_slice_when_the_process_was_away()
    {
        using var stage = Twap();
        FillOpen(stage);
        using var next = new AccountStage(stage.Venue, stage.Store, stage.World.NowNanos + (25 * UnixNanos.PerSecond), capabilities: VenueCapabilities.Plain);
        next.Price(PriceUnits);

        Assert.Equal(("twap:entry#2", Btc.Quantity(10_000_000)), (next.LastOrder.Reason, next.LastOrder.Quantity));
    }

    [Fact]
    public void Open_child_must_be_canceled_and_nothing_more_be_sent_when_the_work_is_stopped()
    {
        using var stage = Twap();
        stage.Algorithms.Tell(new StopAlgorithm("entry", "a test"));
        stage.World.RunUntilIdle();
        for (var second = 0; second < 20; second++)
            stage.Price(PriceUnits);

        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        Assert.Single(stage.Venue.Submitted);
        Assert.Equal("a test", Assert.Single(stage.Stored.OfType<AlgorithmEnded>()).Reason);
    }

    [Fact]
    public void Work_must_end_and_stay_ended_when_the_kill_switch_is_pulled()
    {
        using var stage = Twap();
        stage.Gate.Signal(new HaltTrading("operator"));
        stage.Orders.Signal(new HaltTrading("operator"));
        stage.World.RunUntilIdle();
        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        using var next = stage.Restart();
        next.Tell(new ResumeTrading("operator"));
        for (var second = 0; second < 20; second++)
            next.Price(PriceUnits);

        Assert.Single(next.Venue.Submitted);
        Assert.Single(next.Stored.OfType<AlgorithmEnded>());
    }

    [Fact]
    public void Child_must_be_canceled_at_the_next_start_when_the_process_ended_after_the_works_end()
    {
        using var stage = Twap();
        stage.Venue.AnswersChanges = false;
        stage.Books.Record([new AlgorithmEnded("entry", "a test")], stage.World.NowNanos, default);
        stage.World.RunUntilIdle();
        stage.Venue.AnswersChanges = true;
        using var next = stage.Restart();

        Assert.Equal(OrderStatus.Canceled, next.LastOrder.Status);
    }

    [Fact]
    public void Denied_children_must_name_their_parent_and_end_the_work_when_risk_says_no_each_time()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Books.Record([new TradingHalted(HaltScope.Account, "a test")], stage.World.NowNanos, default);
        Start(stage, AlgorithmPlan.Iceberg(stage.World.NowNanos, stage.World.NowNanos + (60 * UnixNanos.PerSecond), Btc.Quantity(5_000_000), Btc.Price(PriceUnits)));
        for (var second = 0; second < 20; second++)
            stage.Price(PriceUnits);

        var denials = stage.Stored.OfType<OrderDenied>().ToArray();
        Assert.Equal(AlgorithmScheduler.MostRefusals, denials.Length);
        Assert.All(denials, denied => Assert.Equal(("TradingHalted", "iceberg:entry#0"), (denied.Rule, denied.Reason)));
        Assert.Contains("5 children", Assert.Single(stage.Stored.OfType<AlgorithmEnded>()).Reason, StringComparison.Ordinal);
        Assert.Empty(stage.Venue.Submitted);
    }

    [Fact]
    public void Participation_must_never_exceed_its_part_when_the_market_trades()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Venue.AnswersChanges = true;
        Start(stage, AlgorithmPlan.Pov(stage.World.NowNanos, stage.World.NowNanos + (60 * UnixNanos.PerSecond), 100_000));
        long volume = 0;
        for (var trade = 0; trade < 40; trade++)
        {
            stage.Quote(PriceUnits, PriceUnits + 1);
            stage.Trade(PriceUnits, quantityUnits: 20_000_000);
            volume += 20_000_000;
            FillOpen(stage);
            volume += 1_000; // the trade that comes with the price
            Assert.True(stage.Venue.Submitted.Sum(order => order.Quantity.Units) * 10 <= volume, $"after {trade}");
        }

        Assert.NotEmpty(stage.Venue.Submitted);
        Assert.Single(stage.Stored.OfType<AlgorithmEnded>());
    }

    [Fact]
    public void Parent_must_be_denied_with_field_and_value_when_it_makes_no_sense()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        Start(stage, AlgorithmPlan.Twap(0, 1, 4));
        var denied = Assert.Single(stage.Stored.OfType<OrderDenied>());
        Assert.Equal("OrderForm", denied.Rule);
        Assert.StartsWith("end must lie ahead", denied.Detail, StringComparison.Ordinal);
        Assert.Contains(stage.Agent.Received, message => message is BookChanged { IsAnswer: true });
    }

    [Fact]
    public void Agent_must_have_one_answer_and_an_open_order_until_the_end_when_its_order_is_worked_off()
    {
        using var stage = Twap();
        FillOpen(stage);
        Assert.Single(stage.Agent.Received, message => message is BookChanged { IsAnswer: true });
        Assert.True(stage.Agent.Received[^1] is BookChanged { HasOpenOrder: true });
        for (var second = 0; second < 40; second++)
            FillOpen(stage);

        Assert.True(stage.Agent.Received.OfType<BookChanged>().Last() is { HasOpenOrder: false });
    }

    private static AccountStage Twap()
    {
        var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Venue.AnswersChanges = true;
        Start(stage, AlgorithmPlan.Twap(stage.World.NowNanos, stage.World.NowNanos + (40 * UnixNanos.PerSecond), 4));
        return stage;
    }

    private static void Start(AccountStage stage, AlgorithmPlan plan)
    {
        var price = Btc.Price(PriceUnits);
        stage.Algorithms.Tell(new StartAlgorithm(
            new ParentOrder("entry", AgentId, Btc.Symbol, OrderSide.Buy, Whole, false, price, plan), new MarketView(price, price, stage.World.NowNanos, true, 1)));
        stage.World.RunUntilIdle();
    }

    /// <summary>A price, and what is open at the venue is filled; then the next second.</summary>
    private static void FillOpen(AccountStage stage)
    {
        foreach (var order in stage.Venue.Open.ToList())
            stage.Say(new VenueFilled(stage.Venue.Fill(order.ClientOrderId, Btc, PriceUnits)));
        stage.Price(PriceUnits);
    }
}
