using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Where actors make themselves known by key and find each other. Thread safe.</summary>
/// <remarks>
/// <para>Listings are in registration order, so that they are the same in every run of a virtual world. Who ends is taken out by death
/// watch; until that news arrives a listing may name an actor that has ended, as with every reference.</para>
/// <para>Subscribers are told listings in order. One whose mailbox is full is offered the newest listing again later: it may miss what was
/// in between and never the last. A mailbox that drops messages decides by its own policy.</para>
/// <para>Actors send the requests of this class to <see cref="Ref"/>; edges use the asynchronous methods, which throw like
/// <see cref="ActorRef{TProtocol}.AskAsync"/>. Cost: O(1) to find, O(services + subscribers of the key) for a change.</para>
/// </remarks>
public sealed partial class Receptionist
{
    private Receptionist(ActorRef<ReceptionistMessage> self) => Ref = self;

    public ActorRef<ReceptionistMessage> Ref { get; }

    /// <summary>Starts a receptionist on a lane; one per world is usual.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public static Receptionist Start(Lane lane, ReceptionistSettings? settings = null, string name = "receptionist")
    {
        var limits = (settings ?? new ReceptionistSettings()).Checked();
        return new Receptionist(lane.Spawn(name, new ReceptionistActor(limits), limits.Capacity));
    }

    public ValueTask<Admission> RegisterAsync<TProtocol>(ServiceKey<TProtocol> key, ActorRef<TProtocol> service, TimeSpan timeout) =>
        Ref.AskAsync<Admission>(reply => new Register<TProtocol>(key, service, reply), timeout);

    public ValueTask<Done> DeregisterAsync<TProtocol>(ServiceKey<TProtocol> key, ActorRef<TProtocol> service, TimeSpan timeout) =>
        Ref.AskAsync<Done>(reply => new Deregister<TProtocol>(key, service, reply), timeout);

    public ValueTask<Listing<TProtocol>> FindAsync<TProtocol>(ServiceKey<TProtocol> key, TimeSpan timeout) =>
        Ref.AskAsync<Listing<TProtocol>>(reply => new Find<TProtocol>(key, reply), timeout);

    public ValueTask<Admission> SubscribeAsync<TProtocol, TOwn>(
        ServiceKey<TProtocol> key, ActorRef<TOwn> subscriber, Func<Listing<TProtocol>, TOwn> adapt, TimeSpan timeout) =>
        Ref.AskAsync<Admission>(reply => new Subscribe<TProtocol, TOwn>(key, subscriber, adapt, reply), timeout);

    public ValueTask<Done> UnsubscribeAsync<TProtocol>(ServiceKey<TProtocol> key, ActorRef subscriber, TimeSpan timeout) =>
        Ref.AskAsync<Done>(reply => new Unsubscribe<TProtocol>(key, subscriber, reply), timeout);
}
