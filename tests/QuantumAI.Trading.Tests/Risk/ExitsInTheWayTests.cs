using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;
using static QuantumAI.Trading.Tests.Fakes.AlternatingReturns;

namespace QuantumAI.Trading.Tests.Risk;

/// <summary>What the gate itself must sell, an agent's open exits have sold already: they give way.</summary>
public sealed class ExitsInTheWayTests
{
    private const long Far = 30_000_000;

    [Fact]
    public void Issue_limit_on_value_at_risk_must_be_enforced_when_an_exit_of_the_whole_position_is_open()
    {
        using var stage = Covered();
        stage.Mark(2 * PriceUnits);
        var cut = stage.LastOrder;
        Assert.Contains("value at risk", cut.Reason, StringComparison.Ordinal);
        stage.Say(new VenueFilled(stage.Venue.Fill(cut.ClientOrderId, Btc, 2 * PriceUnits)));

        Assert.True(IsWithinLimit(stage));
        var exit = stage.Venue.Open.Single();
        Assert.InRange(exit.Quantity.Units, 1, stage.Position.Quantity.Units); // it still protects what is left, and no more
        Assert.Empty(stage.Stored.OfType<OrderDenied>());
    }

    [Fact]
    public void Exit_must_end_when_the_venue_does_not_make_it_smaller()
    {
        using var stage = Covered();
        stage.Venue.RefusesAmends = true;
        stage.Mark(2 * PriceUnits);
        stage.Say(new VenueFilled(stage.Venue.Fill(stage.LastOrder.ClientOrderId, Btc, 2 * PriceUnits)));

        Assert.True(IsWithinLimit(stage));
        Assert.Empty(stage.Venue.Open);
    }

    [Fact]
    public void Exit_must_be_asked_once_a_bar_to_give_way_and_end_at_the_next_when_the_venue_says_nothing()
    {
        using var stage = Covered();
        stage.Venue.AnswersChanges = false;
        stage.Mark(2 * PriceUnits);
        stage.Mark(2 * PriceUnits);
        stage.Mark(2 * PriceUnits);

        Assert.Single(stage.Venue.Requests.OfType<AmendOrder>());
        Assert.Equal(2, stage.Venue.Requests.OfType<CancelOrder>().Count());
        Assert.Equal(2, stage.Venue.Submitted.Count());
        Assert.Empty(stage.Stored.OfType<OrderDenied>());
    }

    [Fact]
    public void Held_exits_must_shrink_together_when_a_position_is_cut()
    {
        using var stage = Bought(VenueCapabilities.Plain);
        var size = Btc.FloorToLot(stage.Position.Quantity);
        stage.Tell(new RequestListApproval(
            ContingencyKind.OneCancelsOther,
            [
                stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Limit, size, Btc.Price(Far), IsReduceOnly: true)),
                stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Stop, size, Trigger: Btc.Price(5_000_000), IsReduceOnly: true)),
            ]));
        Assert.Equal(2, stage.Books.Durable.OpenOrders.Count);
        stage.Mark(2 * PriceUnits);
        stage.Say(new VenueFilled(stage.Venue.Fill(stage.LastOrder.ClientOrderId, Btc, 2 * PriceUnits)));

        Assert.True(IsWithinLimit(stage));
        var left = Btc.FloorToLot(stage.Position.Quantity);
        Assert.Equal([left, left], stage.Books.Durable.OpenOrders.Select(order => order.Quantity));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sim_position_must_be_cut_once_when_the_process_ends_before_or_after_the_exit_gave_way(bool isAmended)
    {
        using var stage = Covered();
        stage.Journal.IsHolding = true;
        stage.Mark(2 * PriceUnits);
        for (var i = 0; i < (isAmended ? 3 : 1); i++)
            stage.Release();
        using var next = stage.Restart(Measured(share: 0.10));
        next.Mark(2 * PriceUnits);
        next.Mark(2 * PriceUnits);
        next.Mark(2 * PriceUnits);
        var cut = Assert.Single(next.Books.Durable.OpenOrders, order => order.Type == OrderType.Market);
        next.Say(new VenueFilled(next.Venue.Fill(cut.ClientOrderId, Btc, 2 * PriceUnits)));

        Assert.True(IsWithinLimit(next));
        next.Mark(2 * PriceUnits);
        Assert.Equal(3, next.Venue.Submitted.Count());
    }

    [Fact]
    public void Cut_must_not_be_doubled_when_the_process_ends_while_it_is_on_its_way()
    {
        using var stage = Covered();
        stage.Mark(2 * PriceUnits);
        Assert.Equal(3, stage.Venue.Submitted.Count());
        using var next = stage.Restart(Measured(share: 0.10));
        next.Mark(2 * PriceUnits);
        next.Mark(2 * PriceUnits);

        Assert.Equal(3, next.Venue.Submitted.Count());
    }

    [Theory]
    [InlineData(OrderType.Limit)]
    [InlineData(OrderType.Stop)]
    public void Issue_position_must_be_sold_when_an_agent_places_an_exit_during_a_flatten(OrderType type)
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Venue.AnswersChanges = true;
        stage.Buy();
        stage.Halt(flattens: true); // no price is known yet: nothing leaves
        var size = Btc.FloorToLot(stage.Position.Quantity);
        stage.Tell(new RequestApproval(stage.Request(type == OrderType.Limit
            ? new OrderTerms(OrderSide.Sell, type, size, Btc.Price(Far), IsReduceOnly: true)
            : new OrderTerms(OrderSide.Sell, type, size, Trigger: Btc.Price(5_000_000), IsReduceOnly: true))));
        stage.Mark(PriceUnits);
        stage.Mark(PriceUnits);

        Assert.Equal("flattened by operator", stage.LastOrder.Reason);
        stage.FillLast();
        Assert.True(Btc.IsDust(stage.Position.Quantity));
        Assert.Empty(stage.Books.Durable.OpenOrders);
    }

    [Fact]
    public void Exit_that_the_venue_does_not_cancel_must_be_asked_once_a_bar_during_a_flatten()
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Mark(PriceUnits);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Limit, Btc.FloorToLot(stage.Position.Quantity), Btc.Price(Far), IsReduceOnly: true))));
        stage.Halt(flattens: true);
        var asked = stage.Venue.Requests.OfType<CancelOrder>().Count();
        stage.Say(new VenueCancelRefused(stage.LastOrder.ClientOrderId, "not now"));
        stage.Say(new VenueCancelRefused(stage.LastOrder.ClientOrderId, "not now"));
        Assert.InRange(stage.Venue.Requests.OfType<CancelOrder>().Count() - asked, 0, 1);
        stage.Venue.AnswersChanges = true;
        stage.Mark(PriceUnits);

        Assert.Equal("flattened by operator", stage.LastOrder.Reason);
    }

    [Fact]
    public void Issue_nobody_must_be_alarmed_when_an_account_that_is_worth_less_than_nothing_holds_nothing()
    {
        var store = new MemoryJournalStore();
        store.Append([OpeningOf(new AccountOpened(Name, "USDT", Deposit, Margin: true))]);
        using var stage = new AccountStage(store: store, limits: Limits with { ValueAtRiskPpm = 45_000 }, measure: Measured(share: 0.10));
        stage.Books.Record([new AssetMoved("USDT", -Deposit - Deposit, -Deposit - Deposit, "taken away")], stage.World.NowNanos, default);
        stage.Mark(PriceUnits);
        stage.Mark(PriceUnits);

        Assert.True(stage.Books.Durable.Risk.Equity.IsNegative);
        Assert.DoesNotContain(stage.Board.Recent, line => line.Text.Contains("value at risk", StringComparison.Ordinal));
    }

    private static AccountStage Bought(VenueCapabilities? capabilities = null)
    {
        var stage = new AccountStage(
            limits: Limits with { ValueAtRiskPpm = 45_000, DrawdownPpm = 900_000 }, measure: Measured(share: 0.10), capabilities: capabilities);
        stage.Venue.AnswersChanges = true;
        stage.Buy();
        stage.Mark(PriceUnits);
        return stage;
    }

    /// <summary>An exit of everything that is held rests far above the market.</summary>
    private static AccountStage Covered()
    {
        var stage = Bought();
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(
            OrderSide.Sell, OrderType.Limit, Btc.FloorToLot(stage.Position.Quantity), Btc.Price(Far), IsReduceOnly: true))));
        Assert.Equal(2, stage.Venue.Submitted.Count());
        return stage;
    }

    private static bool IsWithinLimit(AccountStage stage)
    {
        var measure = Measured(share: 0.10);
        measure.Update(stage.Books.Durable, stage.Books.Marks);
        var limit = stage.Books.Durable.Equity(stage.Books.Marks).ToDouble() * 0.045;
        return measure.Current.ValueAtRisk.ToDouble() <= 0.91 * limit && !Btc.IsDust(stage.Position.Quantity);
    }
}
