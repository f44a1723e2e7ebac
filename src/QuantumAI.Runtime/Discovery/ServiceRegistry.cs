using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Every key of a receptionist within its limits, and where each actor stands. No clock, no mailbox of its own.</summary>
internal sealed class ServiceRegistry(ReceptionistSettings settings)
{
    private readonly OrderedDictionary<object, ServiceDesk> _desks = [];

    /// <summary>An actor's keys in the order in which it came to them; a key twice when it is a service and a subscriber there.</summary>
    private readonly Dictionary<ActorRef, List<object>> _places = [];

    public int Registrations { get; private set; }

    public int Subscriptions { get; private set; }

    public IEnumerable<ServiceDesk> Desks => _desks.Values;

    public ServiceDesk<TProtocol>? Find<TProtocol>(ServiceKey<TProtocol> key) => (ServiceDesk<TProtocol>?)_desks.GetValueOrDefault(key);

    /// <summary>Whether the actor stands anywhere: it is to be watched.</summary>
    public bool Knows(ActorRef actor) => _places.ContainsKey(actor);

    public Admission Register<TProtocol>(ServiceKey<TProtocol> key, ActorRef<TProtocol> service)
    {
        if (Find(key)?.HasService(service) == true)
            return new Admission(service, AdmissionCode.AlreadyAdmitted);
        if (Registrations >= settings.MostRegistrations)
        {
            return new Admission(
                service, AdmissionCode.TooManyRegistrations, $"{service} cannot register as {key}: at most {settings.MostRegistrations} registrations");
        }

        Desk(key).Add(service);
        Registrations++;
        Place(service, key);
        return new Admission(service, AdmissionCode.Admitted);
    }

    public Admission Subscribe<TProtocol>(ServiceKey<TProtocol> key, Subscriber<Listing<TProtocol>> subscriber)
    {
        var isKnown = Find(key)?.HasSubscriber(subscriber.Actor) == true;
        if (!isKnown && Subscriptions >= settings.MostSubscribers)
        {
            return new Admission(
                subscriber.Actor, AdmissionCode.TooManySubscribers,
                $"{subscriber.Actor} cannot subscribe to {key}: at most {settings.MostSubscribers} subscribers");
        }

        Desk(key).Add(subscriber);
        if (isKnown)
            return new Admission(subscriber.Actor, AdmissionCode.AlreadyAdmitted);
        Subscriptions++;
        Place(subscriber.Actor, key);
        return new Admission(subscriber.Actor, AdmissionCode.Admitted);
    }

    /// <returns>The desk whose listing has changed, or null.</returns>
    public ServiceDesk? Deregister(object key, ActorRef service)
    {
        if (!_desks.TryGetValue(key, out var desk) || !desk.RemoveService(service))
            return null;
        Registrations--;
        Leave(service, key, desk);
        return desk;
    }

    public void Unsubscribe(object key, ActorRef subscriber)
    {
        if (!_desks.TryGetValue(key, out var desk) || !desk.RemoveSubscriber(subscriber))
            return;
        Subscriptions--;
        Leave(subscriber, key, desk);
    }

    /// <summary>Takes an actor out everywhere.</summary>
    /// <returns>The desks whose listings have changed, in the order in which it came to them.</returns>
    public IReadOnlyList<ServiceDesk> Remove(ActorRef actor)
    {
        if (!_places.TryGetValue(actor, out var places))
            return [];
        var changed = new List<ServiceDesk>();
        foreach (var key in places.ToArray())
        {
            Unsubscribe(key, actor);
            if (Deregister(key, actor) is { } desk)
                changed.Add(desk);
        }

        return changed;
    }

    private ServiceDesk<TProtocol> Desk<TProtocol>(ServiceKey<TProtocol> key)
    {
        if (Find(key) is { } found)
            return found;
        var desk = new ServiceDesk<TProtocol>(key);
        _desks.Add(key, desk);
        return desk;
    }

    private void Place(ActorRef actor, object key)
    {
        if (!_places.TryGetValue(actor, out var places))
            _places[actor] = places = [];
        places.Add(key);
    }

    private void Leave(ActorRef actor, object key, ServiceDesk desk)
    {
        var places = _places[actor];
        places.Remove(key);
        if (places.Count == 0)
            _places.Remove(actor);
        if (desk.IsEmpty)
            _desks.Remove(key);
    }
}
