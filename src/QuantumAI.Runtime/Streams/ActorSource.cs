using QuantumAI.Runtime.Streams.Sources;

namespace QuantumAI.Runtime.Streams;

public static partial class Source
{
    /// <summary>What an actor is told; <see cref="StreamHandle.ActorOf"/> gives its reference. Ends by <see cref="StreamHandle.Shutdown"/>, which drains it.</summary>
    /// <param name="name">Kebab-case; a number follows it in the path.</param>
    /// <param name="capacity">Most elements that wait for demand; the mailbox before them has the same bound.</param>
    /// <param name="policy">What happens to one more; not <see cref="OverflowPolicy.BackPressure"/>, since a tell never waits.</param>
    public static ActorSource<T> Actor<T>(string name, int capacity, OverflowPolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (policy is not (OverflowPolicy.DropOldest or OverflowPolicy.DropNewest or OverflowPolicy.Fail))
            throw new ArgumentException($"an actor source must drop or fail, was {policy}", nameof(policy));
        return new ActorSource<T>(name, capacity, policy);
    }
}

/// <summary>The blueprint of an actor source, and the key to its actor in a running stream.</summary>
public sealed class ActorSource<T>
{
    internal ActorSource(string name, int capacity, OverflowPolicy policy) =>
        Elements = new Source<T>(context => new ActorStage<T>(context, this, name, capacity, policy));

    /// <summary>The stream of what the actor is told.</summary>
    public Source<T> Elements { get; }
}
