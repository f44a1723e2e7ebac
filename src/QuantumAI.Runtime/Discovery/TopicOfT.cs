using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Discovery;

/// <summary>Publish-subscribe: what is published to the topic is told to everyone who subscribes. Thread safe.</summary>
/// <remarks>
/// <para>At most once, in the order of each publisher for each subscriber; subscribers are told one after the other in subscription order, and
/// none is waited for. What a full mailbox does is its own <see cref="Overflow"/>; what it refuses is counted here and as its dead letter.
/// <see cref="IRejectable"/> publications are not told: the topic is their sender.</para>
/// <para>Actors send the words of <see cref="Topic"/> to <see cref="Ref"/>; edges use these methods, which throw like
/// <see cref="ActorRef{TProtocol}.AskAsync"/>. A publisher that must not overrun the topic uses <c>Ref.TryTell</c> and <c>WaitForRoomAsync</c>.
/// Cost of a publication: one hop, then one per subscriber; nothing is allocated.</para>
/// </remarks>
public sealed class Topic<TMessage>
{
    private Topic(ActorRef<TopicMessage<TMessage>> self) => Ref = self;

    public ActorRef<TopicMessage<TMessage>> Ref { get; }

    /// <summary>Starts a topic on a lane: its subscribers' own, or one for itself where many lanes publish.</summary>
    /// <param name="name">Kebab-case, unique within the lane.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public static Topic<TMessage> Start(Lane lane, string name, TopicSettings? settings = null)
    {
        var limits = (settings ?? new TopicSettings()).Checked();
        return new Topic<TMessage>(lane.Spawn(name, new TopicActor<TMessage>(limits), limits.Capacity));
    }

    /// <summary>Tells every subscriber; completes at once.</summary>
    public void Publish(in TMessage message) => Ref.Tell(Topic.Publish(in message));

    public ValueTask<Admission> SubscribeAsync(ActorRef<TMessage> subscriber, TimeSpan timeout) =>
        Ref.AskAsync<Admission>(reply => Topic.Subscribe(subscriber, reply), timeout);

    public ValueTask<Admission> SubscribeAsync<TOwn>(ActorRef<TOwn> subscriber, Func<TMessage, TOwn> adapt, TimeSpan timeout) =>
        Ref.AskAsync<Admission>(reply => Topic.Subscribe(subscriber, adapt, reply), timeout);

    public ValueTask<Done> UnsubscribeAsync(ActorRef subscriber, TimeSpan timeout) =>
        Ref.AskAsync<Done>(reply => Topic.Unsubscribe<TMessage>(subscriber, reply), timeout);

    public ValueTask<TopicStatistics> GetStatisticsAsync(TimeSpan timeout) =>
        Ref.AskAsync<TopicStatistics>(Topic.GetStatistics<TMessage>, timeout);
}
