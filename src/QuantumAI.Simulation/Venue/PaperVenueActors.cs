using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Simulation.Latency;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>The built-in venue on a lane of its own: one actor for its clients, one for the market. Stores before it tells.</summary>
/// <remarks>With latency, requests and reports travel as long as the model says, each direction in the order in which it was sent.</remarks>
public sealed class PaperVenueActors
{
    private readonly PaperVenue _venue;
    private readonly IPaperVenueStore _store;
    private readonly Dictionary<string, ActorRef<OrderMessage>> _listeners = [];
    private readonly ActorRef<Parcel<ReportToTell>>? _toClient;

    /// <param name="lane">Of the venue.</param>
    /// <param name="venue">Used by these actors only, from now on.</param>
    /// <param name="store">Where its books are kept.</param>
    public PaperVenueActors(Lane lane, PaperVenue venue, IPaperVenueStore store)
    {
        (_venue, _store) = (venue, store);
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

    private void Commit(in VenueStep step)
    {
        var change = step.Change;
        if (change.Orders.Count > 0 || change.Trades.Count > 0 || change.Balances.Count > 0)
            _store.Save(change);
        foreach (var report in step.Reports)
        {
            if (_listeners.TryGetValue(ClientOrderIdOf(report), out var listener))
                Tell(listener, report);
        }

        foreach (var report in step.Reports)
        {
            var id = ClientOrderIdOf(report);
            if (_venue.Find(id) is not { IsOpen: true })
                _listeners.Remove(id);
        }
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
            if (owner._venue.TryMatch(in message, out var step))
                owner.Commit(in step);
        }
    }

    private sealed class GatewayActor(ActorRef<Parcel<VenueRequest>> toVenue) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message) => toVenue.Tell(Parcel.Of(message));
    }

    private sealed class ClientActor(PaperVenueActors owner) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message)
        {
            var venue = owner._venue;
            switch (message)
            {
                case SubmitOrder submit when venue.Find(submit.ClientOrderId) is not null:
                    Answer(submit.ClientOrderId, submit.ReplyTo); // sent twice: what became of the first is the only true answer
                    break;
                case SubmitOrder submit:
                    owner._listeners[submit.ClientOrderId] = submit.ReplyTo;
                    owner.Commit(venue.Submit(submit, Context.NowNanos));
                    break;
                case SubmitOrderList list when list.Orders.All(order => venue.Find(order.ClientOrderId) is not null):
                    foreach (var (id, _) in list.Orders)
                        Answer(id, list.ReplyTo);
                    break;
                case SubmitOrderList list:
                    foreach (var (id, _) in list.Orders)
                        owner._listeners[id] = list.ReplyTo;
                    owner.Commit(venue.SubmitList(list, Context.NowNanos));
                    break;
                case CancelOrder cancel:
                    owner._listeners[cancel.ClientOrderId] = cancel.ReplyTo;
                    owner.Commit(venue.Cancel(cancel.ClientOrderId, Context.NowNanos));
                    break;
                case AmendOrder amend:
                    owner._listeners[amend.ClientOrderId] = amend.ReplyTo;
                    owner.Commit(venue.Amend(amend.ClientOrderId, amend.Quantity, Context.NowNanos));
                    break;
                case QueryOrder query:
                    Answer(query.ClientOrderId, query.ReplyTo);
                    break;
                case QueryBalances query:
                    owner.Tell(query.ReplyTo, new VenueBalances(venue.Balances.ToDictionary(balance => balance.Key, balance => balance.Value)));
                    break;
                default:
                    throw new NotSupportedException($"the venue does not know {message.GetType().Name}");
            }
        }

        private void Answer(string clientOrderId, ActorRef<OrderMessage> asker)
        {
            var order = owner._venue.Find(clientOrderId);
            if (order is { IsOpen: true })
                owner._listeners[clientOrderId] = asker;
            owner.Tell(asker, new VenueOrderState(clientOrderId, order, [.. owner._venue.TradesOf(clientOrderId)]));
        }
    }
}
