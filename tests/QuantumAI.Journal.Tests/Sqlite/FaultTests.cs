using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

/// <summary>A fault of the disk stops nothing for good: what was appended waits, is written once when the fault is gone, and nothing answered is lost.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Appends = 40;
    private static readonly SqliteJournalOptions Impatient = new() { LockPatience = TimeSpan.FromMilliseconds(1) };
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Appends_must_wait_and_be_written_once_when_another_program_locks_the_database()
    {
        SqliteConnection? other = null;
        Run(
            SampleJournal.Open(_scratch.Journal, Impatient),
            _ =>
            {
                other = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE);
                other.Execute("BEGIN IMMEDIATE");
            },
            _ => other!.Dispose(),
            "locked");
    }

    [Fact]
    public void Appends_must_wait_and_be_written_once_when_the_file_is_full() => Run(
        SampleJournal.Open(_scratch.Journal, Impatient),
        store => store.Database.Connection.Number($"PRAGMA max_page_count={store.Database.Connection.Number("PRAGMA page_count")}"),
        store => store.Database.Connection.Number("PRAGMA max_page_count=100000"),
        "full");

    /// <summary>What SQLite answers on a file system that was mounted read-only, or whose permission was taken away, under an open file.</summary>
    [Fact]
    public void Appends_must_wait_and_be_written_once_when_the_database_becomes_read_only() => Run(
        SampleJournal.Open(_scratch.Journal, Impatient),
        store => store.Database.Connection.Execute("PRAGMA query_only=ON"),
        store => store.Database.Connection.Execute("PRAGMA query_only=OFF"),
        "readonly");

    [Fact]
    public void Store_must_take_over_a_commit_that_was_written_though_it_failed()
    {
        var isLost = false;
        using var store = SampleJournal.Open(_scratch.Journal, new SqliteJournalOptions { AfterCommit = LoseAnswer });
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        isLost = true;
        Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 1, 2), SampleEvents.Request("account/new", 0, 1)]));
        Assert.Equal(AppendOutcome.Conflict, store.Append([SampleEvents.Request("account/a", 1, 2)])[0].Outcome);
        Assert.Equal([("account/a", 3L), ("account/new", 1)], store.Heads().Select(head => (head.Stream, head.LastSequence)));
        Assert.Equal((2L, 4L), (store.Head().Commits, store.Head().LastPosition));
        Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request("account/a", 3, 1)])[0].Outcome);

        void LoseAnswer()
        {
            if (!isLost)
                return;
            isLost = false;
            throw new JournalException(JournalFailure.Unavailable, "the commit's answer was lost");
        }
    }

    [Fact]
    public void Claims_must_go_on_after_a_failure()
    {
        using var store = SampleJournal.Open(_scratch.Journal, Impatient);
        using (var other = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
        {
            other.Execute("BEGIN IMMEDIATE");
            Assert.Equal(JournalFailure.InUse, Assert.Throws<JournalException>(() => store.Take("account/a")).Failure);
            Assert.Equal(JournalFailure.InUse, Assert.Throws<JournalException>(() => store.Claim("account/b", 3)).Failure);
        }

        Assert.Equal(1, store.Take("account/a"));
        Assert.Equal(3, store.Claim("account/b", 3));
    }

    [Fact]
    public void Store_must_refuse_for_ever_when_another_program_has_written_a_commit()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        using (var other = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            other.Execute("UPDATE journal SET commits = 5, last_position = 5");
        for (var i = 0; i < 3; i++)
            Assert.Equal(JournalFailure.Corrupt, Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 1, 1)])).Failure);
    }

    private void Run(SqliteJournalStore store, Action<SqliteJournalStore> fault, Action<SqliteJournalStore> heal, string words)
    {
        var answered = new List<AppendResult>();
        JournalOutage? outage = null;
        using (var world = new VirtualWorld(7, 0))
        using (var journal = new GroupCommitJournal(world.CreateLane("journal"), store))
        {
            var (outages, ends) = (0, 0);
            journal.OutageChanged += now =>
            {
                outages += now is null ? 0 : 1;
                ends += now is null ? 1 : 0;
                outage = now ?? outage;
                if (now?.Attempts == 3)
                    heal(store);
            };
            Append(journal, 0, answered);
            world.RunUntilIdle();
            fault(store);
            Append(journal, Appends, answered);
            world.AdvanceTo(10_000_000_000);
            Assert.Equal((3, 1), (outages, ends));
            Assert.Null(journal.Outage);
            Assert.Contains(words, outage!.Reason, StringComparison.OrdinalIgnoreCase);
        }

        Assert.All(answered, result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(4 * Appends, answered.Count);
        Assert.Equal([("account/0", 4L * Appends), ("account/1", 4L * Appends)], reopened.Heads().Select(head => (head.Stream, head.LastSequence)));
    }

    private static void Append(GroupCommitJournal journal, int from, List<AppendResult> answered)
    {
        for (var i = from; i < from + Appends; i++)
        {
            for (var stream = 0; stream < 2; stream++)
                journal.Append(SampleEvents.Request($"account/{stream}", 2 * i, 2, padding: 400), answered.Add);
        }
    }
}
