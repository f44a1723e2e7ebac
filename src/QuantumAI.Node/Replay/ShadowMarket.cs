using QuantumAI.Domain.Market;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Trading;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Recording;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Node.Replay;

/// <summary>What a session was told by its market and by people, in the order in which it came: the input of a shadow.</summary>
internal sealed class ShadowMarket
{
    private readonly List<MarketEvent> _events;
    private readonly List<(long StampNanos, Action<TradingSession> Tell)> _orders;

    private ShadowMarket(List<MarketEvent> events, List<(long, Action<TradingSession>)> orders) => (_events, _orders) = (events, orders);

    /// <summary>Market events, in the order of their numbers.</summary>
    public IReadOnlyList<MarketEvent> Events => _events;

    /// <summary>Takes it from a recording. Memory grows with the market events.</summary>
    /// <exception cref="UsageException">The recording is damaged.</exception>
    /// <param name="run">The run.</param>
    /// <param name="untilNanos">World time at which it ends; null = where the recording does.</param>
    /// <param name="progress">Told how far it is.</param>
    public static ShadowMarket Of(RecordedRun run, long? untilNanos, Action<long, long> progress)
    {
        try
        {
            return Of(run.ReadLanes(), run.Manifest.Account, untilNanos ?? long.MaxValue, progress);
        }
        catch (Exception damage) when (run.End?.LanesHash is null && DamagedFile.IsDamage(damage))
        {
            throw run.Damaged(damage);
        }
    }

    private static ShadowMarket Of(LaneRecording recording, string account, long untilNanos, Action<long, long> progress)
    {
        const int Passes = 5; // over the recording, one for each of what follows
        var codecs = TradingCodecs.Create();
        progress(0, Passes);
        var events = recording.Told(Codec<MarketEvent>(codecs), path => path.EndsWith("/watcher", StringComparison.Ordinal))
            .Select(told => told.Message).Where(told => told.ReceivedNanos <= untilNanos).ToList();
        events.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        progress(1, Passes);
        var (gate, orders, algorithms) = ($"account-{account}/risk-gate", $"account-{account}/orders", $"account-{account}/algorithms");
        var asked = new List<(long StampNanos, Action<TradingSession> Tell)>();
        foreach (var (_, nanos, message) in recording.Told(Codec<RiskMessage>(codecs), path => path == gate))
        {
            if (message is not JournalChanged)
                asked.Add((nanos, session => session.RiskGate.Tell(message)));
        }

        progress(2, Passes);
        foreach (var (_, nanos, message) in recording.Told(Codec<OrderMessage>(codecs), path => path == orders))
        {
            if (message is not VenueReport)
                asked.Add((nanos, session => session.Orders.Tell(message)));
        }

        progress(3, Passes);
        foreach (var (_, nanos, message) in recording.Told(Codec<ExecutionMessage>(codecs), path => path == algorithms))
            asked.Add((nanos, session => session.Algorithms.Tell(message)));
        progress(4, Passes);
        foreach (var (_, nanos, signal) in recording.Told(Codec<ActorSignal>(codecs), path => path == gate, isSignal: true))
        {
            if (signal is HaltTrading halt)
                asked.Add((nanos, session => session.Halt(halt.Operator, halt.Flattens)));
        }

        progress(Passes, Passes);
        return new ShadowMarket(events, [.. asked.Where(entry => entry.StampNanos <= untilNanos).OrderBy(entry => entry.StampNanos)]);
    }

    /// <summary>Brings it to a session in a virtual world.</summary>
    /// <param name="advance">Moves the world's time.</param>
    /// <param name="deliver">Gives a market event to venue and watcher.</param>
    public void Play(Action<long> advance, Action<MarketEvent> deliver, TradingSession session)
    {
        var next = 0;
        foreach (var marketEvent in _events)
        {
            for (; next < _orders.Count && _orders[next].StampNanos <= marketEvent.ReceivedNanos; next++)
                Ask(next);
            advance(marketEvent.ReceivedNanos);
            deliver(marketEvent);
        }

        for (; next < _orders.Count; next++)
            Ask(next);

        void Ask(int order)
        {
            advance(_orders[order].StampNanos);
            _orders[order].Tell(session);
        }
    }

    private static IMessageCodec<TProtocol> Codec<TProtocol>(MessageCodecs codecs) =>
        codecs.TryGet<TProtocol>(out var codec) ? codec : throw new InvalidOperationException($"there is no codec for {typeof(TProtocol).Name}");
}
