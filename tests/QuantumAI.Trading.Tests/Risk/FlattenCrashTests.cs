using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;
using static QuantumAI.Trading.Tests.Fakes.CrashingProcess;

namespace QuantumAI.Trading.Tests.Risk;

/// <summary>A flatten is a journaled intention: it goes on after a restart until nothing is left or an operator resumes.</summary>
public sealed class FlattenCrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sim_account_must_end_flat_with_no_double_exit_when_a_flatten_is_ended_at_any_touch(bool isFilledAway)
    {
        var flattened = 0;
        ForEachTouch(process => Flatten(process, isFilledAway), (next, point) =>
        {
            var sold = next.Venue.Trades.Where(trade => trade.Side == OrderSide.Sell).Sum(trade => trade.Quantity.Units);
            var bought = next.Venue.Trades.Where(trade => trade.Side == OrderSide.Buy).Sum(trade => trade.Quantity.Units);
            Check(sold <= bought, next, point, "more is sold than was bought");
            Check(next.Venue.Submitted.Count(order => order.Side == OrderSide.Sell) <= 2, next, point, "an exit went out again and again");
            Check(!next.Venue.Open.Any(), next, point, "something is open");
            Check(Btc.IsDust(next.Stage.Position.Quantity), next, point, $"{next.Stage.Position.Quantity} is left");
            flattened += sold > 0 ? 1 : 0;
        });
        Assert.InRange(flattened, 10, 400);
    }

    [Fact]
    public void Exit_must_be_sent_at_the_first_mark_when_the_process_ended_before_it_was_intended()
    {
        using var stage = Held();
        stage.Journal.IsHolding = true;
        stage.Halt(flattens: true);
        stage.Release(); // the halt is on disk; the exit is not
        using var next = stage.Restart();
        Assert.Single(next.Venue.Submitted);
        next.Mark(PriceUnits);

        Assert.Equal((OrderSide.Sell, "flattened by operator"), (next.LastOrder.Side, next.LastOrder.Reason));
        next.FillLast();
        Assert.True(Btc.IsDust(next.Position.Quantity));
        next.Mark(PriceUnits);
        Assert.Equal(2, next.Venue.Submitted.Count());
    }

    [Fact]
    public void Exit_that_is_on_its_way_must_be_left_alone_when_the_halted_account_restarts()
    {
        using var stage = Held();
        stage.Halt(flattens: true);
        using var next = stage.Restart();
        next.Mark(PriceUnits);

        Assert.Empty(next.Venue.Requests.OfType<Trading.Execution.CancelOrder>());
        Assert.Equal(2, next.Venue.Submitted.Count());
        next.FillLast();
        Assert.True(Btc.IsDust(next.Position.Quantity));
    }

    [Fact]
    public void Exit_must_not_follow_a_restart_when_an_operator_resumed_or_halted_without_flattening()
    {
        foreach (var ends in new Action<AccountStage>[] { stage => stage.Tell(new ResumeTrading("operator")), stage => stage.Halt() })
        {
            using var stage = new AccountStage();
            stage.Venue.AnswersChanges = true;
            stage.Buy();
            stage.Halt(flattens: true); // no mark is known: nothing can leave yet
            ends(stage);
            using var next = stage.Restart();
            next.Mark(PriceUnits);
            Assert.Single(next.Venue.Submitted);
        }
    }

    [Fact]
    public void Exit_must_be_asked_for_once_when_a_symbol_without_a_price_gets_one()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersChanges = true;
        stage.Buy();
        stage.Halt(flattens: true);
        Assert.Single(stage.Venue.Submitted);
        stage.Mark(PriceUnits);
        stage.Mark(PriceUnits);

        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    /// <summary>Buys, buys again, and flattens while the second is open; what the next process finds done already is not done again.</summary>
    private static void Flatten(CrashingProcess process, bool isFilledAway)
    {
        var stage = process.Stage;
        process.Do(() => Mark(process));
        process.Do(() => WhenActive(process, 0, stage.Enter));
        process.FillOpen();
        process.Do(() => WhenActive(process, 1, stage.Enter));
        process.Do(() =>
        {
            if (stage.Books.Current.Risk.State == TradingState.Active)
                stage.Halt(flattens: true);
        });
        process.Do(() => Mark(process));
        if (isFilledAway && process.Points.IsDead)
        {
            foreach (var exit in process.Venue.Open.Where(order => order.Side == OrderSide.Sell).ToList())
                process.Venue.Fill(exit.ClientOrderId, Btc, PriceUnits);
        }

        process.FillOpen();
        process.Do(() => Mark(process));
        process.Do(() => stage.Pass(TimeSpan.FromMinutes(1)));
        process.FillOpen();
        process.Do(() => Mark(process));
        process.FillOpen();
    }

    private static void Mark(CrashingProcess process) => process.Stage.Mark(PriceUnits);

    private static void WhenActive(CrashingProcess process, int intents, Action act)
    {
        if (process.Stage.Books.Current.Risk.State == TradingState.Active && process.Stage.Books.Current.Intents <= intents)
            act();
    }

    private static AccountStage Held()
    {
        var stage = new AccountStage();
        stage.Venue.AnswersChanges = true;
        stage.Mark(PriceUnits);
        stage.Buy();
        return stage;
    }
}
