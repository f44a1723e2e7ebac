using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class PostgreSqlJournalContractTests : JournalStoreContract
{
    private readonly PostgreSqlScratch _scratch = new();

    protected override IJournalStore Open() => _scratch.Open();

    protected override IJournalStore Reopen(IJournalStore store)
    {
        store.Dispose();
        return Open();
    }
}

public sealed class PostgreSqlSnapshotContractTests : SnapshotStoreContract
{
    private readonly PostgreSqlScratch _scratch = new();

    [Fact]
    public void snapshots_must_outlive_the_store_and_damaged_ones_be_passed_over()
    {
        using (var store = Open())
        {
            store.Save(new Snapshot("s", 1, new byte[] { 1 }, 1));
            store.Save(new Snapshot("s", 2, new byte[] { 2 }, 1));
        }

        _scratch.Execute("UPDATE quantum.snapshots SET state = '\\x03' WHERE seq = 2");
        using var reopened = Open();
        Assert.Equal(1, reopened.Latest("s")?.Sequence);
    }

    protected override ISnapshotStore Open()
    {
        PostgreSqlMigrations.Run(_scratch.ConnectionString, PostgreSqlScratch.Identity.Environment);
        return PostgreSqlSnapshotStore.Open(_scratch.ConnectionString, PostgreSqlScratch.Identity.Environment, retention: 2);
    }
}
