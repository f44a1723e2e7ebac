using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit.Journals;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>What an account does while its journal cannot write: it opens nothing, loses nothing and goes on by itself.</summary>
public sealed class JournalOutageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void New_orders_must_be_denied_until_the_journal_writes_again(int isWrittenAllTheSame)
    {
        var store = new FaultyStore(_ => isWrittenAllTheSame);
        using var stage = Open(store);
        store.FailuresDue = 5;
        stage.Enter();
        Assert.Empty(stage.Venue.Submitted);
        Assert.Contains(stage.Board.Recent, line => line.Text.StartsWith("CRITICAL the journal cannot write", StringComparison.Ordinal));
        stage.Enter();
        stage.Tell(new MarkPrice("BTCUSDT", AccountStage.Btc.Price(AccountStage.PriceUnits), stage.World.NowNanos));
        Assert.Equal(2, stage.Grouped!.Unanswered); // an intent and a denial; equity is not recorded meanwhile
        Assert.DoesNotContain(stage.Agent.Received, message => message is BookChanged { IsAnswer: true });

        stage.Pass(TimeSpan.FromSeconds(30));

        Assert.Null(stage.Grouped.Outage);
        Assert.Single(stage.Venue.Submitted);
        Assert.Equal("JournalUnavailable", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);
        Assert.Equal(2, stage.Agent.Received.Count(message => message is BookChanged { IsAnswer: true }));
        stage.FillLast();
        stage.Exit();
        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Fill_must_be_booked_once_when_the_journal_was_away_while_it_came()
    {
        var store = new FaultyStore(_ => 1);
        using var stage = Open(store);
        stage.Enter();
        store.FailuresDue = 3;
        stage.FillLast();
        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
        stage.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
        Assert.Single(stage.Stored.OfType<OrderFilled>());
    }

    [Fact]
    public void Order_must_not_be_sent_when_it_became_durable_long_after_the_decision()
    {
        var store = new FaultyStore(_ => 0);
        using var stage = Open(store);
        store.FailuresDue = 100;
        stage.Enter();
        stage.Pass(TimeSpan.FromMinutes(10));
        Assert.Null(stage.Grouped!.Outage);
        Assert.Empty(stage.Venue.Submitted);
        Assert.Equal(OrderStatus.Expired, stage.LastOrder.Status);
        Assert.StartsWith("not sent: ", stage.LastOrder.Reason, StringComparison.Ordinal);
        Assert.Equal(AccountStage.Deposit, stage.Books.Durable.Ledger["USDT"].Free);
        stage.Buy();
        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
    }

    private static AccountStage Open(FaultyStore store)
    {
        store.Append([AccountStage.Opening]);
        return new AccountStage(store: store, isGrouped: true);
    }
}
