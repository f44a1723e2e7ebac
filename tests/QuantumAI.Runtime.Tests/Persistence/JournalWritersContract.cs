using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>What a journal for several machines owes two writers that know nothing of each other. Each call of one comes between two of the other.</summary>
public abstract class JournalWritersContract : IDisposable
{
    private const string Stream = "account/a";
    private IJournalStore? _one;
    private IJournalStore? _two;

    private IJournalStore One => _one ??= Connect();

    private IJournalStore Two => _two ??= Connect();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void stale_owner_must_be_refused_inside_the_append_when_the_takeover_came_after_its_read()
    {
        var old = One.Take(Stream);
        Assert.Equal(AppendOutcome.Appended, Append(One, 0, old).Outcome);
        var end = One.Read(Stream).Count();
        var epoch = Two.Take(Stream);
        Assert.Equal(
            new AppendResult(AppendOutcome.Fenced, 1, $"stream {Stream} is owned by epoch {epoch}, the writer has {old}"), Append(One, end, old));
        Assert.Equal(AppendOutcome.Appended, Append(Two, end, epoch).Outcome);
        Assert.Equal((AppendOutcome.Fenced, 2L), (Append(One, end, old).Outcome, Append(One, 2, old).LastSequence));
        Assert.Equal(2, Two.Read(Stream).Count());
    }

    [Fact]
    public void one_of_two_must_lose_a_sequence_reload_and_go_on()
    {
        Append(One, 0);
        Append(Two, 1);
        Assert.Equal((AppendOutcome.Conflict, 2L), (Append(One, 1) is var lost ? lost.Outcome : default, lost.LastSequence));
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 3), Append(One, One.Read(Stream).Count()));
        Assert.Equal(Two.Read(Stream).Select(Words), One.Read(Stream).Select(Words));
    }

    [Fact]
    public void command_of_one_must_be_a_repeat_for_the_other()
    {
        var id = CommandId.OfText("command");
        Append(One, 0, id: id);
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 1), Append(Two, 0, id: id));
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 1), Append(Two, 77, id: id));
        Assert.Equal(new CommandPlace(id, 1, 1), Two.FindCommand(Stream, id));
        Assert.Single(Two.Read(Stream));
    }

    [Fact]
    public void positions_must_be_without_gaps_and_in_the_order_of_the_commits_of_both()
    {
        for (var round = 0; round < 5; round++)
        {
            One.Append([Request("one", round * 2, 2), Request("both", round * 2, 1)]);
            Append(One, 99);
            Two.Append([Request("both", (round * 2) + 1, 1), Request("two", round, 1)]);
        }

        var all = Two.ReadAll().ToArray();
        Assert.Equal(Enumerable.Range(1, 25).Select(position => (long)position), all.Select(stored => stored.Position));
        Assert.Equal(["one", "one", "both", "both", "two", "one", "one", "both"], all.Take(8).Select(stored => stored.Stream));
        Assert.Equal(all.Select(Words), One.ReadAll().Select(Words));
        Assert.Equal((10L, 25L), (One.Head().Commits, Two.Head().LastPosition));
    }

    [Fact]
    public void takes_of_both_must_answer_epochs_that_nobody_has_had() =>
        Assert.Equal([1L, 2, 3, 4], [One.Take(Stream), Two.Take(Stream), One.Take(Stream), Two.Take(Stream)]);

    /// <summary>One more writer of the same journal, which is empty before the first.</summary>
    protected abstract IJournalStore Connect();

    protected virtual void Dispose(bool disposing)
    {
        _one?.Dispose();
        _two?.Dispose();
    }

    private static string Words(StoredEvent stored) => $"{stored.Position} {stored.Stream} {stored.Sequence} {stored.Data.TimeNanos}";

    private static AppendResult Append(IJournalStore store, long expected, long epoch = 0, CommandId id = default) =>
        store.Append([Request(Stream, expected, 1) with { Epoch = epoch, CommandId = id }])[0];

    private static AppendRequest Request(string stream, long expected, int count) =>
        new(stream, expected, [.. Enumerable.Range(1, count).Select(i => new EventData("Moved", """{"n":1}"""u8.ToArray(), expected + i))]);
}
