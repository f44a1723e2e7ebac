using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Risk;

/// <summary>What a long halt leaves in the journal: one denial by agent, symbol and direction, not one a bar.</summary>
public sealed class HaltedSignalsTests
{
    [Theory]
    [InlineData(HaltScope.Day)]
    [InlineData(HaltScope.Account)]
    [InlineData(HaltScope.All)]
    public void Denial_must_be_journaled_once_and_every_signal_answered_when_trading_is_halted(string scope)
    {
        using var stage = new AccountStage();
        stage.Books.Record([new TradingHalted(scope, "a test")], stage.World.NowNanos, default);
        for (var bar = 0; bar < 10; bar++)
            stage.Enter();

        Assert.Equal((int)DenialCode.TradingHalted, Assert.Single(stage.Stored.OfType<OrderDenied>()).Code);
        Assert.Single(stage.Agent.Received.OfType<BookChanged>(), changed => changed.IsAnswer);
        Assert.Equal(9, stage.Agent.Received.OfType<SignalDropped>().Count(dropped => dropped.Reason == "denied:TradingHalted"));
    }

    [Fact]
    public void Exit_must_go_when_the_account_only_reduces_and_be_denied_once_when_it_is_halted()
    {
        using var stage = new AccountStage();
        stage.Venue.AnswersChanges = true;
        stage.Buy();
        stage.Halt();
        stage.Exit();
        stage.Exit();
        stage.Enter();
        Assert.Equal(2, stage.Stored.OfType<OrderDenied>().Count());
        stage.Tell(new ResumeTrading("operator"));
        stage.Books.Record([new TradingHalted(HaltScope.Account, "a test")], stage.World.NowNanos, default);
        stage.Exit();

        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Denial_must_be_journaled_again_when_the_account_is_halted_anew_or_more_firmly()
    {
        using var stage = new AccountStage();
        foreach (var scope in new[] { HaltScope.Day, HaltScope.Account, HaltScope.All })
        {
            stage.Books.Record([new TradingHalted(scope, "a test")], stage.World.NowNanos, default);
            stage.Enter();
            stage.Enter();
        }

        stage.Tell(new ResumeTrading("operator"));
        stage.Books.Record([new TradingHalted(HaltScope.All, "a test")], stage.World.NowNanos, default);
        stage.Enter();
        Assert.Equal(4, stage.Stored.OfType<OrderDenied>().Count());
    }
}
