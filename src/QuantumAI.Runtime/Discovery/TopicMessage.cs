using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>What a topic understands; made by <see cref="Topic"/>. A struct, so that a publication allocates nothing.</summary>
public readonly struct TopicMessage<TMessage>
{
    internal TopicMessage(TopicWord word, TMessage publication, object? subject = null, object? replyTo = null) =>
        (Word, Publication, Subject, ReplyTo) = (word, publication, subject, replyTo);

    internal TopicWord Word { get; }

    internal TMessage Publication { get; }

    /// <summary>The subscriber or the actor that the word is about.</summary>
    internal object? Subject { get; }

    internal object? ReplyTo { get; }
}

internal enum TopicWord : byte
{
    Unspecified = 0,
    Publish = 1,
    Subscribe = 2,
    Unsubscribe = 3,
    GetStatistics = 4,
}

/// <summary>The words of a topic, for actors: <c>topic.Ref.Tell(Topic.Publish(quote))</c>.</summary>
public static class Topic
{
    /// <summary>Tells every subscriber.</summary>
    public static TopicMessage<TMessage> Publish<TMessage>(in TMessage message) => new(TopicWord.Publish, message);

    /// <summary>Adds a subscriber until it unsubscribes or ends. Idempotent.</summary>
    public static TopicMessage<TMessage> Subscribe<TMessage>(ActorRef<TMessage> subscriber, ReplyTo<Admission>? replyTo = null) =>
        new(TopicWord.Subscribe, default!, new DirectSubscriber<TMessage>(subscriber), replyTo);

    /// <summary>Adds a subscriber that is told in its own protocol.</summary>
    /// <param name="adapt">From a publication to the subscriber's message. Runs on the topic's lane, must be pure and short; one that throws ends
    /// the subscription, counted as a dead letter of <c>…/adapter-threw</c>.</param>
    public static TopicMessage<TMessage> Subscribe<TMessage, TOwn>(
        ActorRef<TOwn> subscriber, Func<TMessage, TOwn> adapt, ReplyTo<Admission>? replyTo = null) =>
        new(TopicWord.Subscribe, default!, new AdaptedSubscriber<TMessage, TOwn>(subscriber, adapt), replyTo);

    /// <summary>Takes a subscriber out; answered also when it was none. What is in its mailbox already still arrives.</summary>
    public static TopicMessage<TMessage> Unsubscribe<TMessage>(ActorRef subscriber, ReplyTo<Done>? replyTo = null) =>
        new(TopicWord.Unsubscribe, default!, subscriber, replyTo);

    /// <summary>Asks what was published, taken and refused.</summary>
    public static TopicMessage<TMessage> GetStatistics<TMessage>(ReplyTo<TopicStatistics> replyTo) =>
        new(TopicWord.GetStatistics, default!, null, replyTo);
}
