using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class MemoryJournalStoreTests : IDisposable
{
    private readonly MemoryJournalStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void append_must_number_events_without_gaps()
    {
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 2), Append("s", 0, "a", "b"));
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 3), Append("s", 2, "c"));
        Assert.Equal([(1, "a"), (2, "b"), (3, "c")], _store.Read("s").Select(stored => ((int)stored.Sequence, stored.Data.Type)));
        Assert.Equal([3L], _store.Read("s", 3).Select(stored => stored.Sequence));
        Assert.Empty(_store.Read("s", 4));
        Assert.Empty(_store.Read("unknown"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void append_must_conflict_and_store_nothing_when_the_writer_expected_another_end(long expected)
    {
        Append("s", 0, "a", "b");
        var heads = HashChain.JournalHash(_store.Heads());
        var result = Append("s", expected, "c");
        Assert.Equal((AppendOutcome.Conflict, 2L), (result.Outcome, result.LastSequence));
        Assert.NotNull(result.Reason);
        Assert.Equal(heads, HashChain.JournalHash(_store.Heads()));
    }

    [Fact]
    public void new_stream_must_not_appear_when_its_first_append_conflicts()
    {
        Assert.Equal(AppendOutcome.Conflict, Append("s", 1, "a").Outcome);
        Assert.Empty(_store.Heads());
    }

    [Fact]
    public void neighbours_must_be_stored_when_one_request_of_a_batch_conflicts()
    {
        var results = _store.Append([Request("a", 0, "1"), Request("b", 5, "1"), Request("a", 1, "2")]);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict, AppendOutcome.Appended], results.Select(result => result.Outcome));
        Assert.Equal([("a", 2L)], _store.Heads().Select(head => (head.Stream, head.LastSequence)));
    }

    [Fact]
    public void heads_must_chain_all_appends_and_be_sorted_by_name()
    {
        Append("b", 0, "1");
        Append("B", 0, "1");
        Append("a", 0, "1", "2");
        var heads = _store.Heads();
        Assert.Equal(["B", "a", "b"], heads.Select(head => head.Stream));
        Assert.Equal(HashChain.Next(HashChain.Origin, [Data("1"), Data("2")]), heads[1].Link.ToArray());
    }

    private AppendResult Append(string stream, long expected, params string[] types) => _store.Append([Request(stream, expected, types)])[0];

    private static AppendRequest Request(string stream, long expected, params string[] types) => new(stream, expected, [.. types.Select(Data)]);

    private static EventData Data(string type) => new(type, new byte[] { 1 }, 10);
}
