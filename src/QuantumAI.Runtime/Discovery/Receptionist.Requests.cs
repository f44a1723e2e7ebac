using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

public sealed partial class Receptionist
{
    /// <summary>Makes <paramref name="Service"/> known under <paramref name="Key"/> until it is deregistered or ends. Idempotent.</summary>
    public sealed record Register<TProtocol>(ServiceKey<TProtocol> Key, ActorRef<TProtocol> Service, ReplyTo<Admission>? ReplyTo = null)
        : ReceptionistMessage
    {
        internal override void Apply(ReceptionistActor receptionist) => receptionist.Register(Key, Service, ReplyTo);
    }

    /// <summary>Takes a service out; answered also when it was not there.</summary>
    public sealed record Deregister<TProtocol>(ServiceKey<TProtocol> Key, ActorRef<TProtocol> Service, ReplyTo<Done>? ReplyTo = null)
        : ReceptionistMessage
    {
        internal override void Apply(ReceptionistActor receptionist) => receptionist.Deregister(Key, Service, ReplyTo);
    }

    /// <summary>Asks who is registered now.</summary>
    public sealed record Find<TProtocol>(ServiceKey<TProtocol> Key, ReplyTo<Listing<TProtocol>> ReplyTo) : ReceptionistMessage
    {
        internal override void Apply(ReceptionistActor receptionist) => receptionist.Find(Key, ReplyTo);
    }

    /// <summary>Tells <paramref name="Subscriber"/> the present listing and then each one that a change makes, until it unsubscribes or ends.</summary>
    /// <param name="Adapt">From a listing to the subscriber's own message. Runs on the receptionist's lane, must be pure and short; one that
    /// throws ends the subscription, counted as a dead letter of <c>…/adapter-threw</c>.</param>
    /// <remarks>A second subscription of the same actor to the same key replaces <paramref name="Adapt"/> and tells the present listing again.</remarks>
    public sealed record Subscribe<TProtocol, TOwn>(
        ServiceKey<TProtocol> Key, ActorRef<TOwn> Subscriber, Func<Listing<TProtocol>, TOwn> Adapt, ReplyTo<Admission>? ReplyTo = null)
        : ReceptionistMessage
    {
        internal override void Apply(ReceptionistActor receptionist) =>
            receptionist.Subscribe(Key, new AdaptedSubscriber<Listing<TProtocol>, TOwn>(Subscriber, Adapt), ReplyTo);
    }

    /// <summary>Ends a subscription; answered also when there was none. Listings already in the subscriber's mailbox still arrive.</summary>
    public sealed record Unsubscribe<TProtocol>(ServiceKey<TProtocol> Key, ActorRef Subscriber, ReplyTo<Done>? ReplyTo = null)
        : ReceptionistMessage
    {
        internal override void Apply(ReceptionistActor receptionist) => receptionist.Unsubscribe(Key, Subscriber, ReplyTo);
    }
}
