using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests;

public sealed class JournalHeadFileTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();
    private readonly HandTime _time = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Head_must_be_written_once_a_second_after_commits_and_when_it_is_closed()
    {
        var link = HashChain.Next(HashChain.Origin, SampleEvents.At(1));
        using (var head = new JournalHeadFile(_scratch.Head, _time))
        {
            head.Note(new JournalHead(1, 1, link));
            head.Note(new JournalHead(2, 5, link));
            Assert.Equal((1, TimeSpan.FromSeconds(1)), (_time.Armed, _time.Due));
            Assert.False(File.Exists(_scratch.Head));
            _time.Fire();
            Assert.Equal($"commit 2\nposition 5\nlink {Convert.ToHexStringLower(link)}\ntime 2026-01-01T00:00:00.000Z\n", File.ReadAllText(_scratch.Head));
            head.Note(new JournalHead(3, 6, link));
            Assert.Equal(2, _time.Armed);
            Assert.Equal(2, JournalHeadFile.Read(_scratch.Head, out _)?.Commits);
        }

        Assert.Equal((3L, 6L), JournalHeadFile.Read(_scratch.Head, out var notice) is { } read ? (read.Commits, read.LastPosition) : default);
        Assert.Null(notice);
        Assert.Equal(["journal.head"], Directory.GetFiles(_scratch.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void Head_must_follow_later_when_it_cannot_be_written()
    {
        Directory.CreateDirectory(_scratch.Head + ".new");
        using var head = new JournalHeadFile(_scratch.Head, _time);
        head.Note(new JournalHead(1, 1, HashChain.Origin));
        _time.Fire();
        Assert.False(File.Exists(_scratch.Head));
        Directory.Delete(_scratch.Head + ".new");
        head.Note(new JournalHead(2, 2, HashChain.Origin));
        _time.Fire();
        Assert.Equal(2, JournalHeadFile.Read(_scratch.Head, out _)?.Commits);
    }

    [Fact]
    public void Open_must_say_that_the_tail_was_cut_when_whole_commits_are_gone()
    {
        Fill(5);
        var early = File.ReadAllBytes(_scratch.Journal);
        Fill(3);
        File.WriteAllBytes(_scratch.Journal, early);
        Assert.Contains("the journal ends at commit 5, journal.head says 8: its tail was cut", Refusal(), StringComparison.Ordinal);
        File.Delete(_scratch.Journal);
        Assert.Contains("the journal ends at commit 0, journal.head says 8: its tail was cut", Refusal(), StringComparison.Ordinal);
        File.Delete(_scratch.Head);
        SampleJournal.Open(_scratch.Journal).Dispose();
    }

    [Fact]
    public void Refused_start_must_leave_room_for_a_backup_when_the_journal_is_lost()
    {
        Fill(5);
        var backup = Path.Combine(_scratch.Root, "backup", "journal.db");
        SqliteJournalBackup.Run(_scratch.Journal, backup);
        File.Delete(_scratch.Journal);
        File.Delete(_scratch.Journal + ".lock");
        Assert.Contains("journal.head says 5: its tail was cut", Refusal(), StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch.Journal) || File.Exists(_scratch.Journal + ".lock"));
        File.Delete(_scratch.Head);
        Assert.Equal(5, SqliteJournalBackup.Restore(backup, _scratch.Journal).Commits);
    }

    [Fact]
    public void Open_must_say_that_the_tail_was_cut_when_rows_and_heads_were_removed_together()
    {
        Fill(5);
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
        {
            connection.Execute(
                """
                DELETE FROM events WHERE position = 5; DELETE FROM commits WHERE number = 5;
                UPDATE streams SET seq = 4, link = (SELECT link FROM events WHERE position = 4);
                UPDATE journal SET commits = 4, last_position = 4, link = (SELECT link FROM commits WHERE number = 4);
                """);
        }

        Assert.Contains("the journal ends at commit 4, journal.head says 5: its tail was cut", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_must_say_that_the_history_was_replaced_when_the_commit_has_another_link()
    {
        Fill(5);
        JournalHeadFile.Write(_scratch.Head, new JournalHead(3, 3, HashChain.Origin), TimeProvider.System);
        Assert.Contains("its history was replaced", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("commit 9\nposition 9\nlink 00\n")]
    [InlineData("commit -1\nposition 9\nlink 0000000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("commit 9\nposition 9\nlink zz00000000000000000000000000000000000000000000000000000000000000\n")]
    public void Unreadable_head_must_be_passed_over_with_a_notice(string content)
    {
        Fill(2);
        File.WriteAllText(_scratch.Head, content);
        using (var store = SampleJournal.Open(_scratch.Journal))
            Assert.Contains("was passed over", store.Notices.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_head_must_be_noticed_when_the_journal_has_commits()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            Assert.Empty(store.Notices);
        Fill(2);
        File.Delete(_scratch.Head);
        var notices = new List<string>();
        using (var reader = SqliteJournalReader.Open(_scratch.Journal))
            reader.Verify(noticed: notices.Add);
        Assert.Contains("journal.head is absent, though journal ", notices.Single(), StringComparison.Ordinal);
        using (var store = SampleJournal.Open(_scratch.Journal))
            Assert.Equal(notices, store.Notices);
    }

    private string Refusal()
    {
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal(JournalFailure.Corrupt, refused.Failure);
        return refused.Message;
    }

    private void Fill(int commits)
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        for (var i = 0; i < commits; i++)
            store.Append([SampleEvents.Request("account/a", store.Head().LastPosition, 1)]);
    }

    [Fact]
    public void Verification_must_find_the_journal_whole_when_its_writer_moves_the_head_meanwhile()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        using var reader = SqliteJournalReader.Open(_scratch.Journal);
        var isMoved = false;
        var verified = reader.Verify(_ =>
        {
            if (isMoved)
                return;
            isMoved = true;
            store.Append([SampleEvents.Request("account/a", 1, 1)]);
            JournalHeadFile.Write(_scratch.Head, store.Head(), _time);
        });
        Assert.Equal((true, 1L, 2L), (isMoved, verified.Commits, JournalHeadFile.Read(_scratch.Head, out _)?.Commits));
    }

    /// <summary>A clock whose one timer is fired by hand.</summary>
    private sealed class HandTime : TimeProvider, ITimer
    {
        private TimerCallback? _callback;

        public int Armed { get; private set; }

        public TimeSpan Due { get; private set; }

        public void Fire() => _callback!(null);

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (Armed, Due) = (Armed + 1, dueTime);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
