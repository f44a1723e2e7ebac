using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Risk;

public sealed class KillSwitchTests
{
    [Fact]
    public void Open_order_must_be_canceled_and_nothing_more_leave_when_halted()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Halt();
        stage.Enter();

        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        Assert.Equal(TradingState.Halted, stage.Books.Durable.Risk.State);
        Assert.Single(stage.Venue.Submitted);
        Assert.Equal((int)DenialCode.TradingHalted, stage.Stored.OfType<OrderDenied>().Single().Code);
    }

    [Fact]
    public void Cancel_must_leave_when_the_journal_writes_nothing()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Journal.IsHolding = true;
        stage.Halt();

        Assert.Equal(stage.LastOrder.ClientOrderId, Assert.Single(stage.Venue.Requests.OfType<CancelOrder>()).ClientOrderId);
    }

    [Fact]
    public void Order_must_never_be_sent_when_halted_before_its_intent_was_durable()
    {
        using var stage = Stage();
        stage.Journal.IsHolding = true;
        stage.Enter();
        stage.Halt();
        stage.Journal.IsHolding = false;
        while (!stage.Books.IsSettled)
            stage.Release();

        Assert.Empty(stage.Venue.Submitted);
        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        Assert.Equal(AccountStage.Deposit, stage.Books.Durable.Ledger["USDT"].Free);
    }

    [Fact]
    public void Exit_must_be_denied_when_halted_and_pass_when_resumed()
    {
        using var stage = Stage();
        stage.Buy();
        stage.Halt();
        stage.Exit();
        Assert.Single(stage.Venue.Submitted);

        stage.Tell(new ResumeTrading("operator"));
        stage.Exit();
        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Position_must_be_sold_whole_when_halted_with_flatten()
    {
        using var stage = Stage();
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        stage.Halt(flattens: true);

        Assert.Equal(OrderSide.Sell, stage.LastOrder.Side);
        Assert.True(stage.LastOrder.ReduceOnly);
        stage.FillLast();
        Assert.True(AccountStage.Btc.IsDust(stage.Position.Quantity));
        Assert.Equal(TradingState.Halted, stage.Books.Durable.Risk.State);
    }

    [Fact]
    public void Position_must_be_sold_only_after_its_open_order_is_gone_when_flattened()
    {
        using var stage = Stage();
        stage.Buy();
        stage.Mark(AccountStage.PriceUnits);
        stage.Exit();
        stage.Venue.AnswersChanges = false;
        stage.Halt(flattens: true);
        Assert.Equal(2, stage.Venue.Submitted.Count());

        stage.Say(new VenueCanceled(stage.LastOrder.ClientOrderId, "late"));
        Assert.Equal(3, stage.Venue.Submitted.Count());
        Assert.Equal("flattened by operator", stage.LastOrder.Reason);
    }

    [Fact]
    public void Cancel_must_be_asked_for_again_when_a_halted_account_restarts()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Venue.AnswersChanges = false;
        stage.Halt();
        stage.Venue.AnswersChanges = true;
        using var next = stage.Restart();

        Assert.Equal(OrderStatus.Canceled, next.LastOrder.Status);
        Assert.Equal(TradingState.Halted, next.Books.Durable.Risk.State);
    }

    [Fact]
    public void Cancel_must_be_repeated_when_the_venue_says_nothing()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Venue.AnswersChanges = false;
        stage.Halt();
        stage.Venue.AnswersChanges = true;
        stage.Pass(TimeSpan.FromSeconds(30));

        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        Assert.Equal(2, stage.Venue.Requests.OfType<CancelOrder>().Count());
    }

    [Fact]
    public void Issue_refused_cancel_must_be_asked_for_once_a_bar_while_the_account_is_halted()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Venue.AnswersChanges = false;
        stage.Halt();
        for (var bar = 1; bar <= 3; bar++)
        {
            stage.Say(new VenueCancelRefused(stage.LastOrder.ClientOrderId, "the venue is busy"));
            Assert.Equal(bar, stage.Venue.Requests.OfType<CancelOrder>().Count());
            stage.Mark(AccountStage.PriceUnits);
            Assert.Equal(bar + 1, stage.Venue.Requests.OfType<CancelOrder>().Count());
        }

        stage.Say(new VenueCanceled(stage.LastOrder.ClientOrderId, "at last"));
        stage.Mark(AccountStage.PriceUnits);
        Assert.Equal(4, stage.Venue.Requests.OfType<CancelOrder>().Count());
    }

    [Fact]
    public void Issue_deadline_of_a_cancel_must_pass_however_often_it_is_asked_for()
    {
        using var stage = Stage();
        stage.Enter();
        stage.Venue.AnswersChanges = false;
        for (var second = 0; second < 90; second++)
        {
            stage.Orders.Tell(new RequestCancel(stage.LastOrder.ClientOrderId, "again"));
            stage.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(stage.Board.Recent, line => line.Text.StartsWith("CRITICAL nobody knows", StringComparison.Ordinal));
    }

    private static AccountStage Stage()
    {
        var stage = new AccountStage();
        stage.Venue.AnswersChanges = true;
        return stage;
    }
}
