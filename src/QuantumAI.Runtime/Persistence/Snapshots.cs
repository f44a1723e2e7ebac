namespace QuantumAI.Runtime.Persistence;

/// <summary>A state as it was after an event of its stream: a shortcut for recovery, never a truth of its own.</summary>
/// <param name="Stream">Whose state.</param>
/// <param name="Sequence">The last event that it contains.</param>
/// <param name="State">The state in the bytes of its codec.</param>
/// <param name="SchemaVersion">The codec's version; a reader of another version ignores the snapshot.</param>
public sealed record Snapshot(string Stream, long Sequence, ReadOnlyMemory<byte> State, int SchemaVersion);

/// <summary>Keeps the last few snapshots of each stream. Thread safe.</summary>
/// <remarks>Nothing is lost with a snapshot: whoever cannot save or read one replays the journal instead.</remarks>
public interface ISnapshotStore : IDisposable
{
    /// <summary>Saves a snapshot, replacing one of the same sequence, and forgets the oldest above the retention.</summary>
    void Save(Snapshot snapshot);

    /// <summary>The intact snapshot with the highest sequence up to <paramref name="upToSequence"/>, or null. A damaged one is passed over.</summary>
    Snapshot? Latest(string stream, long upToSequence = long.MaxValue);
}

/// <summary>Turns a state into bytes and back. Pure.</summary>
public interface ISnapshotCodec<TState>
{
    /// <summary>Raised whenever the layout or the meaning of the bytes, or of the fold, changes.</summary>
    int SchemaVersion { get; }

    ReadOnlyMemory<byte> Encode(in TState state);

    /// <summary>May throw anything for bytes it does not understand: the snapshot is then ignored.</summary>
    TState Decode(ReadOnlyMemory<byte> bytes);
}

/// <summary>When and where an actor saves snapshots.</summary>
/// <param name="Store">Shared by many actors; not disposed by them.</param>
/// <param name="Codec">The state's bytes.</param>
/// <param name="EveryEvents">Events between two snapshots, at least 1. Saving runs on the actor's lane.</param>
public sealed record SnapshotPlan<TState>(ISnapshotStore Store, ISnapshotCodec<TState> Codec, int EveryEvents = 1000);
