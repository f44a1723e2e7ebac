using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>What every snapshot store owes its callers; each store has a class that runs it. Opened with a retention of 2.</summary>
public abstract class SnapshotStoreContract : IDisposable
{
    private ISnapshotStore? _store;

    private ISnapshotStore Store => _store ??= Open();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void latest_must_be_the_highest_sequence_up_to_the_bound()
    {
        Save("s", 20, 2);
        Save("s", 10, 1);
        Save("other", 30, 3);
        Assert.Equal((20L, 2), Latest("s"));
        Assert.Equal((20L, 2), Latest("s", 20));
        Assert.Equal((10L, 1), Latest("s", 19));
        Assert.Null(Latest("s", 9));
        Assert.Null(Latest("unknown"));
    }

    [Fact]
    public void oldest_must_be_forgotten_above_the_retention()
    {
        for (var i = 1; i <= 5; i++)
            Save("s", i * 10, (byte)i);
        Save("other", 1, 9);
        Assert.Equal((40L, 4), Latest("s", 49));
        Assert.Null(Latest("s", 39));
        Assert.Equal((1L, 9), Latest("other"));
    }

    [Fact]
    public void later_save_of_a_sequence_must_replace_the_earlier()
    {
        Save("s", 10, 1);
        Save("s", 10, 2);
        Assert.Equal((10L, 2), Latest("s"));
    }

    [Fact]
    public void state_must_be_a_copy_with_its_schema_version()
    {
        var bytes = new byte[] { 1, 2, 3 };
        Store.Save(new Snapshot("s", 1, bytes, 42));
        bytes[0] = 9;
        var found = Store.Latest("s");
        Assert.Equal(42, found?.SchemaVersion);
        Assert.Equal([1, 2, 3], found!.State.ToArray());
    }

    [Fact]
    public void state_may_be_empty()
    {
        Store.Save(new Snapshot("s", 1, ReadOnlyMemory<byte>.Empty, 1));
        Assert.Equal(0, Store.Latest("s")?.State.Length);
    }

    /// <summary>A new, empty store that keeps two snapshots of a stream.</summary>
    protected abstract ISnapshotStore Open();

    protected virtual void Dispose(bool disposing) => _store?.Dispose();

    private void Save(string stream, long sequence, byte state) => Store.Save(new Snapshot(stream, sequence, new[] { state }, 1));

    private (long Sequence, int State)? Latest(string stream, long upTo = long.MaxValue) =>
        Store.Latest(stream, upTo) is { } found ? (found.Sequence, found.State.Span[0]) : null;
}
