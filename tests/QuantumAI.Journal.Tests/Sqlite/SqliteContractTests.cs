using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class SqliteJournalContractTests : JournalStoreContract
{
    private readonly ScratchDirectory _scratch = new();

    protected override IJournalStore Open() => SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity);

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

public sealed class SqliteFormatUpgradeTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void journal_of_format_1_must_get_commands_and_owners_when_it_is_opened()
    {
        string before;
        using (var store = SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity))
        {
            store.Append([SampleEvents.Request("account/a", 0, 3)]);
            before = HashChain.JournalHash(store.Heads());
        }

        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("DROP TABLE commands; DROP TABLE owners; PRAGMA user_version=1");
        using var upgraded = SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity);
        Assert.Equal(before, HashChain.JournalHash(upgraded.Heads()));
        var request = SampleEvents.Request("account/a", 3, 1) with { Epoch = 1, CommandId = CommandId.OfText("x") };
        Assert.Equal(AppendOutcome.Appended, upgraded.Append([request])[0].Outcome);
        Assert.Equal(AppendOutcome.Duplicate, upgraded.Append([request])[0].Outcome);
    }
}
