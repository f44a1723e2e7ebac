using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

/// <summary>Journals of earlier builds, kept as <c>tests/golden/journals/format-N.sql</c>, must load for ever.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const string GoldenHash = "b52041b6e94cf5f9b28f81a4c934566d815e2eb59abc8fe6c3a3663d845c2ff6";
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Old_journal_must_keep_its_events_and_hashes_when_it_is_upgraded(int format)
    {
        var rows = Build(format);
        using (var store = SampleJournal.Open(_scratch.Journal))
        {
            Assert.Contains(store.Notices, notice => notice.Contains($"was upgraded from format {format} with {rows.Count} events", StringComparison.Ordinal));
            Assert.Equal(GoldenHash, HashChain.JournalHash(store.Heads()));
            Assert.Equal(rows, store.ReadAll().Select(Words));
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), store.ReadAll().Select(stored => stored.Position));
            Assert.Equal((1L, (long)rows.Count), (store.Head().Commits, store.Head().LastPosition));
            Assert.Equal(["account/paper", "session"], store.Streams().Where(stream => stream.LastSequence > 0).Select(stream => stream.Name));
            Assert.All(store.Streams(), stream => Assert.Equal("tests", stream.Account));
        }

        Assert.True(File.Exists($"{_scratch.Journal}.format-{format}"));
        using var again = SampleJournal.Open(_scratch.Journal);
        Assert.Empty(again.Notices);
        Assert.Equal(GoldenHash, HashChain.JournalHash(again.Heads()));
        var request = SampleEvents.Request("account/paper", again.Heads()[0].LastSequence, 2) with { Epoch = 99 };
        Assert.Equal(AppendOutcome.Appended, again.Append([request])[0].Outcome);
    }

    [Fact]
    public void Commands_and_epochs_must_survive_the_upgrade()
    {
        Build(2);
        Execute(
            """
            INSERT INTO commands(stream, last_seq, first_seq, id) VALUES('account/paper', 7, 6, X'000102030405060708090a0b0c0d0e0f');
            INSERT INTO owners VALUES('account/paper', 5); INSERT INTO owners VALUES('claimed', 3);
            """);
        using var store = SampleJournal.Open(_scratch.Journal);
        var place = new CommandPlace(CommandId.ReadFrom(Convert.FromHexString("000102030405060708090a0b0c0d0e0f")), 6, 7);
        Assert.Equal(place, store.FindCommand("account/paper", place.Id));
        Assert.Equal([("account/paper", 5L), ("claimed", 3), ("session", 0)], store.Streams().Select(stream => (stream.Name, stream.Epoch)));
        Assert.Equal(AppendOutcome.Fenced, store.Append([SampleEvents.Request("claimed", 0, 1) with { Epoch = 2 }])[0].Outcome);
        Assert.Equal(4, store.Take("claimed"));
    }

    [Fact]
    public void Damaged_old_journal_must_be_refused_as_it_is()
    {
        Build(2);
        Execute("UPDATE events SET payload = replace(payload, '1', '2') WHERE stream = 'account/paper' AND seq = 4");
        var before = File.ReadAllBytes(_scratch.Journal);
        var damage = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal((JournalFailure.Corrupt, "account/paper", 4L), (damage.Failure, damage.Stream, damage.Sequence));
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
    }

    [Fact]
    public void Reader_must_say_that_a_start_upgrades_the_journal()
    {
        Build(2);
        Assert.Equal(JournalFailure.Older, Assert.Throws<JournalException>(() => SqliteJournalReader.Open(_scratch.Journal)).Failure);
    }

    [Fact]
    public void Upgrade_must_be_completed_when_it_was_cut_short_between_its_renames()
    {
        Build(2);
        var old = File.ReadAllBytes(_scratch.Journal);
        SampleJournal.Open(_scratch.Journal).Dispose();
        File.Delete(_scratch.Head);
        File.Move(_scratch.Journal, _scratch.Journal + ".new");
        using (var store = SampleJournal.Open(_scratch.Journal))
            Assert.Equal(GoldenHash, HashChain.JournalHash(store.Heads()));

        // Before the first rename: the old journal is still in place, the draft is built again.
        File.WriteAllBytes(_scratch.Journal, old);
        File.Delete(_scratch.Head);
        File.Delete(_scratch.Journal + ".format-2");
        File.WriteAllText(_scratch.Journal + ".new", "half a draft");
        using var again = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(GoldenHash, HashChain.JournalHash(again.Heads()));
    }

    [Fact]
    public void Format_3_journal_must_load_as_it_was_written()
    {
        Load("format-3.sql");
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Contains("journal.head is absent", Assert.Single(store.Notices), StringComparison.Ordinal);
        using var expected = new MemoryJournalStore();
        GoldenJournal.Write(expected);
        Assert.Equal(HashChain.JournalHash(expected.Heads()), HashChain.JournalHash(store.Heads()));
        Assert.Equal(expected.Head().Link.ToArray(), store.Head().Link.ToArray());
        Assert.Equal(expected.ReadAll().Select(Words), store.ReadAll().Select(Words));
        Assert.Equal(expected.RecentCommands("account/a", 10), store.RecentCommands("account/a", 10));
        Assert.Equal(8, store.Take("account/a"));
    }

    private static string Words(StoredEvent stored) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{stored.Stream} {stored.Sequence} {stored.Data.Type} {stored.Data.TimeNanos} v{stored.Data.SchemaVersion} {stored.Data.Cause} {System.Text.Encoding.UTF8.GetString(stored.Data.Payload.Span)}");

    /// <summary>Builds the golden journal of an old format; answers its events in words.</summary>
    private List<string> Build(int format)
    {
        Load("format-2.sql");
        if (format == 1)
            Execute("DROP TABLE commands; DROP TABLE owners; PRAGMA user_version=1");
        using var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE);
        using var rows = connection.Prepare(OldJournalFormat.SelectAll);
        var words = new List<string>();
        while (rows.Step())
            words.Add(Words(new StoredEvent(rows.Text(0), rows.Int64(1), new EventData(rows.Text(2), rows.Bytes(3).ToArray(), rows.Int64(4)))));
        return words;
    }

    private void Load(string golden) => Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "journals", golden)));

    private void Execute(string sql)
    {
        using var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.Execute(sql);
    }
}
