using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>The built-in venue on a lane of its own: one actor for its clients, one for the market. Stores before it tells.</summary>
public sealed class PaperVenueActors
{
    private readonly PaperVenue _venue;
    private readonly IPaperVenueStore _store;
    private readonly Dictionary<string, ActorRef<OrderMessage>> _listeners = [];

    public PaperVenueActors(Lane lane, PaperVenue venue, IPaperVenueStore store)
    {
        (_venue, _store) = (venue, store);
        Market = lane.Spawn("market", new MarketActor(this), capacity: 16_384);
        Clients = lane.Spawn("clients", new ClientActor(this));
    }

    /// <summary>Takes the market events that orders are filled on.</summary>
    public ActorRef<MarketEvent> Market { get; }

    /// <summary>Takes orders and queries.</summary>
    public ActorRef<VenueRequest> Clients { get; }

    private void Commit(in VenueStep step)
    {
        _store.Save(step.Change);
        foreach (var report in step.Reports)
            Tell(report);
    }

    private void Tell(VenueReport report)
    {
        var clientOrderId = report switch
        {
            VenueFilled filled => filled.Trade.ClientOrderId,
            VenueExpired expired => expired.ClientOrderId,
            VenueAccepted accepted => accepted.ClientOrderId,
            VenueRejected rejected => rejected.ClientOrderId,
            _ => "",
        };
        if (!_listeners.TryGetValue(clientOrderId, out var listener))
            return;
        if (report is not VenueAccepted)
            _listeners.Remove(clientOrderId);
        listener.TellReserved(report);
    }

    private sealed class MarketActor(PaperVenueActors owner) : Actor<MarketEvent>
    {
        protected override void Receive(in MarketEvent message)
        {
            if (owner._venue.TryMatch(in message, out var step))
                owner.Commit(in step);
        }
    }

    private sealed class ClientActor(PaperVenueActors owner) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message)
        {
            switch (message)
            {
                case SubmitOrder submit when owner._venue.Find(submit.ClientOrderId) is not null:
                    Answer(submit.ClientOrderId, submit.ReplyTo); // sent twice: what became of the first is the only true answer
                    break;
                case SubmitOrder submit:
                    owner._listeners[submit.ClientOrderId] = submit.ReplyTo;
                    owner.Commit(owner._venue.Submit(submit, Context.NowNanos));
                    break;
                case QueryOrder query:
                    Answer(query.ClientOrderId, query.ReplyTo);
                    break;
                case QueryBalances query:
                    query.ReplyTo.TellReserved(new VenueBalances(
                        owner._venue.Balances.ToDictionary(balance => balance.Key, balance => balance.Value)));
                    break;
                default:
                    throw new NotSupportedException($"the venue does not know {message.GetType().Name}");
            }
        }

        private void Answer(string clientOrderId, ActorRef<OrderMessage> asker)
        {
            var order = owner._venue.Find(clientOrderId);
            if (order is { Status: VenueOrderStatus.Open })
                owner._listeners[clientOrderId] = asker;
            asker.TellReserved(new VenueOrderState(clientOrderId, order, [.. owner._venue.TradesOf(clientOrderId)]));
        }
    }
}
