using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Keeps the subscribers in order and tells each.</summary>
internal sealed class TopicActor<TMessage>(TopicSettings settings) : Actor<TopicMessage<TMessage>>
{
    private readonly OrderedDictionary<ActorRef, Subscriber<TMessage>> _subscribers = [];
    private readonly List<ActorRef> _failed = [];
    private TMessage _last = default!;
    private long _published;

    protected override void Receive(in TopicMessage<TMessage> message)
    {
        switch (message.Word)
        {
            case TopicWord.Publish:
                Publish(message.Publication);
                break;
            case TopicWord.Subscribe:
                Subscribe((Subscriber<TMessage>)message.Subject!, (ReplyTo<Admission>?)message.ReplyTo);
                break;
            case TopicWord.Unsubscribe:
                Remove((ActorRef)message.Subject!);
                ((ReplyTo<Done>?)message.ReplyTo)?.Tell(Done.Instance);
                break;
            case TopicWord.GetStatistics:
                ((ReplyTo<TopicStatistics>)message.ReplyTo!).Tell(new TopicStatistics(
                    _published, [.. _subscribers.Values.Select(one => new TopicSubscriber(one.Actor, one.Taken, one.Refused))]));
                break;
            default:
                throw new NotSupportedException($"a topic does not know {message.Word}");
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is Terminated ended)
            _subscribers.Remove(ended.Actor);
    }

    private void Publish(in TMessage publication)
    {
        _published++;
        if (settings.ReplaysLast)
            _last = publication;
        for (var i = 0; i < _subscribers.Count; i++)
            Tell(_subscribers.GetAt(i).Value, in publication);
        DropFailed();
    }

    private void Subscribe(Subscriber<TMessage> subscriber, ReplyTo<Admission>? replyTo)
    {
        var admission = Admit(subscriber);
        replyTo?.Tell(admission);
        if (admission.Code != AdmissionCode.Admitted)
            return;
        Context.Watch(subscriber.Actor);
        if (!settings.ReplaysLast || _published == 0)
            return;
        Tell(subscriber, in _last);
        DropFailed();
    }

    private Admission Admit(Subscriber<TMessage> subscriber)
    {
        if (_subscribers.ContainsKey(subscriber.Actor))
            return new Admission(subscriber.Actor, AdmissionCode.AlreadyAdmitted);
        if (_subscribers.Count >= settings.MostSubscribers)
        {
            return new Admission(
                subscriber.Actor, AdmissionCode.TooManySubscribers,
                $"{subscriber.Actor} cannot subscribe to {Context.Self}: at most {settings.MostSubscribers} subscribers");
        }

        _subscribers.Add(subscriber.Actor, subscriber);
        return new Admission(subscriber.Actor, AdmissionCode.Admitted);
    }

    private void Tell(Subscriber<TMessage> subscriber, in TMessage publication)
    {
        switch (subscriber.Offer(in publication))
        {
            case Offer.Refused:
                Context.Lane.World.CountDeadLetter(subscriber.Actor.Path);
                break;
            case Offer.Failed:
                Context.Lane.World.CountDeadLetter($"{Context.Self.Path}/adapter-threw");
                _failed.Add(subscriber.Actor);
                break;
            default:
                break;
        }
    }

    private void DropFailed()
    {
        foreach (var actor in _failed)
            Remove(actor);
        _failed.Clear();
    }

    private void Remove(ActorRef actor)
    {
        if (_subscribers.Remove(actor))
            Context.Unwatch(actor);
    }
}
