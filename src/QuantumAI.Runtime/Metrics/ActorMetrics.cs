using System.Collections.Concurrent;

namespace QuantumAI.Runtime.Metrics;

/// <summary>How long messages of one actor type wait and take: every 64th is measured, in machine time.</summary>
/// <param name="ActorType">The actor's class.</param>
public sealed record ActorTypeMetrics(Type ActorType)
{
    /// <summary>From the tell to the handler, of messages from outside the lane.</summary>
    public LatencyHistogram Age { get; } = new();

    /// <summary>The handler itself.</summary>
    public LatencyHistogram Processing { get; } = new();
}

/// <summary>Histograms per actor type. Thread safe; as many as there are classes of actors.</summary>
public sealed class ActorMetrics
{
    private readonly ConcurrentDictionary<Type, ActorTypeMetrics> _types = new();

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<ActorTypeMetrics> Types => [.. _types.Values.OrderBy(metrics => metrics.ActorType.FullName, StringComparer.Ordinal)];

    internal ActorTypeMetrics Of(Type actorType) => _types.GetOrAdd(actorType, static type => new ActorTypeMetrics(type));
}

/// <summary>One actor at a glance.</summary>
/// <param name="Path"><c>lane/name</c>.</param>
/// <param name="ActorType">Name of its class.</param>
/// <param name="Waiting">Messages that wait in its mailbox.</param>
/// <param name="Handled">Messages it has handled.</param>
public sealed record ActorSnapshot(string Path, string ActorType, long Waiting, long Handled);
