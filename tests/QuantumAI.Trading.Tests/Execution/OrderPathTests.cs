using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

public sealed class OrderPathTests
{
    [Fact]
    public void Order_must_be_sent_once_and_filled_when_a_signal_is_approved()
    {
        using var stage = new AccountStage();
        stage.Buy();

        var sent = Assert.Single(stage.Venue.Submitted);
        Assert.Equal((ClientOrderId.For(AccountStage.Name, 1), "BTCUSDT", OrderSide.Buy, OrderType.Market), (sent.ClientOrderId, sent.Symbol, sent.Side, sent.Type));
        Assert.Equal("0.30000000", sent.Quantity.ToString());
        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
        Assert.Equal("0.29970000", stage.Position.Quantity.ToString());
        Assert.Equal(
            ["AccountOpened", "OrderApproved", "OrderIntended", "OrderAccepted", "OrderFilled"], stage.Stored.Select(stored => stored.GetType().Name));
    }

    [Fact]
    public void Order_must_wait_for_the_disk_when_its_intent_is_not_durable()
    {
        using var stage = new AccountStage();
        stage.Journal.IsHolding = true;
        stage.Enter();

        Assert.Empty(stage.Venue.Submitted);
        Assert.Single(stage.Books.Current.OpenOrders);
        Assert.Empty(stage.Books.Durable.OpenOrders);
        Assert.DoesNotContain(stage.Agent.Received, message => message is BookChanged { IsAnswer: true });

        stage.Release();
        Assert.Single(stage.Venue.Submitted);
        Assert.Contains(stage.Agent.Received, message => message is BookChanged { IsAnswer: true, HasOpenOrder: true });
    }

    [Fact]
    public void Order_must_never_be_sent_when_the_process_ends_before_its_intent_is_durable()
    {
        using var stage = new AccountStage();
        stage.Journal.IsHolding = true;
        stage.Enter();
        using var next = stage.Restart();

        Assert.Empty(stage.Venue.Submitted);
        Assert.Empty(next.Books.Current.Orders);
        Assert.Equal(AccountStage.Deposit, next.Books.Current.Ledger["USDT"].Free);
        next.Enter();
        Assert.Equal(ClientOrderId.For(AccountStage.Name, 1), Assert.Single(stage.Venue.Submitted).ClientOrderId);
    }

    [Fact]
    public void Issue_order_on_its_way_to_the_disk_must_be_ended_here_and_not_asked_of_the_venue()
    {
        using var stage = new AccountStage();
        stage.Journal.IsHolding = true;
        stage.Enter();
        var id = Assert.Single(stage.Books.Current.OpenOrders).ClientOrderId;
        stage.Orders.Tell(new RequestAmend(id, AccountStage.Btc.Quantity(10_000_000)));
        stage.Orders.Tell(new RequestCancel(id, "the test"));
        stage.World.RunUntilIdle();
        stage.Journal.IsHolding = false;
        stage.Release();

        Assert.Empty(stage.Venue.Submitted);
        Assert.Equal(OrderStatus.Canceled, stage.Books.Current.Orders[id].Status);
        Assert.DoesNotContain(stage.Stored, stored => stored is OrderAmendRequested or OrderCancelRequested);
    }

    [Fact]
    public void Issue_list_on_its_way_to_the_disk_must_end_whole_when_one_of_its_orders_is_canceled()
    {
        for (var canceled = 0; canceled < 2; canceled++)
        {
            using var stage = new AccountStage();
            stage.Buy();
            stage.Mark(AccountStage.PriceUnits);
            var sent = stage.Venue.Submitted.Count();
            stage.Journal.IsHolding = true;
            var open = OrderExits(stage);
            stage.Orders.Tell(new RequestCancel(open[canceled], "the test"));
            stage.World.RunUntilIdle();
            stage.Journal.IsHolding = false;
            stage.Release();

            Assert.All(open, id => Assert.Equal(OrderStatus.Canceled, stage.Books.Current.Orders[id].Status));
            Assert.Equal(sent, stage.Venue.Submitted.Count());
        }
    }

    [Fact]
    public void Issue_list_that_became_durable_too_late_must_end_whole()
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        var sent = stage.Venue.Submitted.Count();
        stage.Journal.IsHolding = true;
        var open = OrderExits(stage);
        stage.Pass(TimeSpan.FromHours(1));
        stage.Journal.IsHolding = false;
        stage.Release();

        Assert.All(open, id => Assert.Equal(OrderStatus.Expired, stage.Books.Current.Orders[id].Status));
        Assert.Equal(sent, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Issue_each_order_of_a_list_must_be_asked_for_when_the_venue_says_nothing()
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        var open = OrderExits(stage);
        stage.Pass(TimeSpan.FromSeconds(30));

        Assert.All(open, id => Assert.Contains(stage.Venue.Requests, request => request is QueryOrder query && query.ClientOrderId == id));
    }

    [Fact]
    public void Approval_and_intent_must_be_one_append_when_an_order_is_approved()
    {
        using var stage = new AccountStage();
        stage.Enter();

        var append = Assert.Single(stage.Journal.Requests, request => request.Events.Any(data => data.Type == nameof(OrderIntended)));
        Assert.Equal([nameof(OrderApproved), nameof(OrderIntended)], append.Events.Select(data => data.Type));
        Assert.Equal(1, append.ExpectedSequence);
    }

    [Fact]
    public void Second_order_must_see_the_first_ones_reservation_when_the_disk_is_slow()
    {
        using var stage = new AccountStage();
        stage.Journal.IsHolding = true;
        stage.Enter();
        stage.Enter();
        stage.Release();
        stage.Release();

        Assert.Single(stage.Venue.Submitted);
        Assert.Equal("AgentExposure", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);
    }

    [Fact]
    public void Agent_must_be_told_that_its_signal_was_answered_when_it_is_denied()
    {
        using var stage = new AccountStage();
        stage.Exit();

        var denied = Assert.Single(stage.Stored.OfType<OrderDenied>());
        Assert.Equal("OrderForm", denied.Rule); // there is nothing to sell
        Assert.Empty(stage.Venue.Submitted);
        var answer = Assert.Single(stage.Agent.Received.OfType<BookChanged>(), changed => changed.IsAnswer);
        Assert.False(answer.HasOpenOrder);
        Assert.Equal(1, stage.Board.WhyNoTrades["denied:OrderForm"]);
    }

    [Fact]
    public void Exit_must_sell_the_whole_position_when_the_account_only_reduces()
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        stage.Mark(AccountStage.PriceUnits / 10); // more than the drawdown
        stage.Enter();
        Assert.Equal("TradingHalted", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);

        stage.Exit();
        Assert.Equal((OrderSide.Sell, "0.29970000"), (stage.Venue.Submitted.Last().Side, stage.Venue.Submitted.Last().Quantity.ToString()));
        stage.FillLast();
        Assert.True(stage.Position.Quantity.IsZero);
        Assert.Equal(TradingState.Reducing, stage.Books.Durable.Risk.State);
    }

    [Fact]
    public void Halt_must_overtake_what_waits_for_the_gate()
    {
        using var stage = new AccountStage();
        while (stage.Gate.TryTell(new ResumeTrading("nobody")))
        {
        }

        stage.Gate.Signal(new HaltTrading("operator"));
        stage.World.RunUntilIdle();
        var events = stage.Stored.Where(stored => stored is TradingHalted or TradingResumed).ToList();
        Assert.IsType<TradingHalted>(events[0]); // a mailbox full of messages waited, and it came first: the first of them resumes
        Assert.IsType<TradingResumed>(events[1]);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public void Entries_must_be_approved_again_when_an_operator_resumes()
    {
        using var stage = new AccountStage();
        stage.Halt();
        stage.Tell(new ResumeTrading("operator"));
        stage.Enter();

        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void Reservation_must_be_released_and_the_agent_told_when_the_venue_rejects()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersOrders = false;
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        stage.Say(new VenueRejected(id, "LOT_SIZE"));

        Assert.Equal(OrderStatus.Rejected, stage.LastOrder.Status);
        Assert.Equal(AccountStage.Deposit, stage.Books.Durable.Ledger["USDT"].Free);
        Assert.False(stage.Agent.Received.OfType<BookChanged>().Last().HasOpenOrder);
        stage.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(stage.Venue.Queried);
    }

    /// <summary>A target and a stop of what is held, which cancel each other.</summary>
    /// <returns>Their client order ids.</returns>
    private static string[] OrderExits(AccountStage stage)
    {
        var target = new OrderTerms(OrderSide.Sell, OrderType.Limit, AccountStage.Btc.Quantity(10_000_000), AccountStage.Btc.Price(6_500_000));
        var stop = new OrderTerms(OrderSide.Sell, OrderType.Stop, AccountStage.Btc.Quantity(10_000_000), Trigger: AccountStage.Btc.Price(5_500_000));
        stage.Tell(new RequestListApproval(ContingencyKind.OneCancelsOther, [stage.Request(target), stage.Request(stop)]));
        string[] open = [.. stage.Books.Current.OpenOrders.Select(order => order.ClientOrderId)];
        Assert.Equal(2, open.Length);
        return open;
    }
}
