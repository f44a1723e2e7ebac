using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>What every journal store owes its callers; each store has a class that runs it.</summary>
public abstract class JournalStoreContract : IDisposable
{
    private static readonly CommandId First = CommandId.OfText("first");
    private static readonly CommandId Second = CommandId.OfText("second");
    private IJournalStore? _store;

    private IJournalStore Store => _store ??= Open();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void append_must_number_events_without_gaps()
    {
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 2), Append(Request("s", 0, 2)));
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 3), Append(Request("s", 2, 1)));
        Assert.Equal([1L, 2, 3], Store.Read("s").Select(stored => stored.Sequence));
        Assert.Equal([3L], Store.Read("s", 3).Select(stored => stored.Sequence));
        Assert.Empty(Store.Read("s", 4));
        Assert.Empty(Store.Read("unknown"));
    }

    [Fact]
    public void repeat_must_be_answered_with_the_earlier_result_and_store_nothing()
    {
        Append(Request("s", 0, 2, id: First));
        Append(Request("s", 2, 1, id: Second));
        var before = HashChain.JournalHash(Store.Heads());
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 2), Append(Request("s", 0, 2, id: First)));
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 2), Append(Request("s", 3, 1, id: First)));
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 3), Append(Request("s", 77, 1, id: Second)));
        Assert.Equal(before, HashChain.JournalHash(Store.Heads()));
    }

    [Fact]
    public void repeat_must_be_seen_within_one_batch() => Assert.Equal(
        [new(AppendOutcome.Appended, 2), new(AppendOutcome.Duplicate, 2), new(AppendOutcome.Appended, 3)],
        Store.Append([Request("s", 0, 2, id: First), Request("s", 2, 2, id: First), Request("s", 2, 1)]));

    [Fact]
    public void command_id_must_belong_to_its_stream_and_none_to_nobody()
    {
        Append(Request("a", 0, 1, id: First));
        Assert.Equal(AppendOutcome.Appended, Append(Request("b", 0, 1, id: First)).Outcome);
        Append(Request("c", 0, 1));
        Assert.Equal(AppendOutcome.Appended, Append(Request("c", 1, 1)).Outcome);
        Assert.Null(Store.FindCommand("c", CommandId.None));
    }

    [Fact]
    public void refused_append_must_not_use_up_its_command_id()
    {
        Assert.Equal(AppendOutcome.Conflict, Append(Request("s", 5, 1, id: First)).Outcome);
        Assert.Null(Store.FindCommand("s", First));
        Assert.Equal(AppendOutcome.Appended, Append(Request("s", 0, 1, id: First)).Outcome);
    }

    [Fact]
    public void stale_owner_must_be_fenced_after_a_claim_and_after_a_higher_append()
    {
        Assert.Equal(3, Store.Claim("s", 3));
        Assert.Equal(3, Store.Claim("s", 2));
        Assert.Equal((AppendOutcome.Fenced, 0L), Outcome(Append(Request("s", 0, 1, epoch: 2))));
        Assert.Equal(AppendOutcome.Appended, Append(Request("s", 0, 1, epoch: 3)).Outcome);
        Assert.Equal(AppendOutcome.Appended, Append(Request("s", 1, 1, epoch: 4)).Outcome);
        var fenced = Append(Request("s", 2, 1, epoch: 3));
        Assert.Equal((AppendOutcome.Fenced, "stream s is owned by epoch 4, the writer has 3"), (fenced.Outcome, fenced.Reason));
        Assert.Equal(4, Store.Claim("s", 1));
        Assert.Equal(AppendOutcome.Appended, Append(Request("other", 0, 1)).Outcome);
    }

    [Fact]
    public void stale_owner_must_be_fenced_even_when_it_repeats_what_it_has_written()
    {
        Append(Request("s", 0, 1, epoch: 1, id: First));
        Store.Claim("s", 2);
        Assert.Equal(AppendOutcome.Fenced, Append(Request("s", 0, 1, epoch: 1, id: First)).Outcome);
        Assert.Equal(AppendOutcome.Duplicate, Append(Request("s", 1, 1, epoch: 2, id: First)).Outcome);
    }

    [Fact]
    public void claimed_stream_must_not_appear_before_its_first_event()
    {
        Store.Claim("s", 3);
        Assert.Empty(Store.Heads());
    }

    [Fact]
    public void one_refusal_must_not_fail_its_neighbours()
    {
        Store.Claim("fenced", 9);
        Append(Request("s", 0, 1, id: First));
        AppendRequest[] batch =
        [
            Request("a", 0, 2), Request("fenced", 0, 1), Request("b", 5, 1), Request("s", 1, 1, id: First), Request("a", 2, 1), Request("s", 1, 1, id: Second),
        ];
        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.Fenced, AppendOutcome.Conflict, AppendOutcome.Duplicate, AppendOutcome.Appended, AppendOutcome.Appended],
            Store.Append(batch).Select(result => result.Outcome));
        Assert.Equal([("a", 3L), ("s", 2)], Store.Heads().Select(head => (head.Stream, head.LastSequence)));
    }

    [Fact]
    public void request_without_events_must_be_refused_with_its_whole_batch()
    {
        Assert.Throws<ArgumentException>(() => Store.Append([Request("a", 0, 1), Request("b", 0, 0)]));
        Assert.Empty(Store.Heads());
    }

    [Fact]
    public void recent_commands_must_come_oldest_first_and_at_most_as_many_as_asked_for()
    {
        Append(Request("s", 0, 2, id: First));
        Append(Request("s", 2, 1));
        Append(Request("s", 3, 3, id: Second));
        Append(Request("other", 0, 1, id: CommandId.OfText("third")));
        Assert.Equal([new(First, 1, 2), new(Second, 4, 6)], Store.RecentCommands("s", 10));
        Assert.Equal([new(Second, 4, 6)], Store.RecentCommands("s", 1));
        Assert.Empty(Store.RecentCommands("unknown", 10));
        Assert.Equal(new CommandPlace(Second, 4, 6), Store.FindCommand("s", Second));
        Assert.Null(Store.FindCommand("other", Second));
    }

    [Fact]
    public void hash_must_not_depend_on_command_ids_and_epochs()
    {
        using var plain = new MemoryJournalStore();
        plain.Append([Request("s", 0, 2), Request("s", 2, 1)]);
        Store.Claim("s", 7);
        Store.Append([Request("s", 0, 2, epoch: 7, id: First), Request("s", 2, 1, epoch: 8, id: Second)]);
        Assert.Equal(HashChain.JournalHash(plain.Heads()), HashChain.JournalHash(Store.Heads()));
    }

    [Fact]
    public void commands_and_epochs_must_outlive_the_store()
    {
        Append(Request("s", 0, 2, epoch: 2, id: First));
        _store = Reopen(Store);
        Assert.Equal(AppendOutcome.Fenced, Append(Request("s", 2, 1, epoch: 1)).Outcome);
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 2), Append(Request("s", 2, 1, epoch: 2, id: First)));
        Assert.Equal([new(First, 1, 2)], Store.RecentCommands("s", 10));
    }

    [Fact]
    public void positions_must_be_gap_free_across_streams_and_refusals()
    {
        Store.Append([Request("b", 0, 2), Request("a", 7, 3), Request("a", 0, 1)]);
        Append(Request("b", 9, 1));
        Append(Request("a", 1, 2));
        Assert.Equal(
            [(1L, "b", 1L), (2, "b", 2), (3, "a", 1), (4, "a", 2), (5, "a", 3)],
            Store.ReadAll().Select(stored => (stored.Position, stored.Stream, stored.Sequence)));
        Assert.Equal([4L, 5], Store.ReadAll(4).Select(stored => stored.Position));
        Assert.Empty(Store.ReadAll(6));
        Assert.Equal((2L, 5L), (Store.Head().Commits, Store.Head().LastPosition));
    }

    [Fact]
    public void head_must_be_that_of_the_memory_journal_for_the_same_batches()
    {
        using var memory = new MemoryJournalStore();
        AppendRequest[][] batches =
        [
            [Request("s", 0, 1)], [Request("s", 0, 1)], [Request("t", 0, 3), Request("s", 1, 2, id: First), Request("u", 4, 1), Request("t", 3, 1)],
            [Request("s", 3, 1, id: First)], [Request("u", 0, 1, epoch: 3)],
        ];
        Assert.Equal(JournalHead.Empty.Commits, Store.Head().Commits);
        Assert.Equal(HashChain.Origin, Store.Head().Link.ToArray());
        foreach (var batch in batches)
        {
            Assert.Equal(memory.Append(batch), Store.Append(batch));
            Assert.Equal(memory.Head().Link.ToArray(), Store.Head().Link.ToArray());
        }

        _store = Reopen(Store);
        Assert.Equal((3L, 8L), (Store.Head().Commits, Store.Head().LastPosition));
        Assert.Equal(memory.Head().Link.ToArray(), Store.Head().Link.ToArray());
        Assert.Equal(HashChain.JournalHash(memory.Heads()), HashChain.JournalHash(Store.Heads()));
    }

    [Fact]
    public void causes_and_schema_versions_must_survive()
    {
        var payload = """{"n":1}"""u8.ToArray();
        EventData[] events =
        [
            new("Moved", payload, 1, SchemaVersion: 7), new("Moved", payload, 2, Cause: new EventCause("bar:1735693200", "order-ü")),
            new("Moved", payload, 3, 2, new EventCause(null, "")), new("Moved", payload, 4, 1, new EventCause("", null)), new("Moved", payload, 5),
        ];
        Append(new AppendRequest("s", 0, events));
        _store = Reopen(Store);
        foreach (var read in new[] { Store.Read("s").ToArray(), Store.ReadAll().ToArray() })
        {
            Assert.Equal(events.Select(sent => (sent.SchemaVersion, sent.Cause)), read.Select(stored => (stored.Data.SchemaVersion, stored.Data.Cause)));
            Assert.Equal(events.Select(sent => sent.TimeNanos), read.Select(stored => stored.Data.TimeNanos));
        }

        using var plain = new MemoryJournalStore();
        plain.Append([new AppendRequest("s", 0, events)]);
        Assert.Equal(HashChain.JournalHash(plain.Heads()), HashChain.JournalHash(Store.Heads()));
    }

    [Fact]
    public void append_of_several_events_must_have_one_link()
    {
        var request = Request("s", 0, 3);
        Append(request);
        Assert.Equal(HashChain.Next(HashChain.Origin, request.Events), Store.Heads()[0].Link.ToArray());
    }

    [Fact]
    public void take_must_answer_an_epoch_that_nobody_has_had_and_fence_the_earlier_owner()
    {
        Assert.Equal(1, Store.Take("s"));
        Assert.Equal(2, Store.Take("s"));
        Assert.Equal(AppendOutcome.Fenced, Append(Request("s", 0, 1, epoch: 1)).Outcome);
        Assert.Equal(AppendOutcome.Appended, Append(Request("s", 0, 1, epoch: 2)).Outcome);
        Append(Request("s", 1, 1, epoch: 9));
        Assert.Equal(10, Store.Take("s"));
        _store = Reopen(Store);
        Assert.Equal(AppendOutcome.Fenced, Append(Request("s", 2, 1, epoch: 9)).Outcome);
        Assert.Equal(11, Store.Take("s"));
        Assert.Equal(1, Store.Take("other"));
    }

    /// <summary>A new, empty store.</summary>
    protected abstract IJournalStore Open();

    /// <summary>The store as a later process finds it.</summary>
    protected abstract IJournalStore Reopen(IJournalStore store);

    protected virtual void Dispose(bool disposing) => _store?.Dispose();

    private static (AppendOutcome Outcome, long LastSequence) Outcome(AppendResult result) => (result.Outcome, result.LastSequence);

    private static AppendRequest Request(string stream, long expected, int count, long epoch = 0, CommandId id = default) => new(
        stream, expected, [.. Enumerable.Range(1, count).Select(i => new EventData("Moved", """{"n":1}"""u8.ToArray(), expected + i))], epoch, id);

    private AppendResult Append(AppendRequest request) => Store.Append([request])[0];
}
