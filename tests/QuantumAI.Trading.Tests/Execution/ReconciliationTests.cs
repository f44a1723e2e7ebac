using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

public sealed class ReconciliationTests
{
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Issue_books_must_be_compared_again_when_an_operator_resumes_after_a_difference()
    {
        using var stage = new AccountStage();
        stage.Buy();
        var held = stage.Venue.Balances["USDT"];
        stage.Venue.Balances["USDT"] = new(Money.Whole(1), Money.Zero);
        using var next = stage.Restart();
        next.Tell(new ResumeTrading("operator"));
        Assert.Equal(2, next.Stored.OfType<TradingHalted>().Count()); // it still differs
        next.Exit();
        Assert.Single(next.Venue.Submitted);

        next.Venue.Balances["USDT"] = held;
        next.Tell(new ResumeTrading("operator"));
        next.Exit();
        Assert.Equal(2, next.Venue.Submitted.Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Issue_fill_must_halt_when_its_amounts_are_more_than_books_hold(bool isFee)
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Exit();
        var trade = stage.Venue.Fill(stage.LastOrder.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits);
        stage.Say(new VenueFilled(isFee ? trade with { Fee = new Money(Int128.MinValue) } : trade with { QuoteQuantity = new Money(Int128.MaxValue) }));

        Assert.Null(stage.World.Fault);
        Assert.Contains("more than books hold", stage.Stored.OfType<TradingHalted>().Single().Detail, StringComparison.Ordinal);
        Assert.Single(stage.Stored.OfType<OrderFilled>());
    }

    [Fact]
    public void Order_must_be_unknown_and_queried_and_not_resent_when_no_answer_comes_in_time()
    {
        using var stage = new AccountStage();
        (stage.Venue.AnswersOrders, stage.Venue.AnswersQueries) = (false, false);
        stage.Enter();
        stage.Pass(AckPatience - TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrderStatus.Submitted, stage.LastOrder.Status);
        Assert.Empty(stage.Venue.Queried);

        stage.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(OrderStatus.OutcomeUnknown, stage.LastOrder.Status);
        Assert.Equal(stage.LastOrder.ClientOrderId, Assert.Single(stage.Venue.Queried).ClientOrderId);
        Assert.Single(stage.Venue.Submitted);
        Assert.Single(stage.Stored.OfType<OrderOutcomeUnknown>());
        Assert.NotEqual(Money.Zero, stage.Books.Durable.Ledger["USDT"].Locked);
    }

    [Fact]
    public void Unknown_order_must_be_booked_when_the_query_finds_it_filled()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersOrders = false;
        stage.Enter();
        var trade = stage.Venue.Fill(stage.LastOrder.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits);
        stage.Pass(AckPatience);

        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
        Assert.Equal(trade.TradeId, Assert.Single(stage.Stored.OfType<OrderFilled>()).TradeId);
        stage.Say(new VenueFilled(trade));
        Assert.Single(stage.Stored.OfType<OrderFilled>());
        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void Unknown_order_must_be_live_again_when_the_query_finds_it_open()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersOrders = false;
        stage.Enter();
        stage.Pass(AckPatience);

        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
        stage.FillLast();
        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
    }

    [Fact]
    public void Unknown_order_must_end_as_never_arrived_when_the_venue_does_not_know_it()
    {
        using var stage = new AccountStage();
        stage.Venue.LosesOrders = true;
        stage.Enter();
        stage.Pass(AckPatience);

        Assert.Equal(OrderStatus.NeverArrived, stage.LastOrder.Status);
        Assert.Equal(AccountStage.Deposit, stage.Books.Durable.Ledger["USDT"].Free);
        Assert.False(stage.Agent.Received.OfType<BookChanged>().Last().HasOpenOrder);

        stage.Venue.LosesOrders = false;
        stage.Buy();
        Assert.Equal(ClientOrderId.For(AccountStage.Name, 2), stage.LastOrder.ClientOrderId);
        Assert.Equal(2, stage.Venue.Submitted.Select(sent => sent.ClientOrderId).Distinct().Count());
    }

    [Theory]
    [InlineData("filled")]
    [InlineData("open")]
    [InlineData("lost")]
    public void Unanswered_intent_must_be_queried_and_never_resent_when_the_process_starts_again(string fate)
    {
        using var stage = new AccountStage();
        (stage.Venue.AnswersOrders, stage.Venue.LosesOrders) = (false, fate == "lost");
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        if (fate == "filled")
            stage.Venue.Fill(id, AccountStage.Btc, AccountStage.PriceUnits);
        using var next = stage.Restart();

        Assert.Single(stage.Venue.Submitted);
        Assert.Equal(id, Assert.Single(stage.Venue.Queried).ClientOrderId);
        var expected = fate switch { "filled" => OrderStatus.Filled, "open" => OrderStatus.Accepted, _ => OrderStatus.NeverArrived };
        Assert.Equal(expected, next.Books.Durable.Orders[id].Status);
        Assert.Equal(TradingState.Active, next.Books.Durable.Risk.State);
        Assert.True(next.Board.IsReconciled);
        next.Pass(TimeSpan.FromMinutes(1));
        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void State_must_be_the_same_when_it_is_recovered_from_the_journal()
    {
        using var stage = new AccountStage();
        stage.Buy();
        using var next = stage.Restart();

        Assert.Equal(stage.Position, next.Position);
        Assert.Equal(stage.Books.Durable.Ledger.Balances, next.Books.Durable.Ledger.Balances);
        Assert.Equal(stage.Books.Durable.Orders, next.Books.Durable.Orders);
        Assert.Equal(stage.Books.LastEventNanos, next.Books.LastEventNanos);
        Assert.Empty(next.Venue.Queried);
    }

    [Fact]
    public void Books_must_halt_and_every_order_be_denied_as_reconciling_when_balances_differ()
    {
        var venue = new FakeVenue("USDT", AccountStage.Deposit);
        venue.Balances["USDT"] = new Balance(AccountStage.Deposit - Money.Parse("0.00000001"), Money.Zero);
        using var stage = new AccountStage(venue);
        stage.Enter();

        Assert.False(stage.Board.IsReconciled);
        Assert.Contains("the books differ: USDT", Assert.Single(stage.Stored.OfType<TradingHalted>()).Detail, StringComparison.Ordinal);
        Assert.Equal("Reconciling", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);
        Assert.Empty(venue.Submitted);
    }

    [Fact]
    public void Books_must_halt_when_the_venue_holds_an_asset_that_nobody_bought()
    {
        var venue = new FakeVenue("USDT", AccountStage.Deposit);
        venue.Balances["BTC"] = new Balance(Money.Whole(1), Money.Zero);
        using var stage = new AccountStage(venue);

        Assert.Contains("BTC", Assert.Single(stage.Stored.OfType<TradingHalted>()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicate_reports_must_change_nothing_when_they_are_told_twice()
    {
        using var stage = new AccountStage();
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        stage.Say(new VenueAccepted(id, "v1"));
        var trade = stage.FillLast();
        var stored = stage.Stored.Count;
        stage.Say(new VenueFilled(trade));
        stage.Say(new VenueAccepted(id, "v1"));
        stage.Say(new VenueRejected(id, "late"));
        stage.Say(new VenueExpired(id, "late"));
        stage.Say(new VenueAccepted("qa-00000000-9", "v9"));

        Assert.Equal(stored, stage.Stored.Count);
        Assert.Equal(OrderStatus.Filled, stage.LastOrder.Status);
        Assert.Equal(TradingState.Active, stage.Books.Durable.Risk.State);
    }

    [Fact]
    public void Trading_must_halt_when_a_trade_is_reported_twice_with_different_figures()
    {
        using var stage = new AccountStage();
        stage.Enter();
        var trade = stage.FillLast();
        var before = stage.Position;
        stage.Say(new VenueFilled(trade with { Fee = trade.Fee + Money.Parse("0.00000001") }));

        MustHaveHalted(stage, "reported twice with different figures");
        Assert.Equal(before, stage.Position);
    }

    [Fact]
    public void Trading_must_halt_when_a_trade_fills_more_than_was_ordered()
    {
        using var stage = new AccountStage();
        stage.Enter();
        var trade = stage.FillLast();
        stage.Say(new VenueFilled(trade with { TradeId = trade.TradeId + 1 }));
        stage.Say(new VenueFilled(trade with { TradeId = trade.TradeId + 1 })); // said again, recorded once

        MustHaveHalted(stage, "beyond its quantity");
    }

    [Fact]
    public void Trading_must_halt_when_a_trade_of_an_unknown_order_is_reported()
    {
        using var stage = new AccountStage();
        stage.Enter();
        var trade = stage.Venue.Fill(stage.LastOrder.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits);
        stage.Say(new VenueFilled(trade with { ClientOrderId = "qa-00000000-9" }));

        MustHaveHalted(stage, "unknown order");
    }

    [Fact]
    public void Trading_must_halt_when_an_order_is_filled_that_was_found_to_have_never_arrived()
    {
        using var stage = new AccountStage();
        stage.Venue.LosesOrders = true;
        stage.Enter();
        var lost = Assert.Single(stage.Venue.Submitted);
        stage.Pass(AckPatience);
        stage.Say(new VenueFilled(new VenueTrade(
            lost.ClientOrderId, lost.Symbol, 1, lost.Side, AccountStage.Btc.Price(AccountStage.PriceUnits), lost.Quantity,
            Money.Whole(18_000), Money.Zero, "BTC", stage.World.NowNanos)));

        MustHaveHalted(stage, "NeverArrived");
        Assert.Null(stage.World.Fault);
    }

    [Fact]
    public void Trading_must_halt_when_a_query_contradicts_a_trade_that_was_booked()
    {
        using var stage = new AccountStage();
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        var half = AccountStage.Btc.Quantity(stage.LastOrder.Quantity.Units / 2);
        var trade = new VenueTrade(
            id, "BTCUSDT", 1, OrderSide.Buy, AccountStage.Btc.Price(AccountStage.PriceUnits), half, Money.Whole(9_000), Money.Zero, "BTC", stage.World.NowNanos);
        stage.Say(new VenueFilled(trade));
        var order = new VenueOrder(
            id, "v1", "BTCUSDT", OrderTerms.Market(OrderSide.Buy, stage.LastOrder.Quantity), half, Money.Whole(9_000), Money.Zero, VenueOrderStatus.Open, "", 1, 1);
        stage.Say(new VenueOrderState(id, order, [trade with { Fee = Money.Parse("0.001") }]));

        MustHaveHalted(stage, "reported twice with different figures");
    }

    private static void MustHaveHalted(AccountStage stage, string detail)
    {
        var halted = Assert.Single(stage.Stored.OfType<TradingHalted>());
        Assert.Equal(HaltScope.Account, halted.Scope);
        Assert.Contains(detail, halted.Detail, StringComparison.Ordinal);
        Assert.Equal(TradingState.Reducing, stage.Books.Durable.Risk.State);
    }
}
