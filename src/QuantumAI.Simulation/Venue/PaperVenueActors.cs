using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Latency;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>The built-in venue's first account on a lane of its own: one actor for its clients, one for the market. Stores before it tells.</summary>
/// <remarks>
/// With latency, requests and reports travel as long as the model says, each direction in the order in which it was sent.
/// While the books cannot be written, the market goes on (open orders fill in memory and are told later) and requests wait; when they
/// can, everything is stored and answered in order. A process that ends before loses only what nobody was told of.
/// </remarks>
public sealed class PaperVenueActors
{
    private const int MostUnsaved = 10_000;
    private readonly PaperVenue _venue;
    private readonly IPaperVenueStore _store;
    private readonly Dictionary<string, ActorRef<OrderMessage>> _listeners = [];
    private ActorRef<OrderMessage>? _follower;
    private readonly ActorRef<Parcel<ReportToTell>>? _toClient;

    private readonly VenueRetry? _retry;
    private readonly ActorRef<BooksFailed>? _books;

    /// <summary>In order, at most <see cref="MostUnsaved"/>: while any waits, no request is taken, and beyond that nothing is matched.</summary>
    private readonly Queue<VenueStep> _unsaved = new();
    private readonly Queue<VenueRequest> _deferred = new();
    private int _unsavedCount;

    /// <param name="lane">The venue's own lane.</param>
    /// <param name="venue">What was loaded from <paramref name="store"/>; used by these actors only, from now on.</param>
    /// <param name="store">Shared; not disposed here.</param>
    /// <param name="retry">Waits for a store whose failure may pass; when null a failure ends the lane.</param>
    public PaperVenueActors(Lane lane, PaperVenue venue, IPaperVenueStore store, VenueRetry? retry = null)
    {
        (_venue, _store, _retry) = (venue, store, retry);
        if (retry is not null)
            _books = lane.Spawn("books", new BooksActor(this, retry));
        Market = lane.Spawn("market", new MarketActor(this), capacity: 16_384);
        if (venue.Latency is not { } latency)
        {
            Clients = lane.Spawn("clients", new ClientActor(this));
            return;
        }

        var arrivals = lane.Spawn("clients", new ClientActor(this));
        var toVenue = lane.Spawn("to-venue", new DelayActor<VenueRequest>(new LatencyLine(latency.ToVenue), request => arrivals.Tell(request)));
        _toClient = lane.Spawn("to-client", new DelayActor<ReportToTell>(new LatencyLine(latency.ToClient), static told => told.Listener.TellReserved(told.Report)));
        Clients = lane.Spawn("gateway", new GatewayActor(toVenue));
    }

    /// <summary>Takes the market events that orders are filled on.</summary>
    public ActorRef<MarketEvent> Market { get; }

    /// <summary>Takes orders and queries.</summary>
    public ActorRef<VenueRequest> Clients { get; }

    /// <summary>Steps that are not stored. Thread safe, a glimpse.</summary>
    public int Unsaved => Volatile.Read(ref _unsavedCount);

    private void Commit(in VenueStep step)
    {
        if (_unsaved.Count == 0 && TrySave(in step))
            return;
        _unsaved.Enqueue(step);
        Volatile.Write(ref _unsavedCount, _unsaved.Count);
    }

    /// <summary>Stores a step and tells its reports; false when that has to wait.</summary>
    private bool TrySave(in VenueStep step)
    {
        var change = step.Change;
        try
        {
            if (!change.IsEmpty)
                _store.Save(change);
        }
        catch (Exception failure) when (_retry is not null && _store.IsPassing(failure))
        {
            _books!.TellReserved(new BooksFailed(failure.Message));
            return false;
        }

        foreach (var (account, report, _) in step.Told)
        {
            if (account != _venue.Main.Number || report is VenuePrevented)
                continue; // what a prevention means for the order is told too
            var id = ClientOrderIdOf(report);
            if (_listeners.GetValueOrDefault(id) is { } listener || (listener = _follower) is not null)
                Tell(listener, report);
            if (report is VenueRejected or VenueCancelRefused or VenueAmendRefused && _venue.Find(id) is not { IsOpen: true })
                _listeners.Remove(id); // nothing will be told of it any more
        }

        // By this step and not by the order as it is now: it may have gone on while the books could not be written.
        foreach (var order in change.Orders)
        {
            if (!order.IsOpen && order.Account == _venue.Main.Number)
                _listeners.Remove(order.ClientOrderId);
        }

        return true;
    }

    /// <summary>Stores what waits, in order; false when that fails again.</summary>
    private bool TrySaveAll()
    {
        while (_unsaved.TryPeek(out var step))
        {
            if (!TrySave(in step))
                return false;
            _unsaved.Dequeue();
            Volatile.Write(ref _unsavedCount, _unsaved.Count);
        }

        return true;
    }

    private void Handle(VenueRequest request, long nowNanos)
    {
        // Nobody hears of what is not stored: requests wait behind it.
        if (_unsaved.Count > 0)
        {
            if (_deferred.Count < _retry!.MostRequests)
                _deferred.Enqueue(request);
            return;
        }

        switch (request)
        {
            case SubmitOrder submit when _venue.Find(submit.ClientOrderId) is not null:
                Answer(submit.ClientOrderId, submit.ReplyTo); // sent twice: what became of the first is the only true answer
                break;
            case SubmitOrder submit:
                _listeners[submit.ClientOrderId] = submit.ReplyTo;
                Commit(_venue.Submit(submit, nowNanos));
                break;
            case SubmitOrderList list when list.Orders.All(order => _venue.Find(order.ClientOrderId) is not null):
                foreach (var (id, _) in list.Orders)
                    Answer(id, list.ReplyTo);
                break;
            case SubmitOrderList list:
                foreach (var (id, _) in list.Orders)
                    _listeners[id] = list.ReplyTo;
                Commit(_venue.SubmitList(list, nowNanos));
                break;
            case CancelOrder cancel:
                _listeners[cancel.ClientOrderId] = cancel.ReplyTo;
                Commit(_venue.Cancel(_venue.Main, cancel.ClientOrderId, nowNanos, cancel.CancelId));
                break;
            case AmendOrder amend:
                _listeners[amend.ClientOrderId] = amend.ReplyTo;
                Commit(_venue.Amend(amend.ClientOrderId, amend.Quantity, nowNanos));
                break;
            case QueryOrder query:
                Answer(query.ClientOrderId, query.ReplyTo);
                break;
            case QueryBalances query:
                Tell(query.ReplyTo, new VenueBalances(_venue.Balances.ToDictionary(balance => balance.Key, balance => balance.Value)));
                break;
            case QueryOpenOrders query:
                Tell(query.ReplyTo, new VenueOpenOrders([.. _venue.Main.OpenOrders]));
                break;
            case QueryTrades query:
                VenueTrade[] trades = [.. _venue.Main.Trades(query.Symbol, 0, int.MaxValue).Where(trade => trade.TimeNanos >= query.SinceNanos)];
                Tell(query.ReplyTo, new VenueTrades(
                    query.Symbol, trades, [.. trades.Select(trade => trade.ClientOrderId).Distinct().Select(id => _venue.Find(id)).OfType<VenueOrder>()]));
                break;
            case FollowAccount follow:
                _follower = follow.ReplyTo; // hears of the orders that an earlier process placed
                break;
            default:
                throw new NotSupportedException($"the venue does not know {request.GetType().Name}");
        }
    }

    private void Answer(string clientOrderId, ActorRef<OrderMessage> asker)
    {
        var order = _venue.Find(clientOrderId);
        if (order is { IsOpen: true })
            _listeners[clientOrderId] = asker;
        Tell(asker, new VenueOrderState(clientOrderId, order, [.. _venue.TradesOf(clientOrderId)]));
    }

    private void Tell(ActorRef<OrderMessage> listener, VenueReport report)
    {
        if (_toClient is null)
            listener.TellReserved(report);
        else
            _toClient.TellReserved(Parcel.Of(new ReportToTell(listener, report)));
    }

    private static string ClientOrderIdOf(VenueReport report) => report switch
    {
        VenueFilled filled => filled.Trade.ClientOrderId,
        VenueExpired expired => expired.ClientOrderId,
        VenueAccepted accepted => accepted.ClientOrderId,
        VenueRejected rejected => rejected.ClientOrderId,
        VenueTriggered triggered => triggered.ClientOrderId,
        VenueCanceled canceled => canceled.ClientOrderId,
        VenueCancelRefused refused => refused.ClientOrderId,
        VenueAmended amended => amended.ClientOrderId,
        VenueAmendRefused refused => refused.ClientOrderId,
        _ => throw new NotSupportedException($"no order belongs to {report.GetType().Name}"),
    };

    private readonly record struct ReportToTell(ActorRef<OrderMessage> Listener, VenueReport Report);

    private sealed class MarketActor(PaperVenueActors owner) : Actor<MarketEvent>
    {
        protected override void Receive(in MarketEvent message)
        {
            if (owner._unsaved.Count < MostUnsaved && owner._venue.TryMatch(in message, out var step))
                owner.Commit(in step);
        }
    }

    private sealed class GatewayActor(ActorRef<Parcel<VenueRequest>> toVenue) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message) => toVenue.Tell(Parcel.Of(message));
    }

    private sealed class ClientActor(PaperVenueActors owner) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message) => owner.Handle(message, Context.NowNanos);
    }

    /// <summary>The books could not be written (with a reason), or are to be tried again (null).</summary>
    private readonly record struct BooksFailed(string? Reason);

    /// <summary>Waits while the books cannot be written, and tries again with growing pauses.</summary>
    private sealed class BooksActor(PaperVenueActors owner, VenueRetry retry) : Actor<BooksFailed>
    {
        private JournalOutage? _outage;

        protected override void Receive(in BooksFailed message)
        {
            if (message.Reason is { } reason)
                Wait(reason);
            else if (owner.TrySaveAll())
                Resume();
        }

        private void Wait(string reason)
        {
            var attempts = (_outage?.Attempts ?? 0) + 1;
            _outage = new JournalOutage(_outage?.SinceNanos ?? Context.NowNanos, attempts, reason);
            retry.Changed(_outage);
            var pause = Math.Min(retry.MostPause.Ticks, retry.FirstPause.Ticks << Math.Min(attempts - 1, 20));
            Context.StartTimer(nameof(Wait), Context.Lane.World.PatienceNanos(TimeSpan.FromTicks(pause)), default);
        }

        private void Resume()
        {
            _outage = null;
            retry.Changed(null);
            for (var left = owner._deferred.Count; left > 0 && owner._deferred.TryDequeue(out var request); left--)
                owner.Handle(request, Context.NowNanos);
        }
    }
}
