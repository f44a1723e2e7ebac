using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class SqliteJournalContractTests : JournalStoreContract
{
    private readonly ScratchDirectory _scratch = new();

    protected override IJournalStore Open() => SampleJournal.Open(_scratch.Journal);

    protected override IJournalStore Reopen(IJournalStore store)
    {
        store.Dispose();
        return Open();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _scratch.Dispose();
    }
}

public sealed class SqliteSnapshotContractTests : SnapshotStoreContract
{
    private readonly ScratchDirectory _scratch = new();

    private string File => Path.Combine(_scratch.Root, "snapshots.db");

    [Fact]
    public void snapshots_must_outlive_the_store_and_damaged_ones_be_passed_over()
    {
        using (var store = SqliteSnapshotStore.Open(File))
        {
            store.Save(new Snapshot("s", 1, new byte[] { 1 }, 1));
            store.Save(new Snapshot("s", 2, new byte[] { 2 }, 1));
        }

        using (var connection = SqliteConnection.Open(File, File, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("UPDATE snapshots SET state = x'03' WHERE seq = 2");
        using var reopened = SqliteSnapshotStore.Open(File);
        Assert.Equal(1, reopened.Latest("s")?.Sequence);
    }

    protected override ISnapshotStore Open() => SqliteSnapshotStore.Open(File, retention: 2);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _scratch.Dispose();
    }
}
