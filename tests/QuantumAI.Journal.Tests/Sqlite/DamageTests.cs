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
        using var store = SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity);
        store.Append([SampleEvents.Request("account/a", 0, 9, padding: 200), SampleEvents.Request("account/b", 0, 5, padding: 200)]);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("UPDATE events SET payload = replace(payload, '3', '4') WHERE stream = 'account/a' AND seq = 3", "account/a", 3)]
    [InlineData("UPDATE events SET type = 'OrderFilles' WHERE stream = 'account/b' AND seq = 1", "account/b", 1)]
    [InlineData("UPDATE events SET market_time = market_time + 1 WHERE stream = 'account/b' AND seq = 5", "account/b", 5)]
    [InlineData("UPDATE events SET link = randomblob(32) WHERE stream = 'account/a' AND seq = 9", "account/a", 9)]
    [InlineData("UPDATE events SET seq = 100 WHERE stream = 'account/a' AND seq = 5", "account/a", 5)]
    [InlineData("DELETE FROM events WHERE stream = 'account/a' AND seq = 1", "account/a", 1)]
    [InlineData("DELETE FROM events WHERE stream = 'account/a' AND seq = 9", "account/a", 9)]
    [InlineData("DELETE FROM events WHERE stream = 'account/b'", "account/b", 1)]
    [InlineData("DELETE FROM heads WHERE stream = 'account/b'", "account/b", 5)]
    [InlineData("UPDATE heads SET seq = 4 WHERE stream = 'account/b'", "account/b", 6)]
    [InlineData("UPDATE heads SET link = randomblob(32) WHERE stream = 'account/b'", "account/b", 5)]
    [InlineData("UPDATE events SET stream = 'account/c' WHERE stream = 'account/b' AND seq = 3", "account/b", 3)]
    public void Open_must_name_stream_and_sequence_when_a_row_was_changed(string sql, string stream, long sequence)
    {
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute(sql);
        var before = File.ReadAllBytes(_scratch.Journal);
        var damage = Assert.Throws<JournalException>(() => SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity));
        Assert.Equal((JournalFailure.Corrupt, stream, sequence), (damage.Failure, damage.Stream, damage.Sequence));
        Assert.Contains($"stream {stream}, sequence {sequence} ", damage.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
    }

    [Fact]
    public void Prop_a_changed_byte_is_refused_or_changes_no_event()
    {
        var whole = File.ReadAllBytes(_scratch.Journal);
        var hash = HashOf(_scratch.Journal);
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
                return refusal.Failure is JournalFailure.Corrupt or JournalFailure.Foreign or JournalFailure.Newer or JournalFailure.Unavailable
                    && File.ReadAllBytes(_scratch.Journal).AsSpan().SequenceEqual(damaged);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        Assert.True(refused > 20, $"only {refused} of the changes hit anything");
    }

    [Fact]
    public void Open_must_name_the_event_when_a_bit_of_its_payload_flips_in_the_file()
    {
        var whole = File.ReadAllBytes(_scratch.Journal);
        var place = whole.AsSpan().IndexOf("\"n\":7,"u8);
        whole[place + 4] ^= 1;
        File.WriteAllBytes(_scratch.Journal, whole);
        var damage = Assert.Throws<JournalException>(() => SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity));
        Assert.Equal(("account/a", 7L), (damage.Stream, damage.Sequence));
    }

    [Fact]
    public void Append_must_stop_when_another_program_has_written_to_the_stream()
    {
        using var store = SqliteJournalStore.Open(_scratch.Journal, SampleEvents.Identity);
        using (var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("DELETE FROM events WHERE stream = 'account/a' AND seq = 9; UPDATE heads SET seq = 8 WHERE stream = 'account/a'");
        var stopped = Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/b", 5, 1), SampleEvents.Request("account/a", 9, 1)]));
        Assert.Equal(JournalFailure.Corrupt, stopped.Failure);
        Assert.Equal(5, store.Read("account/b").Count());
    }

    /// <summary>Opens, reads everything and hashes it again, so that the answer does not rest on the stored heads.</summary>
    private static string HashOf(string path)
    {
        using var store = SqliteJournalStore.Open(path, SampleEvents.Identity);
        using var memory = new MemoryJournalStore();
        foreach (var head in store.Heads())
            memory.Append([new AppendRequest(head.Stream, 0, [.. store.Read(head.Stream).Select(stored => stored.Data)])]);
        return HashChain.JournalHash(memory.Heads());
    }
}
