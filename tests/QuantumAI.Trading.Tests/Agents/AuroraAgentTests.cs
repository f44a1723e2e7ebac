using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Agents;

public sealed class AuroraAgentTests : IDisposable
{
    private static readonly Instrument Btc = AccountStage.Btc;
    private readonly VirtualWorld _world = new(seed: 1, startNanos: 0);
    private readonly Probe<TradeSignal> _signals;
    private readonly StatusBoard _board = new();
    private long _bars;

    public AuroraAgentTests() => _signals = _world.CreateLane("account").Probe<TradeSignal>("sizing");

    [Fact]
    public void Agent_must_signal_once_when_its_signal_is_not_answered_yet()
    {
        var agent = Spawn();
        Close(agent, crossesUp: true);
        Close(agent, crossesUp: true);

        Assert.Equal(SignalKind.EnterLong, Assert.Single(_signals.Received).Signal.Kind);
        Assert.Equal(1, _board.WhyNoTrades["order-pending"]);
    }

    [Fact]
    public void Agent_must_signal_again_when_it_learns_that_it_was_denied()
    {
        var agent = Spawn();
        for (var i = 1; i <= 5; i++)
        {
            Close(agent, crossesUp: true);
            Assert.Equal(i, _signals.Received.Count);
            Tell(agent, new BookChanged(Position.Flat("aurora", Btc), HasOpenOrder: false, IsAnswer: true));
        }
    }

    [Fact]
    public void Agent_must_signal_again_and_count_why_when_it_learns_that_no_order_was_asked_for()
    {
        var agent = Spawn();
        for (var i = 1; i <= 5; i++)
        {
            Close(agent, crossesUp: true);
            Assert.Equal(i, _signals.Received.Count);
            Tell(agent, new SignalDropped("denied:TradingHalted"));
        }

        Assert.Equal(5, _board.WhyNoTrades["denied:TradingHalted"]);
    }

    [Fact]
    public void Agent_must_wait_when_its_order_is_open()
    {
        var agent = Spawn();
        Close(agent, crossesUp: true);
        Tell(agent, new BookChanged(Position.Flat("aurora", Btc), HasOpenOrder: true, IsAnswer: true));
        Close(agent, crossesUp: true);
        Assert.Single(_signals.Received);

        Tell(agent, new BookChanged(Position.Flat("aurora", Btc), HasOpenOrder: false, IsAnswer: false));
        Close(agent, crossesUp: true);
        Assert.Equal(2, _signals.Received.Count);
    }

    [Fact]
    public void Agent_must_leave_when_the_averages_cross_down()
    {
        var agent = Spawn();
        Tell(agent, new BookChanged(Holding(), HasOpenOrder: false, IsAnswer: false));
        Close(agent, crossesUp: false);

        Assert.Equal(new Signal(SignalKind.ExitLong, "opposite-cross"), Assert.Single(_signals.Received).Signal);
    }

    [Fact]
    public void Agent_must_enter_a_cross_once_when_its_position_ended_while_the_cross_stands()
    {
        var agent = Spawn();
        Tell(agent, new BookChanged(Holding(), HasOpenOrder: false, IsAnswer: false));
        Tell(agent, new BookChanged(Position.Flat("aurora", Btc), HasOpenOrder: false, IsAnswer: false));
        Close(agent, Standing(barsSinceCross: 3));

        Assert.Empty(_signals.Received);
        Assert.Equal(1, _board.WhyNoTrades["no-cross"]);
    }

    [Fact]
    public void Agent_must_enter_a_cross_once_when_the_process_was_started_again_after_the_exit()
    {
        var history = Enumerable.Range(0, 4).Select(BarAt).ToArray();
        _bars = history.Length;
        var agent = Spawn(history);
        Tell(agent, new BookChanged(Position.Flat("aurora", Btc), HasOpenOrder: false, IsAnswer: false, LastExitNanos: history[2].EndNanos + 1));
        Close(agent, Standing(barsSinceCross: 3));
        Assert.Empty(_signals.Received);

        // One bar closed between the exit and the restart, and three after it: the next cross is a new one.
        Close(agent, Standing(barsSinceCross: 1));
        Assert.Single(_signals.Received);
    }

    [Fact]
    public void Agent_must_signal_nothing_when_data_follows_a_gap_or_indicators_are_cold()
    {
        var agent = Spawn();
        Close(agent, Crossing(up: true) with { FollowsGap = true });
        Close(agent, Crossing(up: true) with { IsWarm = false });
        Close(agent, Crossing(up: true) with { Atr = double.NaN });

        Assert.Empty(_signals.Received);
        Assert.Equal(["data-gapped", "not-finite", "warming-up"], _board.WhyNoTrades.Keys);
    }

    public void Dispose() => _world.Dispose();

    private static Bar BarAt(int index) => new(index * UnixNanos.PerHour, UnixNanos.PerHour, 6_000_000, 6_010_000, 5_990_000, 6_000_000, 1);

    private static TrendInputs Crossing(bool up) => new(
        IsWarm: true, FollowsGap: false, Close: 60_000, High: 60_100, EmaFastBefore: up ? 1 : 3, EmaSlowBefore: 2, EmaFast: up ? 3 : 1, EmaSlow: 2,
        AdxBefore: 30, Adx: 31, Atr: 500, Sentiment: 0, BarsSinceCrossUp: up ? 0 : int.MaxValue);

    private static TrendInputs Standing(int barsSinceCross) => Crossing(up: true) with { EmaFastBefore = 3, BarsSinceCrossUp = barsSinceCross };

    private static Position Holding() => Position.Flat("aurora", Btc).After(Btc.Quantity(30_000_000), -Money.Whole(18_000), 1);

    private ActorRef<AgentMessage> Spawn(IReadOnlyList<Bar>? history = null)
    {
        var lane = _world.CreateLane("symbol");
        return lane.Spawn("aurora", new AuroraAgentActor("aurora", Btc, new TrendParameters(), history ?? [], _signals.Ref, _board));
    }

    private void Close(ActorRef<AgentMessage> agent, bool crossesUp) => Close(agent, Crossing(crossesUp));

    private void Close(ActorRef<AgentMessage> agent, TrendInputs inputs)
    {
        var bar = BarAt((int)_bars++);
        var price = Btc.Price(bar.CloseUnits);
        Tell(agent, new BarClosed(bar, inputs, price, new MarketView(price, price, bar.EndNanos, IsUsable: true, _bars)));
    }

    private void Tell(ActorRef<AgentMessage> agent, AgentMessage message)
    {
        agent.Tell(message);
        _world.RunUntilIdle();
    }
}
