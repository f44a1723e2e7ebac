using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Errors;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>What the exchange's lane is told.</summary>
internal readonly record struct ExchangeMessage(ExchangeMessageKind Kind, MarketEvent Market)
{
    public static ExchangeMessage Look => new(ExchangeMessageKind.Look, default);

    public static ExchangeMessage Of(in MarketEvent marketEvent) => new(ExchangeMessageKind.Market, marketEvent);
}

internal enum ExchangeMessageKind : byte
{
    Unspecified = 0,

    /// <summary>Requests wait at the door.</summary>
    Look = 1,

    /// <summary>The market moved.</summary>
    Market = 2,

    /// <summary>Time to tell what is told by time.</summary>
    Tick = 3,

    /// <summary>Time to try the store again.</summary>
    SaveAgain = 4,
}

/// <summary>Owns the exchange's state. Stores what a batch of requests changed in one commit, then answers, then tells the streams.</summary>
/// <remarks>While the store cannot be written the market goes on in memory, within a bound, and requests wait; those that waited too long are told so.</remarks>
internal sealed class ExchangeActor(ExchangeState state, IPaperVenueStore store, ExchangeDoor door, Func<IReadOnlyList<IExchangeListener>> listeners) : Actor<ExchangeMessage>
{
    private const int BatchMax = 256;
    private const int UnsavedMax = 10_000;
    private const long TickNanos = 100 * UnixNanos.PerMillisecond;
    private const long SaveAgainNanos = 200 * UnixNanos.PerMillisecond;
    private const long PatienceNanos = 10 * UnixNanos.PerSecond;
    private const int TicksPerKline = 5;

    private readonly CallRunner _runner = new(state);
    private readonly List<VenueChange> _changes = [];
    private readonly List<ExchangeEvent> _events = [];
    private readonly List<(ExchangeRequest Request, CallReply Reply)> _replies = [];
    private int _tick;
    private bool _isStuck;

    protected override void OnStart()
    {
        Context.StartPeriodicTimer(nameof(ExchangeMessageKind.Tick), TickNanos, new ExchangeMessage(ExchangeMessageKind.Tick, default));
        Commit();
    }

    protected override void Receive(in ExchangeMessage message)
    {
        switch (message.Kind)
        {
            case ExchangeMessageKind.Look:
                door.Look();
                Serve();
                break;
            case ExchangeMessageKind.Market when state.Untaken < UnsavedMax:
                var here = message.Market.Ingested(message.Market.Sequence, Context.NowNanos);
                state.Hear(in here);
                Commit();
                break;
            case ExchangeMessageKind.Tick:
                state.Tick(Context.NowNanos, tellsKlines: ++_tick % TicksPerKline == 0);
                Commit(isTick: true);
                break;
            case ExchangeMessageKind.SaveAgain:
                SaveAgain();
                break;
            default:
                break; // the market, while too much is not stored
        }
    }

    private void Serve()
    {
        if (_isStuck)
            return;
        var left = BatchMax;
        for (; left > 0 && door.TryTake(out var request); left--)
            _replies.Add((request, _runner.Run(request, Context.NowNanos)));
        Commit();
        if (left == 0 && !door.IsEmpty)
            door.Wake();
    }

    /// <summary>Stores what has changed, then answers and tells.</summary>
    private void Commit(bool isTick = false)
    {
        if (_isStuck)
            return; // what is tried again must be the same: all else waits in the state
        state.Take(_changes, _events);
        if (_changes.Count > 0 && !TrySave())
            return;
        foreach (var (request, reply) in _replies)
            request.Answer(reply);
        _replies.Clear();
        if (_events.Count == 0 && !isTick)
            return;
        foreach (var listener in listeners())
            listener.Hear(state, _events, Context.NowNanos);
        _events.Clear();
    }

    private bool TrySave()
    {
        try
        {
            store.SaveAll(_changes);
            _changes.Clear();
            return true;
        }
        catch (Exception failure) when (store.IsPassing(failure))
        {
            _isStuck = true;
            Context.StartTimer(nameof(ExchangeMessageKind.SaveAgain), SaveAgainNanos, new ExchangeMessage(ExchangeMessageKind.SaveAgain, default));
            return false;
        }
    }

    private void SaveAgain()
    {
        if (TrySave())
        {
            _isStuck = false;
            Commit();
            Serve();
            return;
        }

        // Whoever waits behind the store is told that nothing is known, as a venue does whose engine does not answer.
        while (door.TryTake(out var request))
        {
            if (Context.NowNanos - request.SentNanos > PatienceNanos)
                request.Answer(new CallReply(default, SpotErrors.Make(SpotErrorCode.Timeout)));
            else
                _later.Add(request);
        }

        foreach (var request in _later)
            door.PutBack(request);
        _later.Clear();
    }

    private readonly List<ExchangeRequest> _later = [];
}
