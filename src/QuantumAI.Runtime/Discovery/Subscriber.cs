using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>What became of a message that was offered to a subscriber.</summary>
internal enum Offer : byte
{
    Unspecified = 0,
    Taken = 1,

    /// <summary>Its mailbox is full, or it has ended and the news of that is on its way.</summary>
    Refused = 2,

    /// <summary>The subscriber's own translation threw.</summary>
    Failed = 3,
}

/// <summary>One who is told <typeparamref name="TMessage"/>, whatever its own protocol. Used by one actor only.</summary>
internal abstract class Subscriber<TMessage>(ActorRef actor)
{
    public ActorRef Actor { get; } = actor;

    /// <summary>Missed the newest message and is owed it.</summary>
    public bool IsBehind { get; set; }

    public long Taken { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Offers a message; never waits and never throws.</summary>
    public Offer Offer(in TMessage message)
    {
        try
        {
            if (!TryTell(in message))
            {
                Refused++;
                return Discovery.Offer.Refused;
            }

            Taken++;
            return Discovery.Offer.Taken;
        }
#pragma warning disable CA1031 // The subscriber's translation or conflation key threw: that is its own failure and nobody else's.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Discovery.Offer.Failed;
        }
    }

    protected abstract bool TryTell(in TMessage message);
}

/// <summary>A subscriber that understands the message itself.</summary>
internal sealed class DirectSubscriber<TMessage>(ActorRef<TMessage> actor) : Subscriber<TMessage>(actor)
{
    protected override bool TryTell(in TMessage message) => actor.TryTell(in message);
}

/// <summary>A subscriber that is told in its own protocol.</summary>
internal sealed class AdaptedSubscriber<TMessage, TOwn>(ActorRef<TOwn> actor, Func<TMessage, TOwn> adapt) : Subscriber<TMessage>(actor)
{
    protected override bool TryTell(in TMessage message) => actor.TryTell(adapt(message));
}
