using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Sqlite;

/// <summary>The verification on two threads against its naive twin.</summary>
public sealed class VerificationTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Both_verifications_must_agree_on_a_journal_of_many_chunks()
    {
        Fill(commits: 200, events: 40, padding: 100);
        using var connection = SqliteDatabase.OpenForReading(_scratch.Journal, SqliteJournalFormat.Format);
        var seen = new List<long>();
        var fast = JournalVerification.Run(_scratch.Journal, connection, seen.Add);
        var plain = PlainVerification.Run(_scratch.Journal, connection);
        Assert.Equal(plain.Head.Link.ToArray(), fast.Head.Link.ToArray());
        Assert.Equal(plain.Streams.Select(stream => Convert.ToHexString(stream.Link)), fast.Streams.Select(stream => Convert.ToHexString(stream.Link)));
        Assert.True(seen.Count > 3);
        Assert.Equal(fast.Head.LastPosition, seen[^1]);
    }

    [Fact]
    public void Append_larger_than_a_chunk_must_verify()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 3000, 700), SampleEvents.Request("account/b", 0, 1)]);
        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(3001, reopened.Head().LastPosition);
    }

    [Fact]
    public void Prop_both_verifications_say_the_same_of_any_changed_rows()
    {
        Fill(commits: 12, events: 2, padding: 10);
        var whole = File.ReadAllBytes(_scratch.Journal);
        var damages = Gen.Elements(
            "UPDATE events SET payload = '{}' WHERE position = {0}",
            "UPDATE events SET type = 'x' WHERE position = {0}",
            "UPDATE events SET market_time = 1 WHERE position = {0}",
            "UPDATE events SET schema_version = 2 WHERE position = {0}",
            "UPDATE events SET causation = 'x' WHERE position = {0}",
            "UPDATE events SET link = NULL WHERE position = {0}",
            "UPDATE events SET link = zeroblob(32) WHERE position = {0}",
            "DELETE FROM events WHERE position = {0}",
            "DELETE FROM events WHERE position >= {0}",
            "UPDATE events SET position = 1000 WHERE position = {0}",
            "UPDATE events SET seq = seq + 500 WHERE position = {0}",
            "UPDATE events SET stream = 9 WHERE position = {0}",
            "DELETE FROM commits WHERE number = {0} / 3",
            "UPDATE commits SET link = zeroblob(32) WHERE number = {0} / 3",
            "UPDATE commits SET last_position = last_position + 1 WHERE number = {0} / 3",
            "UPDATE streams SET name = name || 'x' WHERE id = 1 + {0} % 2",
            "UPDATE streams SET seq = seq + 1 WHERE id = 1 + {0} % 2",
            "DELETE FROM streams WHERE id = 1 + {0} % 2",
            "UPDATE journal SET link = zeroblob(32)",
            "UPDATE journal SET last_position = last_position + 1");
        Prop.ForAll(Arb.From(damages), Arb.From(Gen.Choose(1, 36)), (sql, position) =>
        {
            File.WriteAllBytes(_scratch.Journal, whole);
            using var connection = SqliteConnection.Open(_scratch.Journal, _scratch.Journal, raw.SQLITE_OPEN_READWRITE);
            connection.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, position));
            var fast = Outcome(() => JournalVerification.Run(_scratch.Journal, connection));
            return fast == Outcome(() => PlainVerification.Run(_scratch.Journal, connection)) && (fast.Length > 0 || connection.Number("SELECT changes()") == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static string Outcome(Func<JournalContent> verify)
    {
        try
        {
            verify();
            return "";
        }
        catch (JournalException damage)
        {
            return $"{damage.Failure} {damage.Stream} {damage.Sequence} {damage.Message}";
        }
    }

    private void Fill(int commits, int events, int padding)
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        for (var i = 0; i < commits; i++)
        {
            var request = SampleEvents.Request("account/a", i * events, events, padding);
            var caused = request with { Events = [.. request.Events.Select((data, at) => data with { SchemaVersion = 1 + (at % 2), Cause = new EventCause(at % 3 == 0 ? null : "bar:1", "ü") })] };
            store.Append([caused, SampleEvents.Request("account/b", i, 1, padding)]);
        }
    }
}
