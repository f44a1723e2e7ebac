using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Market;

/// <summary>A watcher between events and two listeners.</summary>
internal sealed class WatcherStage : IDisposable
{
    private readonly VirtualWorld _world = new(seed: 1, startNanos: 0);
    private readonly Probe<AgentMessage> _agent;
    private readonly Probe<RiskMessage> _gate;
    private readonly ActorRef<MarketEvent> _watcher;
    private long _sequence;

    public WatcherStage(BarOrigin origin, SymbolHistory? history = null, long intervalNanos = UnixNanos.PerMinute, IEventFeatures? features = null)
    {
        var lane = _world.CreateLane("symbol");
        (_agent, _gate) = (lane.Probe<AgentMessage>("agent"), _world.CreateLane("account").Probe<RiskMessage>("gate"));
        _watcher = lane.Spawn(
            "watcher",
            new SymbolWatcherActor(
                AccountStage.Btc, origin, history ?? SymbolHistory.None(intervalNanos), _agent.Ref, _gate.Ref, new StatusBoard(), features));
    }

    public IReadOnlyList<BarClosed> Closed => [.. _agent.Received.Cast<BarClosed>()];

    public IReadOnlyList<MarkPrice> Marks => [.. _gate.Received.Cast<MarkPrice>()];

    public WatcherStage Trade(double seconds, long price, long quantity = 1) =>
        Tell(MarketEvent.Trade(0, Nanos(seconds), Nanos(seconds), price, quantity, 1, buyerIsMaker: false));

    public WatcherStage Quote(double seconds, long bid, long ask) => Tell(MarketEvent.Quote(0, Nanos(seconds), Nanos(seconds), bid, ask, 1, 1));

    public WatcherStage Bar(double startSeconds, long intervalSeconds, long open, long high, long low, long close, long volume) => Tell(
        MarketEvent.Closed(0, new Bar(Nanos(startSeconds), intervalSeconds * UnixNanos.PerSecond, open, high, low, close, volume)));

    public WatcherStage Gap(double seconds) => Tell(MarketEvent.Gap(0, Nanos(seconds)));

    public WatcherStage Tell(MarketEvent marketEvent)
    {
        _world.AdvanceTo(marketEvent.ReceivedNanos);
        _watcher.Tell(marketEvent.Ingested(++_sequence, marketEvent.ReceivedNanos));
        _world.RunUntilIdle();
        if (_world.Fault is { } fault)
            throw new InvalidOperationException(fault.Lane, fault.Exception);
        return this;
    }

    public void Dispose() => _world.Dispose();

    private static long Nanos(double seconds) => (long)(seconds * UnixNanos.PerSecond);
}
