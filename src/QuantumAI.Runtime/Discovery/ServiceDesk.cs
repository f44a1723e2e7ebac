using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>One key of a receptionist, whatever its protocol.</summary>
internal abstract class ServiceDesk(object key)
{
    /// <summary>The service key; its type is the desk's protocol.</summary>
    public object Key { get; } = key;

    public abstract int Services { get; }

    public abstract int Subscribers { get; }

    public bool IsEmpty => Services == 0 && Subscribers == 0;

    /// <summary>Takes an actor's registration out. False when there was none.</summary>
    public abstract bool RemoveService(ActorRef service);

    /// <summary>Takes an actor's subscription out. False when there was none.</summary>
    public abstract bool RemoveSubscriber(ActorRef subscriber);

    /// <summary>Tells everyone the present listing.</summary>
    /// <param name="isRetry">Only those who missed it.</param>
    /// <param name="failed">Collects those who cannot be told at all.</param>
    /// <returns>Whether somebody has still to be told.</returns>
    public abstract bool Tell(bool isRetry, List<ActorRef> failed);
}

/// <summary>The services and subscribers of one key, each in the order of arrival. No clock, no mailbox of its own.</summary>
internal sealed class ServiceDesk<TProtocol>(ServiceKey<TProtocol> key) : ServiceDesk(key)
{
    private readonly OrderedDictionary<ActorRef, ActorRef<TProtocol>> _services = [];
    private readonly OrderedDictionary<ActorRef, Subscriber<Listing<TProtocol>>> _subscribers = [];
    private Listing<TProtocol>? _listing;

    public override int Services => _services.Count;

    public override int Subscribers => _subscribers.Count;

    /// <summary>Who is registered now; made once per change.</summary>
    public Listing<TProtocol> Listing => _listing ??= new Listing<TProtocol>(key, [.. _services.Values]);

    public bool HasService(ActorRef service) => _services.ContainsKey(service);

    public bool HasSubscriber(ActorRef subscriber) => _subscribers.ContainsKey(subscriber);

    public void Add(ActorRef<TProtocol> service)
    {
        _services.Add(service, service);
        _listing = null;
    }

    /// <summary>Adds a subscriber, or replaces it in its place.</summary>
    public void Add(Subscriber<Listing<TProtocol>> subscriber)
    {
        subscriber.IsBehind = true;
        _subscribers[subscriber.Actor] = subscriber;
    }

    public override bool RemoveService(ActorRef service)
    {
        if (!_services.Remove(service))
            return false;
        _listing = null;
        return true;
    }

    public override bool RemoveSubscriber(ActorRef subscriber) => _subscribers.Remove(subscriber);

    public override bool Tell(bool isRetry, List<ActorRef> failed)
    {
        var isAnyBehind = false;
        foreach (var subscriber in _subscribers.Values)
        {
            if (isRetry && !subscriber.IsBehind)
                continue;
            var offer = subscriber.Offer(Listing);
            if (offer == Offer.Failed)
                failed.Add(subscriber.Actor);
            subscriber.IsBehind = offer == Offer.Refused;
            isAnyBehind |= subscriber.IsBehind;
        }

        return isAnyBehind;
    }
}
