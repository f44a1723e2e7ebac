using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Gives the registry a mailbox, a death watch and a retry timer.</summary>
internal sealed class ReceptionistActor(ReceptionistSettings settings) : Actor<ReceptionistMessage>
{
    private readonly ServiceRegistry _registry = new(settings);
    private readonly List<ActorRef> _failed = [];
    private bool _isRetrying;

    public void Register<TProtocol>(ServiceKey<TProtocol> key, ActorRef<TProtocol> service, ReplyTo<Admission>? replyTo)
    {
        var admission = _registry.Register(key, service);
        replyTo?.Tell(admission);
        if (admission.Code != AdmissionCode.Admitted)
            return;
        Context.Watch(service);
        Tell(_registry.Find(key)!);
    }

    public void Deregister<TProtocol>(ServiceKey<TProtocol> key, ActorRef<TProtocol> service, ReplyTo<Done>? replyTo)
    {
        var changed = _registry.Deregister(key, service);
        UnwatchStranger(service);
        replyTo?.Tell(Done.Instance);
        if (changed is not null)
            Tell(changed);
    }

    public void Find<TProtocol>(ServiceKey<TProtocol> key, ReplyTo<Listing<TProtocol>> replyTo) =>
        replyTo.Tell(_registry.Find(key)?.Listing ?? new Listing<TProtocol>(key, []));

    public void Subscribe<TProtocol>(ServiceKey<TProtocol> key, Subscriber<Listing<TProtocol>> subscriber, ReplyTo<Admission>? replyTo)
    {
        var admission = _registry.Subscribe(key, subscriber);
        replyTo?.Tell(admission);
        if (!admission.IsAdmitted)
            return;
        Context.Watch(subscriber.Actor);
        Tell(_registry.Find(key)!, isRetry: true);
    }

    public void Unsubscribe<TProtocol>(ServiceKey<TProtocol> key, ActorRef subscriber, ReplyTo<Done>? replyTo)
    {
        _registry.Unsubscribe(key, subscriber);
        UnwatchStranger(subscriber);
        replyTo?.Tell(Done.Instance);
    }

    /// <summary>Offers the newest listing to those who had no room for it.</summary>
    public void Retry()
    {
        _isRetrying = false;
        foreach (var desk in _registry.Desks.ToArray())
            Tell(desk, isRetry: true);
    }

    protected override void Receive(in ReceptionistMessage message) => message.Apply(this);

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is not Terminated ended)
            return;
        foreach (var desk in _registry.Remove(ended.Actor))
            Tell(desk);
    }

    private void Tell(ServiceDesk desk, bool isRetry = false)
    {
        var isAnyBehind = desk.Tell(isRetry, _failed);
        foreach (var actor in _failed)
            Drop(desk, actor);
        _failed.Clear();
        if (!isAnyBehind || _isRetrying)
            return;
        _isRetrying = true;
        Context.StartTimer(nameof(RetryDue), settings.RetryNanos, RetryDue.Instance);
    }

    private void Drop(ServiceDesk desk, ActorRef subscriber)
    {
        _registry.Unsubscribe(desk.Key, subscriber);
        UnwatchStranger(subscriber);
        Context.Lane.World.CountDeadLetter($"{Context.Self.Path}/adapter-threw");
    }

    private void UnwatchStranger(ActorRef actor)
    {
        if (!_registry.Knows(actor))
            Context.Unwatch(actor);
    }
}
