namespace QuantumAI.Runtime.Discovery;

/// <summary>Limits of a topic. Immutable.</summary>
public sealed record TopicSettings
{
    /// <summary>Most subscribers; one more is refused.</summary>
    public int MostSubscribers { get; init; } = 1024;

    /// <summary>Most publications and requests that wait; what a publisher tells beyond is a dead letter of the topic.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>Whether a new subscriber is told the last publication at once.</summary>
    public bool ReplaysLast { get; init; }

    internal TopicSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostSubscribers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Capacity);
        return this;
    }
}

/// <summary>What a topic has done so far. A glimpse of one moment on its lane.</summary>
/// <param name="Published">Publications taken in.</param>
/// <param name="Subscribers">Who is told now, in subscription order.</param>
public sealed record TopicStatistics(long Published, IReadOnlyList<TopicSubscriber> Subscribers);

/// <summary>One subscriber's part.</summary>
/// <param name="Actor">The subscriber.</param>
/// <param name="Taken">Messages that its mailbox took.</param>
/// <param name="Refused">Messages that its mailbox had no room for.</param>
public sealed record TopicSubscriber(Actors.ActorRef Actor, long Taken, long Refused);
