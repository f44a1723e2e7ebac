using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class DamageTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public DamageTests()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        for (var i = 0; i < 9; i++)
            store.Append([SampleEvents.Request("account/a", i, 1, padding: 200), .. i < 5 ? [SampleEvents.Request("account/b", i, 1, padding: 200)] : Array.Empty<AppendRequest>()]);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("UPDATE events SET payload = replace(payload, '3', '4') WHERE stream = 1 AND seq = 3", "account/a", 3)]
    [InlineData("UPDATE events SET type = 'OrderFilles' WHERE stream = 2 AND seq = 1", "account/b", 1)]
    [InlineData("UPDATE events SET market_time = market_time + 1 WHERE stream = 2 AND seq = 5", "account/b", 5)]
    [InlineData("UPDATE events SET link = randomblob(32) WHERE stream = 1 AND seq = 9", "account/a", 9)]
    [InlineData("UPDATE events SET seq = 100 WHERE stream = 1 AND seq = 5", "account/a", 5)]
    [InlineData("DELETE FROM events WHERE stream = 1 AND seq = 1", "account/a", 1)]
    [InlineData("DELETE FROM events WHERE stream = 1 AND seq = 9", "account/a", 9)]
    [InlineData("DELETE FROM events WHERE stream = 2", "account/b", 1)]
    [InlineData("DELETE FROM streams WHERE id = 2", "#2", 1)]
    [InlineData("UPDATE streams SET seq = 4 WHERE id = 2", "account/b", 5)]
    [InlineData("UPDATE streams SET link = randomblob(32) WHERE id = 2", "account/b", 5)]
    [InlineData("UPDATE events SET stream = 3 WHERE stream = 2 AND seq = 3", "#3", 3)]
    public void Open_must_name_stream_and_sequence_when_a_row_was_changed(string sql, string stream, long sequence)
    {
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute(sql);
        var before = File.ReadAllBytes(_scratch.Journal);
        var damage = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal((JournalFailure.Corrupt, stream, sequence), (damage.Failure, damage.Stream, damage.Sequence));
        Assert.Contains($"stream {stream}, sequence {sequence} ", damage.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
    }

    [Fact]
    public void Prop_a_changed_byte_is_refused_or_changes_no_event()
    {
        var whole = File.ReadAllBytes(_scratch.Journal);
        var hash = HashOf(_scratch.Journal);
        var environment = EnvironmentText(whole);
        var refused = 0;
        var places = from offset in Gen.Choose(0, whole.Length - 1) from mask in Gen.Choose(1, 255) select (offset, mask);
        Prop.ForAll(Arb.From(places), place =>
        {
            var damaged = whole.ToArray();
            damaged[place.offset] ^= (byte)place.mask;
            File.WriteAllBytes(_scratch.Journal, damaged);
            File.Delete(_scratch.Journal + "-wal");
            File.Delete(_scratch.Journal + "-shm");
            try
            {
                return HashOf(_scratch.Journal) == hash;
            }
            catch (JournalException refusal)
            {
                refused++;
                return (refusal.Failure is JournalFailure.Corrupt or JournalFailure.Foreign or JournalFailure.Newer or JournalFailure.Unavailable
                    || (refusal.Failure == JournalFailure.OtherIdentity && environment.Contains(place.offset)))
                    && File.ReadAllBytes(_scratch.Journal).AsSpan().SequenceEqual(damaged);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        Assert.True(refused > 20, $"only {refused} of the changes hit anything");
    }

    [Fact]
    public void Open_must_refuse_when_a_byte_of_the_stored_environment_was_changed()
    {
        var places = EnvironmentText(File.ReadAllBytes(_scratch.Journal));
        Assert.Equal(SampleJournal.Identity.Environment.Length, places.Count);
        Assert.All(places, place =>
        {
            Flip(place, 1);
            Assert.True(Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal)).Failure is JournalFailure.OtherIdentity or JournalFailure.Corrupt);
            Flip(place, 1);
        });
    }

    [Fact]
    public void Append_must_be_fenced_when_a_byte_of_the_streams_account_was_changed()
    {
        var places = TextAt(File.ReadAllBytes(_scratch.Journal), "account/a", SampleJournal.Identity.Account);
        Assert.Equal(SampleJournal.Identity.Account.Length, places.Count);
        Assert.All(places, place =>
        {
            Flip(place, 1);
            using (var store = SampleJournal.Open(_scratch.Journal))
                Assert.Equal(AppendOutcome.Fenced, store.Append([SampleEvents.Request("account/a", 9, 1)])[0].Outcome);
            Flip(place, 1);
        });
    }

    [Fact]
    public void Open_must_name_the_event_when_a_bit_of_its_payload_flips_in_the_file()
    {
        var whole = File.ReadAllBytes(_scratch.Journal);
        var place = whole.AsSpan().IndexOf("\"n\":7,"u8);
        whole[place + 4] ^= 1;
        File.WriteAllBytes(_scratch.Journal, whole);
        var damage = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal(("account/a", 7L), (damage.Stream, damage.Sequence));
    }

    [Fact]
    public void Append_must_stop_when_another_program_has_written_to_the_stream()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("DELETE FROM events WHERE stream = 1 AND seq = 9; UPDATE streams SET seq = 8 WHERE id = 1");
        var stopped = Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/b", 5, 1), SampleEvents.Request("account/a", 9, 1)]));
        Assert.Equal(JournalFailure.Corrupt, stopped.Failure);
        Assert.Equal(5, store.Read("account/b").Count());
    }

    private static HashSet<int> EnvironmentText(ReadOnlySpan<byte> file) => TextAt(file, "", SampleJournal.Identity.Environment);

    /// <summary>Where a text stands in the file, behind another one.</summary>
    private static HashSet<int> TextAt(ReadOnlySpan<byte> file, string before, string text)
    {
        var places = new HashSet<int>();
        var sought = Encoding.UTF8.GetBytes(before + text);
        for (var at = 0; at <= file.Length - sought.Length; at++)
        {
            if (file[at..].StartsWith(sought))
                places.UnionWith(Enumerable.Range(at + before.Length, text.Length));
        }

        return places;
    }

    private void Flip(int place, byte mask)
    {
        using var file = new FileStream(_scratch.Journal, FileMode.Open, FileAccess.ReadWrite);
        file.Position = place;
        var value = (byte)(file.ReadByte() ^ mask);
        file.Position = place;
        file.WriteByte(value);
    }

    /// <summary>Opens, reads everything and hashes it again, so that the answer does not rest on the stored heads.</summary>
    private static string HashOf(string path)
    {
        using var store = SampleJournal.Open(path);
        using var memory = new MemoryJournalStore();
        foreach (var head in store.Heads())
            memory.Append([new AppendRequest(head.Stream, 0, [.. store.Read(head.Stream).Select(stored => stored.Data)])]);
        return HashChain.JournalHash(memory.Heads());
    }
}
