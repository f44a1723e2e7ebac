using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Sharding.Entities;

/// <summary>How often entities failed in a row and until when they pause. Bounded: the one that failed longest ago is forgotten first.</summary>
internal sealed class EntityFailures(Backoff backoff, int capacity)
{
    private readonly Dictionary<string, LinkedListNode<Failures>> _byId = [];
    private readonly LinkedList<Failures> _byAge = new();

    public int Count => _byId.Count;

    /// <summary>Counts a failure. A life longer than the longest pause begins a new row.</summary>
    /// <param name="entityId">Who failed.</param>
    /// <param name="livedNanos">How long it lived.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="unit">Uniform in [0, 1), for the jitter.</param>
    public void Add(string entityId, long livedNanos, long nowNanos, double unit)
    {
        var row = _byId.Remove(entityId, out var earlier) && livedNanos < backoff.MostNanos ? earlier.Value.Row + 1 : 0;
        if (earlier is not null)
            _byAge.Remove(earlier);
        while (_byAge.First is { } oldest && (_byAge.Count >= capacity || nowNanos - oldest.Value.PausedUntilNanos >= backoff.MostNanos))
        {
            _byId.Remove(oldest.Value.EntityId);
            _byAge.RemoveFirst();
        }

        var pauseNanos = Math.Max(1, backoff.PauseNanos(row, unit));
        _byId.Add(entityId, _byAge.AddLast(new Failures(entityId, row, nowNanos + pauseNanos)));
    }

    /// <summary>When the entity may be made again; 0 when it has not failed lately.</summary>
    public long PausedUntilNanos(string entityId) => _byId.TryGetValue(entityId, out var node) ? node.Value.PausedUntilNanos : 0;

    private sealed record Failures(string EntityId, int Row, long PausedUntilNanos);
}
