using QuantumAI.Journal.Sqlite;
using QuantumAI.Journal.Venue;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class ForeignFileTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Open_must_refuse_a_text_file() =>
        Refuses("these are the notes of somebody else, long enough to be taken for a header of SQLite if nobody looks closely"u8.ToArray(), JournalFailure.Foreign, "not a QuantumAI journal");

    [Fact]
    public void Open_must_refuse_a_short_text_file() => Refuses("notes"u8.ToArray(), JournalFailure.Foreign, "not a QuantumAI journal");

    [Fact]
    public void Open_must_refuse_an_empty_file() => Refuses([], JournalFailure.Corrupt, "is empty");

    [Fact]
    public void Open_must_refuse_a_database_without_our_stamp() =>
        Refuses(Database("CREATE TABLE events(stream, seq)"), JournalFailure.Foreign, "application id 00000000");

    [Fact]
    public void Open_must_refuse_a_database_with_the_stamp_of_another_program() =>
        Refuses(Database("PRAGMA application_id=1234; CREATE TABLE t(a)"), JournalFailure.Foreign, "application id 000004d2");

    [Fact]
    public void Open_must_refuse_a_database_with_our_stamp_but_without_our_tables() =>
        Refuses(Database($"PRAGMA application_id={SqliteJournalFormat.Format.ApplicationId}; PRAGMA user_version=3; CREATE TABLE t(a)"), JournalFailure.Corrupt, "no such table");

    [Fact]
    public void Open_must_refuse_the_books_of_the_venue()
    {
        SqlitePaperVenueStore.Open(_scratch.Journal).Dispose();
        Refuses(File.ReadAllBytes(_scratch.Journal), JournalFailure.Foreign, "application id 51414256");
    }

    [Fact]
    public void Open_must_refuse_a_journal_of_a_newer_build()
    {
        SampleJournal.Open(_scratch.Journal).Dispose();
        Execute(_scratch.Journal, "PRAGMA user_version=4");
        Refuses(File.ReadAllBytes(_scratch.Journal), JournalFailure.Newer, "has the format 4, this build knows up to 3");
    }

    [Fact]
    public void Open_must_refuse_a_journal_that_was_cut_off()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 40, padding: 500)]);
        var whole = File.ReadAllBytes(_scratch.Journal);
        File.Delete(_scratch.Head);
        foreach (var length in new[] { whole.Length - 1, whole.Length - 4096, whole.Length / 2, 4096, 4095, 512, 100, 99, 17, 1 })
            Refuses(whole[..length], null, "journal.db");
    }

    [Fact]
    public void Open_must_refuse_a_missing_journal_when_its_wal_is_left()
    {
        File.WriteAllText(_scratch.Journal + "-wal", "not empty");
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal(JournalFailure.Corrupt, refused.Failure);
        Assert.False(File.Exists(_scratch.Journal));
    }

    [Fact]
    public void Reader_must_say_unavailable_when_the_journal_does_not_exist()
    {
        Assert.Equal(JournalFailure.Unavailable, Assert.Throws<JournalException>(() => SqliteJournalReader.Open(_scratch.Journal)).Failure);
        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Root));
    }

    private void Refuses(byte[] content, JournalFailure? failure, string words)
    {
        File.WriteAllBytes(_scratch.Journal, content);
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal).Dispose());
        Assert.Equal(failure ?? refused.Failure, refused.Failure);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_scratch.Journal, refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(_scratch.Journal));

        Assert.Equal(failure ?? refused.Failure, Assert.Throws<JournalException>(() =>
        {
            using var reader = SqliteJournalReader.Open(_scratch.Journal);
            reader.Verify();
        }).Failure);
        Assert.Equal(content, File.ReadAllBytes(_scratch.Journal));
    }

    private byte[] Database(string sql)
    {
        var path = Path.Combine(_scratch.Root, "other.db");
        Execute(path, sql);
        return File.ReadAllBytes(path);
    }

    private static void Execute(string path, string sql)
    {
        using var connection = SqliteConnection.Open(path, path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.Execute(sql);
    }
}
