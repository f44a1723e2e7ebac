using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class BackupTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    private string Backup => Path.Combine(_scratch.Root, "backup", "journal.db");

    private string Restored => Path.Combine(_scratch.Root, "restored", "journal.db");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Restored_journal_must_be_one_moment_of_the_journal_when_a_writer_appends_meanwhile()
    {
        var hashes = new Dictionary<long, string>();
        JournalHead copied;
        using (var store = SampleJournal.Open(_scratch.Journal))
        {
            Append(store, hashes, 300);
            var steps = 0;
            copied = SqliteJournalBackup.Run(_scratch.Journal, Backup, share =>
            {
                Assert.InRange(share, 0, 1);
                steps++;
                Append(store, hashes, 3);
            });
            Assert.True(steps > 1);
            Append(store, hashes, 3);
            Assert.True(copied.Commits < store.Head().Commits);
        }

        Assert.Equal(copied.Link.ToArray(), SqliteJournalBackup.Restore(Backup, Restored).Link.ToArray());
        using var restored = SampleJournal.Open(Restored);
        Assert.Empty(restored.Notices);
        Assert.Equal(copied.Commits, restored.Head().Commits);
        Assert.Equal(hashes[copied.Commits], HashChain.JournalHash(restored.Heads()));
        Assert.Equal(AppendOutcome.Appended, restored.Append([SampleEvents.Request("account/new", 0, 1)])[0].Outcome);
    }

    [Fact]
    public void Restore_must_never_overwrite_a_journal()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 3)]);
        SqliteJournalBackup.Run(_scratch.Journal, Backup);
        var before = File.ReadAllBytes(_scratch.Journal);
        Assert.Contains("not overwritten", Assert.Throws<JournalException>(() => SqliteJournalBackup.Restore(Backup, _scratch.Journal)).Message, StringComparison.Ordinal);
        Assert.Contains("not overwritten", Assert.Throws<JournalException>(() => SqliteJournalBackup.Run(_scratch.Journal, Backup)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
    }

    [Fact]
    public void Restore_must_refuse_a_backup_that_was_cut_or_damaged()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 3)]);
        SqliteJournalBackup.Run(_scratch.Journal, Backup);
        JournalHeadFile.Write(JournalHeadFile.PathFor(Backup), new JournalHead(9, 30, HashChain.Origin), TimeProvider.System);
        Assert.Contains("its tail was cut", Assert.Throws<JournalException>(() => SqliteJournalBackup.Restore(Backup, Restored)).Message, StringComparison.Ordinal);
        File.Delete(JournalHeadFile.PathFor(Backup));
        var bytes = File.ReadAllBytes(Backup);
        bytes[bytes.AsSpan().IndexOf("\"n\":2"u8) + 4] ^= 1;
        File.WriteAllBytes(Backup, bytes);
        Assert.Equal(JournalFailure.Corrupt, Assert.Throws<JournalException>(() => SqliteJournalBackup.Restore(Backup, Restored)).Failure);
        Assert.False(File.Exists(Restored));
    }

    [Fact]
    public void Backup_must_leave_nothing_but_the_copy_and_its_head()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 3)]);
        SqliteJournalBackup.Run(_scratch.Journal, Backup);
        Assert.Equal(["journal.db", "journal.head"], FilesBeside(Backup));
        var bytes = File.ReadAllBytes(_scratch.Journal);
        bytes[bytes.AsSpan().IndexOf("\"n\":2"u8) + 4] ^= 1;
        File.WriteAllBytes(_scratch.Journal, bytes);
        Assert.Throws<JournalException>(() => SqliteJournalBackup.Run(_scratch.Journal, Restored));
        Assert.Empty(FilesBeside(Restored));
    }

    private static IEnumerable<string?> FilesBeside(string path) => Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static void Append(SqliteJournalStore store, Dictionary<long, string> hashes, int commits)
    {
        for (var i = 0; i < commits; i++)
        {
            var last = store.Heads().SingleOrDefault()?.LastSequence ?? 0;
            store.Append([SampleEvents.Request("account/a", last, 20, padding: 900)]);
            hashes[store.Head().Commits] = HashChain.JournalHash(store.Heads());
        }
    }
}
