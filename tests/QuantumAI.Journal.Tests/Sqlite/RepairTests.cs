using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Journal.Repair;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class RepairTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public RepairTests()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        for (var i = 0; i < 9; i++)
            store.Append([SampleEvents.Request("account/a", i, 1, 200) with { CommandId = CommandId.OfText($"{i}") }, SampleEvents.Request("account/b", 2 * i, 2, 200)]);
        store.Claim("account/b", 4);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Sound_journal_must_be_left_alone()
    {
        var before = File.ReadAllBytes(_scratch.Journal);
        Assert.False(JournalRepair.Run(_scratch.Journal).WasDamaged);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
    }

    [Theory]
    [InlineData("UPDATE events SET payload = replace(payload, '3', '4') WHERE stream = 1 AND seq = 3", "account/a", 3, 18)]
    [InlineData("UPDATE events SET market_time = 7 WHERE stream = 2 AND seq = 6", "account/b", 5, 9)]
    [InlineData("UPDATE events SET link = NULL WHERE stream = 2 AND seq = 6", "account/b", 5, 9)]
    [InlineData("DELETE FROM events WHERE stream = 1 AND seq = 9", "account/a", 9, 18)]
    [InlineData("DELETE FROM events WHERE stream = 1 AND seq = 1", "account/a", 1, 18)]
    [InlineData("UPDATE events SET causation = 'x' WHERE stream = 1 AND seq = 5", "account/a", 5, 18)]
    public void Damaged_stream_must_be_quarantined_by_name_and_everything_else_go_on(string sql, string stream, long from, long othersEnd)
    {
        Damage(sql);
        Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        var damaged = File.ReadAllBytes(_scratch.Journal);
        var report = JournalRepair.Run(_scratch.Journal);
        Assert.Equal((stream, from), report.Quarantined.Select(entry => (entry.Name, entry.FromSequence)).Single());
        Assert.Equal(damaged, File.ReadAllBytes(_scratch.Journal + ".damaged-1"));

        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Contains(store.Notices, notice => notice.StartsWith($"stream {stream} is quarantined from sequence {from}: ", StringComparison.Ordinal));
        Assert.Equal(from - 1, store.Read(stream).Count());
        var fenced = store.Append([SampleEvents.Request(stream, from - 1, 1) with { Epoch = 9 }])[0];
        Assert.Equal(AppendOutcome.Fenced, fenced.Outcome);
        Assert.Contains("is quarantined", fenced.Reason, StringComparison.Ordinal);
        var other = stream == "account/a" ? "account/b" : "account/a";
        Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request(other, Math.Min(othersEnd, store.Read(other).Count()), 1) with { Epoch = 9 }])[0].Outcome);
        Assert.Equal(Enumerable.Range(1, (int)store.Head().LastPosition).Select(i => (long)i), store.ReadAll().Select(stored => stored.Position));
        Assert.Equal(2, store.Head().Commits);
        using var reader = SqliteDatabase.OpenForReading(_scratch.Journal, SqliteJournalFormat.Format);
        Assert.Equal(report.Quarantined[0].RowsKept, reader.Number("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public void Commands_and_epochs_must_survive_for_what_is_kept()
    {
        Damage("UPDATE events SET payload = '{}' WHERE stream = 1 AND seq = 5");
        JournalRepair.Run(_scratch.Journal);
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(4, store.RecentCommands("account/a", 100).Count);
        Assert.Equal(5, store.Take("account/b"));
    }

    [Fact]
    public void Repaired_journal_must_be_repairable_again()
    {
        Damage("UPDATE events SET payload = '{}' WHERE stream = 1 AND seq = 5");
        JournalRepair.Run(_scratch.Journal);
        Damage("UPDATE events SET payload = '{}' WHERE stream = 2 AND seq = 18");
        var report = JournalRepair.Run(_scratch.Journal);
        Assert.Equal(["account/a", "account/b"], report.Quarantined.Select(entry => entry.Name));
        Assert.Equal([5L, 17], report.Quarantined.Select(entry => entry.FromSequence));
        Assert.EndsWith(".damaged-2", report.KeptAs, StringComparison.Ordinal);
        using var reader = SqliteDatabase.OpenForReading(_scratch.Journal, SqliteJournalFormat.Format);
        Assert.Equal(7, reader.Number("SELECT count(*) FROM quarantine"));
    }

    [Theory]
    [InlineData("UPDATE commits SET link = randomblob(32) WHERE number = 3")]
    [InlineData("DELETE FROM commits WHERE number = 9")]
    [InlineData("UPDATE journal SET commits = 8")]
    [InlineData("UPDATE streams SET link = randomblob(32) WHERE id = 1")]
    [InlineData("DELETE FROM journal")]
    public void Events_must_all_survive_when_only_the_chain_of_commits_or_a_head_is_damaged(string sql)
    {
        Damage(sql);
        Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        var report = JournalRepair.Run(_scratch.Journal, SampleJournal.Identity);
        Assert.Empty(report.Quarantined);
        Assert.Equal(27, report.EventsCopied);
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Equal([9L, 18], store.Heads().Select(head => head.LastSequence));
    }

    [Fact]
    public void Report_must_say_that_commits_are_lost_when_the_tail_was_cut()
    {
        JournalHeadFile.Write(_scratch.Head, new JournalHead(12, 40, HashChain.Origin), TimeProvider.System);
        var refused = Assert.Throws<JournalException>(() => JournalRepair.Run(_scratch.Journal));
        Assert.Contains("its tail was cut. Which streams have lost events is not known", refused.Message, StringComparison.Ordinal);
        var report = JournalRepair.Run(_scratch.Journal, acceptsCutTail: true);
        Assert.Contains("commits 10 to 12 are lost, and it is not known whose events they were", report.Notices);
        Assert.Empty(report.Quarantined);
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(27, store.Head().LastPosition);
    }

    [Fact]
    public void Repair_must_be_completed_when_it_was_cut_short_between_its_renames()
    {
        Damage("UPDATE events SET payload = '{}' WHERE stream = 1 AND seq = 5");
        JournalRepair.Run(_scratch.Journal);
        File.Move(_scratch.Journal, _scratch.Journal + ".new");
        File.WriteAllText(_scratch.Journal + "-wal", "the damaged journal's");
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Equal([4L, 18], store.Heads().Select(head => head.LastSequence));
        Assert.True(File.Exists(_scratch.Journal + ".damaged-1-wal"));
    }

    [Fact]
    public void Prop_any_changed_page_ends_in_a_journal_of_verified_events_or_a_clear_refusal()
    {
        var whole = File.ReadAllBytes(_scratch.Journal);
        using var reference = new MemoryJournalStore();
        using (var store = SampleJournal.Open(_scratch.Journal))
        {
            foreach (var head in store.Heads())
                reference.Append([new AppendRequest(head.Stream, 0, [.. store.Read(head.Stream).Select(stored => stored.Data)])]);
        }

        var (repaired, refused) = (0, 0);
        var offsets = Gen.Frequency((3, Gen.Choose(0, whole.Length - 1)), (1, Gen.Choose(8_192, 16_383))); // streams and their names
        var places = from offset in offsets from mask in Gen.Choose(1, 255) from length in Gen.Elements(1, 1, 16, 700) select (offset, mask, length);
        Prop.ForAll(Arb.From(places), place =>
        {
            foreach (var file in Directory.GetFiles(_scratch.Root))
                File.Delete(file);
            var damaged = whole.ToArray();
            for (var i = place.offset; i < Math.Min(whole.Length, place.offset + place.length); i++)
                damaged[i] ^= (byte)place.mask;
            File.WriteAllBytes(_scratch.Journal, damaged);
            try
            {
                if (!JournalRepair.Run(_scratch.Journal, SampleJournal.Identity).WasDamaged)
                    return true;
                repaired++;
            }
            catch (JournalException refusal)
            {
                refused++;
                return File.ReadAllBytes(_scratch.Journal).AsSpan().SequenceEqual(damaged) && refusal.Message.Contains("journal.db", StringComparison.Ordinal);
            }

            return OpensWithTruth(reference);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));
        Assert.True(repaired > 20 && refused * 3 < repaired, $"{repaired} were repaired, {refused} refused");
    }

    [Fact]
    public void Issue_two_streams_with_one_number_must_be_refused_in_words()
    {
        var damaged = File.ReadAllBytes(_scratch.Journal);
        damaged[2976] ^= 179;
        File.WriteAllBytes(_scratch.Journal, damaged);
        var refused = Assert.Throws<JournalException>(() => JournalRepair.Run(_scratch.Journal, SampleJournal.Identity));
        Assert.Contains("two of its streams have the number 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_name_must_not_be_trusted_when_its_index_is_lost_and_no_commit_proves_it()
    {
        var damaged = File.ReadAllBytes(_scratch.Journal);
        for (var i = 12_131; i < 12_831; i++) // a stream's name, and the beginning of the index of names on the page behind it
            damaged[i] ^= 197;
        File.WriteAllBytes(_scratch.Journal, damaged);
        var report = JournalRepair.Run(_scratch.Journal, SampleJournal.Identity);
        Assert.Contains("its name cannot be proved", Assert.Single(report.Quarantined).Reason, StringComparison.Ordinal);
    }

    /// <summary>Every event of the repaired journal is one that was written, at its place.</summary>
    private bool OpensWithTruth(MemoryJournalStore reference)
    {
        using var connection = SqliteDatabase.OpenForReading(_scratch.Journal, SqliteJournalFormat.Format);
        var identity = SampleJournal.Identity with { Environment = connection.Word("SELECT environment FROM journal") };
        using var store = SqliteJournalStore.Open(_scratch.Journal, identity);
        foreach (var stream in store.Streams().Where(stream => stream.Name[0] != '#' && stream.QuarantinedFrom is null))
        {
            var kept = store.Read(stream.Name).Select(stored => Convert.ToHexString(stored.Data.Payload.Span)).ToArray();
            if (!kept.SequenceEqual(reference.Read(stream.Name).Select(stored => Convert.ToHexString(stored.Data.Payload.Span)).Take(kept.Length)))
                return false;
        }

        return true;
    }

    private void Damage(string sql)
    {
        using var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE);
        connection.Execute(sql);
    }
}
