using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Portfolio;

public sealed class CauseTests
{
    private static readonly string Order = ClientOrderId.For(AccountStage.Name, 1);

    [Fact]
    public void Order_must_name_the_bar_the_venue_and_the_trade_when_it_is_filled()
    {
        using var stage = new AccountStage();
        stage.Buy();

        Assert.Equal(
            [
                ("OrderApproved", new EventCause("bar:aurora/BTCUSDT#1", Order)),
                ("OrderIntended", new EventCause("bar:aurora/BTCUSDT#1", Order)),
                ("OrderAccepted", new EventCause("venue:v1", Order)),
                ("OrderFilled", new EventCause("trade:BTCUSDT/1", Order)),
            ],
            stage.Causes.Skip(1));
    }

    [Fact]
    public void Denial_must_belong_to_the_agents_book_when_risk_says_no()
    {
        using var stage = new AccountStage();
        stage.Halt();
        stage.Enter();

        Assert.Equal(
            [("TradingHalted", new EventCause("operator:operator", null)), ("OrderDenied", new EventCause("bar:aurora/BTCUSDT#1", "aurora/BTCUSDT"))],
            stage.Causes.Skip(1));
    }

    [Fact]
    public void Order_must_name_the_deadline_and_the_query_when_nothing_was_heard()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersOrders = false;
        stage.Enter();
        stage.Venue.Fill(Order, AccountStage.Btc, AccountStage.PriceUnits);
        stage.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(
            [
                ("OrderOutcomeUnknown", new EventCause("deadline", Order)),
                ("OrderAccepted", new EventCause("reconciliation", Order)),
                ("OrderFilled", new EventCause("reconciliation", Order)),
            ],
            stage.Causes.Skip(3));
    }

    [Fact]
    public void Order_must_name_the_venue_when_it_is_rejected()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersOrders = false;
        stage.Enter();
        stage.Say(new VenueRejected(Order, "LOT_SIZE"));

        Assert.Equal(("OrderRejected", new EventCause("venue", Order)), stage.Causes.Last());
    }

    [Fact]
    public void Halt_must_name_the_reconciliation_when_the_books_differ()
    {
        using var stage = new AccountStage();
        stage.Venue.Balances["USDT"] = new Balance(Money.Whole(1), Money.Zero);
        stage.Orders.Tell(new CompareBooks());
        stage.World.RunUntilIdle();

        Assert.Equal(("TradingHalted", new EventCause("reconciliation", null)), stage.Causes.Last());
    }

    [Fact]
    public void Marks_must_have_a_cause_when_they_reach_a_limit_or_an_operator_asked()
    {
        using var stage = new AccountStage();
        stage.Buy();
        stage.Tell(new MarkPrice("BTCUSDT", AccountStage.Btc.Price(6_000_000), 1));
        stage.Tell(new MarkPrice("BTCUSDT", AccountStage.Btc.Price(600_000), 2));
        stage.Tell(new ResumeTrading("anna"));

        Assert.Equal(
            [
                ("EquityMarked", EventCause.None), ("EquityMarked", AccountCause.Mark), ("TradingHalted", AccountCause.Mark),
                ("TradingResumed", new EventCause("operator:anna", null)), ("EquityMarked", new EventCause("operator:anna", null)),
            ],
            stage.Causes.Skip(5));
    }

    [Fact]
    public void Cause_must_be_cut_when_an_operator_has_a_very_long_name() =>
        Assert.Equal(EventCause.MostChars, AccountCause.Operator(new string('x', 500)).Causation!.Length);
}
