namespace QuantumAI.Runtime.Persistence;

/// <summary>Snapshots in memory. Thread safe.</summary>
/// <param name="retention">Snapshots kept per stream, at least 1.</param>
public sealed class MemorySnapshotStore(int retention = 2) : ISnapshotStore
{
    private readonly Dictionary<string, SortedList<long, Snapshot>> _snapshots = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public void Save(Snapshot snapshot)
    {
        lock (_gate)
        {
            if (!_snapshots.TryGetValue(snapshot.Stream, out var kept))
                _snapshots.Add(snapshot.Stream, kept = []);
            kept[snapshot.Sequence] = snapshot with { State = snapshot.State.ToArray() };
            while (kept.Count > Math.Max(1, retention))
                kept.RemoveAt(0);
        }
    }

    public Snapshot? Latest(string stream, long upToSequence = long.MaxValue)
    {
        lock (_gate)
        {
            return _snapshots.GetValueOrDefault(stream)?.Values.LastOrDefault(snapshot => snapshot.Sequence <= upToSequence);
        }
    }

    public void Dispose()
    {
    }
}
