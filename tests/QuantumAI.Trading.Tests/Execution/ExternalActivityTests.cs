using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>What happened at the venue while nobody here listened, or was done there by somebody else.</summary>
public sealed class ExternalActivityTests
{
    private static readonly ReconciliationSettings Adopting = new(ExternalPolicy.Adopt);
    private static readonly ReconciliationSettings Quarantining = new(ExternalPolicy.Quarantine);
    private static readonly Instrument Btc = AccountStage.Btc;

    [Fact]
    public void Fills_must_be_booked_before_anything_is_approved_when_the_link_comes_back()
    {
        using var stage = Stage(Adopting);
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        stage.Say(new VenueLinkLost("the socket was cut"));
        stage.Venue.Fill(id, Btc, AccountStage.PriceUnits);
        Assert.False(stage.Board.IsReconciled);
        stage.Enter();
        Assert.Equal("Reconciling", stage.Stored.OfType<OrderDenied>().Last().Rule);

        stage.Say(new VenueLinkRestored());
        Assert.Equal(OrderStatus.Filled, stage.Books.Durable.Orders[id].Status);
        Assert.True(stage.Board.IsReconciled);
        stage.Exit();
        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Books_must_equal_those_of_a_run_that_never_lost_the_link()
    {
        using var linked = Stage(Adopting);
        linked.Buy();
        using var cut = Stage(Adopting);
        cut.Enter();
        cut.Say(new VenueLinkLost("test"));
        cut.Venue.Fill(cut.LastOrder.ClientOrderId, Btc, AccountStage.PriceUnits);
        cut.Say(new VenueLinkRestored());

        Assert.Equal(linked.Position, cut.Position);
        Assert.Equal(linked.Books.Durable.Ledger.Balances, cut.Books.Durable.Ledger.Balances);
    }

    [Fact]
    public void Fill_of_an_order_that_ended_must_be_found_by_its_trade_when_the_report_was_lost()
    {
        using var stage = Stage(Adopting);
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        stage.Venue.Fill(id, Btc, AccountStage.PriceUnits, Btc.Quantity(10_000_000));
        stage.Venue.End(id);
        stage.Say(new VenueCanceled(id, "requested"));
        Assert.Equal(Btc.ZeroQuantity, stage.Position.Quantity);

        stage.Orders.Tell(new CompareBooks());
        stage.World.RunUntilIdle();
        Assert.NotEqual(Btc.ZeroQuantity, stage.Position.Quantity);
        Assert.Equal(TradingState.Active, stage.Books.Durable.Risk.State);
    }

    [Fact]
    public void Order_of_somebody_else_must_be_adopted_with_its_fills_and_an_alarm()
    {
        using var stage = Stage(Adopting);
        Place(stage, "web-1", OrderSide.Buy, 1_000_000);
        stage.Venue.Fill("web-1", Btc, AccountStage.PriceUnits, Btc.Quantity(400_000));
        Compare(stage);

        var adopted = Assert.Single(stage.Stored.OfType<OrderAdopted>());
        Assert.Equal(Account.ExternalAgent, adopted.AgentId);
        Assert.Equal(OrderStatus.PartiallyFilled, stage.Books.Durable.Orders["web-1"].Status);
        Assert.Equal(stage.Venue.Balances["USDT"].Total, stage.Books.Durable.Ledger["USDT"].Total);
        Assert.Equal(Btc.ZeroQuantity, stage.Position.Quantity);
        Assert.Contains(stage.Board.Recent, line => line.Text.StartsWith("CRITICAL adopted", StringComparison.Ordinal));
        stage.Buy();
        Assert.NotEqual(Btc.ZeroQuantity, stage.Position.Quantity);
    }

    [Fact]
    public void Adoption_must_happen_once_when_the_process_starts_again()
    {
        using var stage = Stage(Adopting);
        Place(stage, "web-1", OrderSide.Buy, 1_000_000);
        stage.Venue.Fill("web-1", Btc, AccountStage.PriceUnits);
        Compare(stage);
        var stored = stage.Stored.Count;
        using var next = stage.Restart();
        Compare(next);
        Assert.Equal(stored, next.Stored.Count);
        Assert.True(next.Board.IsReconciled);
    }

    [Theory]
    [InlineData(ExternalPolicy.Halt)]
    [InlineData(ExternalPolicy.Quarantine)]
    [InlineData(ExternalPolicy.Adopt)]
    public void Issue_order_that_ended_before_the_account_was_opened_must_be_none_of_its_business(ExternalPolicy policy)
    {
        using var stage = Stage(new ReconciliationSettings(policy));
        PlaceBeforeTheOpening(stage, 1_000_000);
        Compare(stage);

        Assert.DoesNotContain(stage.Stored, stored => stored is TradingHalted or OrderAdopted or AssetMoved);
        Assert.True(stage.Board.IsReconciled);
        stage.Enter();
        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void Part_that_was_filled_before_the_account_was_opened_must_not_be_booked_again()
    {
        using var stage = Stage(Adopting);
        PlaceBeforeTheOpening(stage, 400_000);
        Compare(stage);

        var adopted = stage.Books.Durable.Orders["web-0"];
        Assert.Equal((Btc.Quantity(600_000), Btc.ZeroQuantity, OrderStatus.Accepted), (adopted.Quantity, adopted.Filled, adopted.Status));
        Assert.Empty(stage.Stored.OfType<OrderFilled>());
        Assert.True(stage.Board.IsReconciled);
    }

    [Fact]
    public void Sale_by_somebody_else_must_make_the_holders_position_smaller()
    {
        using var stage = Stage(Adopting);
        stage.Buy();
        var held = stage.Position.Quantity;
        Place(stage, "web-1", OrderSide.Sell, 1_000_000);
        stage.Venue.Fill("web-1", Btc, AccountStage.PriceUnits);
        Compare(stage);

        Assert.Equal(held - Btc.Quantity(1_000_000), stage.Position.Quantity);
        Assert.Equal(stage.Venue.Balances["BTC"].Total, stage.Books.Durable.Ledger["BTC"].Total);
    }

    [Fact]
    public void Instrument_must_open_nothing_while_an_order_of_somebody_else_is_quarantined()
    {
        using var stage = Stage(Quarantining);
        Place(stage, "web-1", OrderSide.Buy, 1_000_000);
        Compare(stage);
        stage.Enter();
        Assert.Equal("Reconciling", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);
        Assert.Empty(stage.Stored.OfType<OrderAdopted>());

        stage.Venue.End("web-1");
        Compare(stage);
        stage.Enter();
        Assert.Single(stage.Venue.Submitted);
    }

    [Theory]
    [InlineData(ExternalPolicy.Adopt)]
    [InlineData(ExternalPolicy.Quarantine)]
    [InlineData(ExternalPolicy.Halt)]
    public void Account_must_halt_when_the_venue_knows_an_order_that_its_journal_has_lost(ExternalPolicy policy)
    {
        using var stage = Stage(new ReconciliationSettings(policy));
        Place(stage, ClientOrderId.For(AccountStage.Name, 7), OrderSide.Buy, 1_000_000);
        Compare(stage);
        Assert.Contains("lost history", Assert.Single(stage.Stored.OfType<TradingHalted>()).Detail, StringComparison.Ordinal);
        stage.Enter();
        Assert.Empty(stage.Venue.Submitted);
    }

    [Fact]
    public void Transfer_must_be_booked_once_and_move_no_limit()
    {
        using var stage = Stage(Adopting);
        stage.Mark(AccountStage.PriceUnits);
        var before = stage.Books.Durable.Risk;
        stage.Venue.Balances["USDT"] = new(AccountStage.Deposit + Money.Whole(500), Money.Zero);
        stage.Say(new VenueTransferred("USDT", Money.Whole(500), "t-1"));
        stage.Say(new VenueTransferred("USDT", Money.Whole(500), "t-1"));
        Compare(stage);

        Assert.Single(stage.Stored.OfType<AssetMoved>());
        Assert.Equal(AccountStage.Deposit + Money.Whole(500), stage.Books.Durable.Ledger["USDT"].Total);
        Assert.Equal(before.DayStart + Money.Whole(500), stage.Books.Durable.Risk.DayStart);
        using var next = stage.Restart();
        next.Say(new VenueTransferred("USDT", Money.Whole(500), "t-1"));
        Assert.Single(next.Stored.OfType<AssetMoved>());
    }

    [Theory]
    [InlineData(ExternalPolicy.Adopt)]
    [InlineData(ExternalPolicy.Quarantine)]
    [InlineData(ExternalPolicy.Halt)]
    public void Issue_transfer_of_what_has_no_price_must_wait_for_it_and_move_no_limit(ExternalPolicy policy)
    {
        using var stage = new AccountStage(reconciliation: new ReconciliationSettings(policy));
        stage.Venue.Balances["BTC"] = new(Money.Whole(1), Money.Zero);
        stage.Say(new VenueTransferred("BTC", Money.Whole(1), "t-1"));
        stage.Say(new VenueTransferred("BTC", Money.Whole(1), "t-1"));
        Compare(stage);
        Assert.Empty(stage.Stored.OfType<AssetMoved>());
        Assert.Empty(stage.Stored.OfType<TradingHalted>());
        Assert.Single(stage.Board.Recent, line => line.Text.StartsWith("CRITICAL 1.00000000 BTC moved at the venue", StringComparison.Ordinal));

        stage.Mark(AccountStage.PriceUnits);
        stage.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal((Money.Whole(60_000), "t-1"), Assert.Single(stage.Stored.OfType<AssetMoved>().Select(moved => (moved.Value, moved.TransferId))));
        Assert.True(stage.Board.IsReconciled);
        Assert.Equal(stage.Books.Durable.Risk.Equity, stage.Books.Durable.Risk.High); // no gain, and no loss when it leaves again
    }

    [Fact]
    public void Difference_must_be_looked_at_again_before_it_counts()
    {
        using var stage = Stage(new ReconciliationSettings(ExternalPolicy.Halt, Rereads: 2));
        stage.Venue.Balances["USDT"] = new(AccountStage.Deposit + Money.Whole(1), Money.Zero);
        Compare(stage);
        Assert.Empty(stage.Stored.OfType<TradingHalted>());
        stage.Venue.Balances["USDT"] = new(AccountStage.Deposit, Money.Zero);
        stage.Pass(TimeSpan.FromSeconds(2));
        Assert.True(stage.Board.IsReconciled);
        Assert.Empty(stage.Stored.OfType<TradingHalted>());
    }

    [Fact]
    public void Comparison_must_come_again_by_itself_when_it_is_continuous()
    {
        using var stage = Stage(new ReconciliationSettings(ExternalPolicy.Adopt, Every: TimeSpan.FromSeconds(30)));
        Place(stage, "web-1", OrderSide.Buy, 1_000_000);
        stage.Pass(TimeSpan.FromSeconds(31));
        Assert.Single(stage.Stored.OfType<OrderAdopted>());
    }

    [Fact]
    public void Somebody_must_be_alarmed_when_an_outcome_stays_unknown()
    {
        using var stage = Stage(Adopting);
        (stage.Venue.AnswersOrders, stage.Venue.AnswersQueries) = (false, false);
        stage.Enter();
        stage.Pass(TimeSpan.FromMinutes(3));
        Assert.Single(stage.Board.Recent, line => line.Text.StartsWith("CRITICAL nobody knows", StringComparison.Ordinal));
        Assert.Equal(OrderStatus.OutcomeUnknown, stage.LastOrder.Status);
        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void Issue_somebody_must_be_alarmed_when_the_outcome_of_an_earlier_process_stays_unknown()
    {
        using var stage = Stage(Adopting);
        (stage.Venue.AnswersOrders, stage.Venue.AnswersQueries) = (false, false);
        stage.Enter();
        stage.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(OrderStatus.OutcomeUnknown, stage.LastOrder.Status);

        using var next = stage.Restart();
        next.Pass(TimeSpan.FromMinutes(3));
        Assert.Single(next.Board.Recent, line => line.Text.StartsWith("CRITICAL nobody knows", StringComparison.Ordinal));
        Assert.Single(next.Venue.Submitted);
    }

    [Fact]
    public void Issue_answer_to_an_amendment_must_not_end_the_wait_for_the_answer_to_a_cancel()
    {
        using var stage = Stage(Adopting);
        stage.Enter();
        var id = stage.LastOrder.ClientOrderId;
        stage.Orders.Tell(new RequestAmend(id, Btc.Quantity(1_000_000)));
        stage.Orders.Tell(new RequestCancel(id, "test"));
        stage.Say(new VenueAmendRefused(id, "it waited too long for its turn"));
        Assert.Equal(OrderStatus.PendingCancel, stage.LastOrder.Status);
        stage.Pass(TimeSpan.FromSeconds(30));
        Assert.True(stage.Venue.Requests.OfType<CancelOrder>().Count() > 1, "the first may be lost");
    }

    private static AccountStage Stage(ReconciliationSettings settings)
    {
        var stage = new AccountStage(reconciliation: settings);
        stage.Mark(AccountStage.PriceUnits);
        return stage;
    }

    /// <summary>Somebody bought before; the account's first balances have what came of it.</summary>
    private static void PlaceBeforeTheOpening(AccountStage stage, long filledUnits)
    {
        Place(stage, "web-0", OrderSide.Buy, 1_000_000, afterNanos: -1_000_000_000);
        var balances = stage.Venue.Balances.ToDictionary();
        stage.Venue.Fill("web-0", Btc, AccountStage.PriceUnits, Btc.Quantity(filledUnits));
        stage.Venue.Balances.Clear();
        foreach (var (asset, balance) in balances)
            stage.Venue.Balances[asset] = balance;
    }

    private static void Place(AccountStage stage, string id, OrderSide side, long units, long afterNanos = 0)
    {
        var terms = new OrderTerms(side, OrderType.Limit, Btc.Quantity(units), Btc.Price(AccountStage.PriceUnits));
        var locked = side == OrderSide.Buy ? Money.Notional(Btc.Price(AccountStage.PriceUnits), Btc.Quantity(units)) : Money.Of(Btc.Quantity(units));
        stage.Venue.PlaceBySomebodyElse(id, Btc.Symbol, terms, locked, stage.World.NowNanos + afterNanos);
    }

    private static void Compare(AccountStage stage)
    {
        stage.Orders.Tell(new CompareBooks());
        stage.World.RunUntilIdle();
    }
}
