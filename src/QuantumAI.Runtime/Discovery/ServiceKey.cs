using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Discovery;

/// <summary>The name under which actors of one protocol are found.</summary>
/// <typeparam name="TProtocol">What every actor under this key understands.</typeparam>
/// <remarks>Immutable. Keys are equal when id and protocol are: the same id for another protocol is another key.</remarks>
public sealed record ServiceKey<TProtocol>
{
    /// <summary>Longest id.</summary>
    public const int LongestId = 128;

    /// <param name="id">Kebab-case by convention; 1 to <see cref="LongestId"/> characters, no white space.</param>
    /// <exception cref="ArgumentException">The id is empty, too long or has white space in it.</exception>
    public ServiceKey(string id)
    {
        if (id.Length is 0 or > LongestId || id.Any(char.IsWhiteSpace))
            throw new ArgumentException($"a service key's id must have 1 to {LongestId} characters and no white space, was “{id}”", nameof(id));
        Id = id;
    }

    public string Id { get; }

    public override string ToString() => Id;
}

/// <summary>The actors registered under a key at one moment, in registration order. Immutable, shared by all who are told.</summary>
public sealed record Listing<TProtocol>(ServiceKey<TProtocol> Key, IReadOnlyList<ActorRef<TProtocol>> ServiceInstances);
