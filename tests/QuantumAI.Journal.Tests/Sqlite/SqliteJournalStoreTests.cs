using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class SqliteJournalStoreTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Journal_must_give_back_what_was_appended_when_it_is_reopened()
    {
        var events = new[]
        {
            new EventData("OrderSubmitted", Encoding.UTF8.GetBytes("""{"words":"zwölf 한국 😀","n":1}"""), 1_700_000_000_000_000_001),
            new EventData("", ReadOnlyMemory<byte>.Empty, long.MinValue),
            new EventData("Nul\0Type", Encoding.UTF8.GetBytes("\"a\0b\""), long.MaxValue),
        };
        using (var store = SampleJournal.Open(_scratch.Journal))
            Assert.Equal(new AppendResult(AppendOutcome.Appended, 3), store.Append([new AppendRequest("account/a", 0, events)])[0]);

        using var reopened = SampleJournal.Open(_scratch.Journal);
        var read = reopened.Read("account/a").ToArray();
        Assert.Equal([1, 2, 3], read.Select(stored => stored.Sequence));
        for (var i = 0; i < events.Length; i++)
        {
            Assert.Equal(events[i].Type, read[i].Data.Type);
            Assert.Equal(events[i].TimeNanos, read[i].Data.TimeNanos);
            Assert.True(events[i].Payload.Span.SequenceEqual(read[i].Data.Payload.Span));
        }

        Assert.Equal([3], reopened.Read("account/a", 3).Select(stored => stored.Sequence));
        Assert.Empty(reopened.Read("account/none"));
    }

    [Fact]
    public void Issue_commit_must_have_its_link_when_its_appends_do_not_fit_the_buffer()
    {
        const int Appends = 3_000; // about 1 170 entries of a commit's link fill 64 KiB
        AppendRequest[] requests = [.. Enumerable.Range(0, Appends).Select(i => SampleEvents.Request("account/a", i, 1))];
        using var memory = new MemoryJournalStore();
        memory.Append(requests);
        using (var store = SampleJournal.Open(_scratch.Journal))
        {
            Assert.All(store.Append(requests), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
            store.Append([SampleEvents.Request("account/a", Appends, 1)]);
        }

        memory.Append([SampleEvents.Request("account/a", Appends, 1)]);
        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(Convert.ToHexString(memory.Head().Link.Span), Convert.ToHexString(reopened.Head().Link.Span));
    }

    [Fact]
    public void Append_must_answer_each_request_when_a_neighbour_is_in_conflict()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        var results = store.Append(
        [
            SampleEvents.Request("account/a", 0, 2),
            SampleEvents.Request("account/b", 7, 1),
            SampleEvents.Request("account/a", 2, 1),
            SampleEvents.Request("account/a", 2, 1),
        ]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Appended, AppendOutcome.Conflict], results.Select(result => result.Outcome));
        Assert.Equal([2L, 0, 3, 3], results.Select(result => result.LastSequence));
        Assert.Equal("stream account/b ends at 0, the writer expected 7", results[1].Reason);
        Assert.Equal(["account/a"], store.Heads().Select(head => head.Stream));
    }

    [Fact]
    public void Append_must_refuse_a_request_without_events()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Throws<ArgumentException>(() => store.Append([SampleEvents.Request("account/a", 0, 1), new AppendRequest("account/b", 0, [])]));
        Assert.Empty(store.Heads());
    }

    [Fact]
    public void Prop_journal_has_the_chain_of_the_memory_journal()
    {
        var run = 0;
        Prop.ForAll(SampleEvents.Batches, batches =>
        {
            var path = Path.Combine(_scratch.Root, $"{run++}", "journal.db");
            using var memory = new MemoryJournalStore();
            var ends = new Dictionary<string, long>();
            using (var store = SampleJournal.Open(path))
            {
                foreach (var batch in batches)
                {
                    var requests = SampleEvents.Requests(batch, ends);
                    Assert.Equal(memory.Append(requests), store.Append(requests));
                }

                Assert.Equal(HashChain.JournalHash(memory.Heads()), HashChain.JournalHash(store.Heads()));
            }

            using var reopened = SampleJournal.Open(path);
            Assert.Equal(memory.Heads().Select(head => head.Stream), reopened.Heads().Select(head => head.Stream));
            return HashChain.JournalHash(memory.Heads()) == HashChain.JournalHash(reopened.Heads());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(12));
    }

    [Fact]
    public void Read_must_see_the_moment_of_its_first_step_when_appends_follow()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        store.Append([SampleEvents.Request("account/a", 0, 2)]);
        using var reading = store.Read("account/a").GetEnumerator();
        Assert.True(reading.MoveNext());
        store.Append([SampleEvents.Request("account/a", 2, 2)]);
        Assert.True(reading.MoveNext());
        Assert.False(reading.MoveNext());
        Assert.Equal(4, store.Read("account/a").Count());
    }

    [Fact]
    public void Reader_must_follow_a_journal_that_another_owns()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        store.Append([SampleEvents.Request("account/a", 0, 2)]);
        using var reader = SqliteJournalReader.Open(_scratch.Journal);
        Assert.Equal(2, reader.Read("account/a").Count());
        store.Append([SampleEvents.Request("account/a", 2, 1)]);
        Assert.Equal(3, reader.Read("account/a").Count());
        Assert.Equal(HashChain.JournalHash(store.Heads()), HashChain.JournalHash(reader.Heads()));
        Assert.Equal(HashChain.JournalHash(store.Heads()), HashChain.JournalHash(reader.Heads()));
        Assert.Equal(store.Head().Commits, reader.Verify().Commits);
    }

    [Fact]
    public void Append_must_leave_nothing_half_written_when_the_file_is_full()
    {
        using (var store = SampleJournal.Open(_scratch.Journal, new SqliteJournalOptions { MaxBytes = 80 * 1024 }))
        {
            store.Append([SampleEvents.Request("account/a", 0, 3)]);
            var full = Assert.Throws<JournalException>(() =>
                store.Append([SampleEvents.Request("account/b", 0, 1), SampleEvents.Request("account/a", 3, 40, padding: 4000)]));
            Assert.Equal(JournalFailure.Unavailable, full.Failure);
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
            Assert.Equal(3, store.Heads().Single().LastSequence);
            Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request("account/a", 3, 1)])[0].Outcome);
        }

        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(4, reopened.Heads().Single().LastSequence);
        Assert.Equal(AppendOutcome.Appended, reopened.Append([SampleEvents.Request("account/a", 4, 1)])[0].Outcome);
    }

    [Fact]
    public void Payload_must_be_readable_text_for_people()
    {
        using var store = SampleJournal.Open(_scratch.Journal, new SqliteJournalOptions { Time = new FixedTime() });
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        using var connection = SqliteDatabase.OpenForReading(_scratch.Journal, SqliteJournalFormat.Format);
        Assert.Equal("""{"n":1,"pad":""}""", connection.Word("SELECT payload FROM events WHERE typeof(payload) = 'text'"));
        Assert.Equal(1_000_000_000, connection.Number("SELECT market_time FROM events"));
        Assert.Equal(1_767_225_600_000_000_100, connection.Number("SELECT recorded_at FROM events"));
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1);
    }
}
