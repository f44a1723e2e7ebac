using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;
using QuantumAI.Trading.Tests.Projections;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class PostgreSqlProjectionContractTests : ProjectionStoreContract
{
    private readonly PostgreSqlScratch _scratch = new();

    public PostgreSqlProjectionContractTests() => PostgreSqlMigrations.Run(_scratch.ConnectionString, PostgreSqlScratch.Identity.Environment);

    protected override IProjectionStore Open() => new PostgreSqlProjectionStore(_scratch.ConnectionString, "quantum");
}

public sealed class PostgreSqlProjectionStoreTests : IDisposable
{
    private readonly PostgreSqlScratch _scratch = new();
    private readonly ProjectedHistory _history = new(new Random(7));

    [Fact]
    public void Read_models_must_follow_the_journal_in_its_own_schema_when_it_grows()
    {
        using var journal = _scratch.Open();
        using var feed = Feed();
        using var store = Store();
        var projection = new Projection(feed, store, ProjectedHistory.Instruments, 50);
        for (var i = 0; i < 5; i++)
        {
            Copy(journal, 40);
            projection.Step();
        }

        ProjectedHistory.Catch(projection);
        using var fresh = _history.Fresh();
        Assert.Equal(_history.LastPosition(), feed.LastPosition());
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
    }

    [Fact]
    public void Rows_must_be_filled_anew_when_other_rules_have_filled_them()
    {
        using var journal = _scratch.Open();
        Copy(journal, 100);
        using var feed = Feed();
        using (var store = Store())
            ProjectedHistory.Catch(new Projection(feed, store, ProjectedHistory.Instruments));
        _scratch.Execute("UPDATE quantum.view_state SET format = 'rules 0'; UPDATE quantum.view_equity SET equity = '1'");

        using var again = Store();
        Assert.Equal(ViewCursor.Start, again.Cursor());
        ProjectedHistory.Catch(new Projection(feed, again, ProjectedHistory.Instruments));
        using var fresh = _history.Fresh();
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(again));
    }

    [Fact]
    public void Tables_must_have_the_columns_of_the_read_models_when_migrated()
    {
        PostgreSqlMigrations.Run(_scratch.ConnectionString, PostgreSqlScratch.Identity.Environment);
        foreach (var table in ViewTables.All)
        {
            Assert.Equal(
                string.Join(' ', table.Columns.Select(column => $"{column.Name}:{(column.IsNumber ? "bigint" : "text")}")),
                _scratch.Scalar($"SELECT string_agg(column_name || ':' || data_type, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'quantum' AND table_name = 'view_{table.Name}'"));
        }
    }

    [Fact]
    public void Read_models_must_be_refused_with_a_reason_when_the_journal_was_not_migrated()
    {
        using var store = Store();
        Assert.Throws<JournalException>(() => store.Cursor());
        Assert.Throws<JournalException>(() => store.Newest(ViewTables.Orders, long.MaxValue, 1));
    }

    public void Dispose() => _history.Dispose();

    private PostgreSqlProjectionStore Store() => new(_scratch.ConnectionString, "quantum");

    private JournalFeed Feed() => new(
        PostgreSqlJournalArchive.Open(_scratch.ConnectionString, "quantum"), PostgreSqlJournalArchive.Open(_scratch.ConnectionString, "quantum"));

    /// <summary>Appends what has happened since, event by event: positions are the same.</summary>
    private void Copy(PostgreSqlJournalStore journal, int decisions)
    {
        _history.Happen(decisions);
        var requests = _history.Read(journal.Head().LastPosition + 1, int.MaxValue).Select(stored => new AppendRequest(stored.Stream, stored.Sequence - 1, [stored.Data])).ToArray();
        if (requests.Length > 0)
            Assert.All(journal.Append(requests), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }
}
