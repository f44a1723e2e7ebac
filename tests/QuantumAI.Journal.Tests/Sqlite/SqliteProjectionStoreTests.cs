using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;
using QuantumAI.Trading.Tests.Projections;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class SqliteProjectionContractTests : ProjectionStoreContract
{
    private readonly ScratchDirectory _scratch = new();
    private readonly SqliteJournalStore _journal;

    public SqliteProjectionContractTests() => _journal = SampleJournal.Open(_scratch.Journal);

    protected override IProjectionStore Open() => new SqliteProjectionStore(_scratch.Journal);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _journal.Dispose();
        _scratch.Dispose();
    }
}

public sealed class SqliteProjectionStoreTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly ProjectedHistory _history = new(new Random(7));

    [Fact]
    public void Read_models_must_follow_the_journal_in_its_own_file_when_it_grows_and_is_reopened()
    {
        for (var session = 0; session < 3; session++)
        {
            using var journal = SampleJournal.Open(_scratch.Journal);
            using var feed = new JournalFeed(SqliteJournalReader.Open(_scratch.Journal), SqliteJournalReader.Open(_scratch.Journal));
            using var store = new SqliteProjectionStore(_scratch.Journal);
            var projection = new Projection(feed, store, ProjectedHistory.Instruments, 50);
            for (var i = 0; i < 5; i++)
            {
                Copy(_history.Happen(40), journal);
                projection.Step();
            }

            ProjectedHistory.Catch(projection);
            using var fresh = _history.Fresh();
            Assert.Equal(_history.LastPosition(), feed.LastPosition());
            Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
            Assert.Equal(_history.Journal.Heads().Select(head => head.LastSequence), journal.Heads().Select(head => head.LastSequence));
        }

        using var reader = SqliteJournalReader.Open(_scratch.Journal);
        Assert.Equal(_history.LastPosition(), reader.Verify().LastPosition);
    }

    [Fact]
    public void Tables_must_be_made_anew_when_another_build_has_made_them()
    {
        using var journal = SampleJournal.Open(_scratch.Journal);
        Copy(_history.Happen(100), journal);
        using var feed = new JournalFeed(SqliteJournalReader.Open(_scratch.Journal), SqliteJournalReader.Open(_scratch.Journal));
        using (var store = new SqliteProjectionStore(_scratch.Journal))
            ProjectedHistory.Catch(new Projection(feed, store, ProjectedHistory.Instruments));
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("UPDATE view_state SET format = 'rules 0'; DROP TABLE view_equity; CREATE TABLE view_older(x); ALTER TABLE view_fills ADD COLUMN more TEXT");

        using var again = new SqliteProjectionStore(_scratch.Journal);
        Assert.Equal(ViewCursor.Start, again.Cursor());
        ProjectedHistory.Catch(new Projection(feed, again, ProjectedHistory.Instruments));
        using var fresh = _history.Fresh();
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(again));
    }

    [Fact]
    public void Read_models_must_be_made_when_the_file_appears_after_they_were_asked_for()
    {
        using var store = new SqliteProjectionStore(_scratch.Journal);
        Assert.Throws<JournalException>(() => store.Cursor());
        Assert.Throws<JournalException>(() => store.Newest(ViewTables.Orders, long.MaxValue, 1));

        using var journal = SampleJournal.Open(_scratch.Journal);
        Assert.Empty(store.Newest(ViewTables.Orders, long.MaxValue, 1).Rows);
    }

    [Fact]
    public void Pages_must_be_read_when_a_batch_is_being_written()
    {
        using var journal = SampleJournal.Open(_scratch.Journal);
        using var store = new SqliteProjectionStore(_scratch.Journal);
        store.Apply([new EquityRow(1, "one", 5, "1", "0", "0", "2025-01-01").ToRow()], ViewCursor.Start, new ViewCursor(1, "a"));
        using var writer = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE);
        writer.Execute("BEGIN IMMEDIATE; DELETE FROM view_equity");

        Assert.Single(store.Newest(ViewTables.Equity, long.MaxValue, 10).Rows);
        writer.RollBack();
    }

    public void Dispose()
    {
        _history.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Appends what the journal does not have yet, event by event: positions are the same.</summary>
    private static void Copy(ProjectedHistory history, SqliteJournalStore journal)
    {
        var from = journal.Head().LastPosition + 1;
        var requests = history.Read(from, int.MaxValue).Select(stored => new AppendRequest(stored.Stream, stored.Sequence - 1, [stored.Data])).ToArray();
        if (requests.Length > 0)
            Assert.All(journal.Append(requests), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }
}
