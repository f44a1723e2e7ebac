using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>What a journal behind a line owes a writer whose line is cut: an exception, and the truth to whoever reads afterwards.</summary>
public abstract class JournalOutcomeContract : IDisposable
{
    protected const string Stream = "account/a";
    private IJournalStore? _writer;
    private IJournalStore? _reader;

    private IJournalStore Writer => _writer ??= Connect();

    private IJournalStore Reader => _reader ??= Observe();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void append_whose_answer_was_lost_must_be_found_and_a_repeat_of_it_store_nothing()
    {
        var request = Request(0) with { CommandId = CommandId.OfText("command") };
        Prepare();
        LoseAnswer();
        Assert.ThrowsAny<Exception>(() => Writer.Append([request]));
        Assert.Equal(new CommandPlace(request.CommandId, 1, 1), Reader.FindCommand(Stream, request.CommandId));
        Assert.Equal(new AppendResult(AppendOutcome.Duplicate, 1), Writer.Append([request])[0]);
        Assert.Equal(AppendOutcome.Conflict, Writer.Append([Request(0)])[0].Outcome);
        Assert.Single(Writer.Read(Stream));
    }

    [Fact]
    public void append_that_never_arrived_must_be_absent_and_a_repeat_of_it_be_stored()
    {
        Prepare();
        LoseQuestion();
        Assert.ThrowsAny<Exception>(() => Writer.Append([Request(0)]));
        Assert.Empty(Reader.Read(Stream));
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 1), Writer.Append([Request(0)])[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void group_commit_must_answer_once_and_rightly_whatever_was_lost(bool isWritten)
    {
        Prepare();
        using var world = new VirtualWorld(7, 0);
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), Writer);
        var answers = new List<AppendResult>();
        if (isWritten)
            LoseAnswer();
        else
            LoseQuestion();
        journal.Append(Request(0), answers.Add);
        world.RunUntilIdle();
        Assert.Equal(1, journal.Outage?.Attempts);
        world.AdvanceTo(10_000_000_000);
        Assert.Equal([new AppendResult(AppendOutcome.Appended, 1)], answers);
        Assert.Single(Reader.Read(Stream));
    }

    [Fact]
    public void late_append_must_be_written_when_nothing_else_has_happened_to_its_stream()
    {
        Prepare();
        SendLate(Writer, Request(0), behind: Request(0) with { Stream = "other" });
        Assert.Empty(Reader.Read(Stream));
        Arrive();
        Assert.Equal(["other", Stream], Reader.ReadAll().Select(stored => stored.Stream));
    }

    [Fact]
    public void late_append_must_not_be_written_when_the_stream_has_another_owner_by_then()
    {
        Prepare();
        SendLate(Writer, Request(0) with { Epoch = 1 }, behind: Request(0) with { Epoch = 2 });
        Arrive();
        Assert.Single(Reader.Read(Stream));
        Assert.Equal(2, Reader.Claim(Stream, 0));
    }

    [Fact]
    public void late_append_must_not_be_written_when_the_stream_has_gone_on_by_then()
    {
        Prepare();
        SendLate(Writer, new AppendRequest(Stream, 0, [.. Request(0).Events, .. Request(1).Events]), behind: Request(0));
        Arrive();
        Assert.Single(Reader.Read(Stream));
    }

    [Fact]
    public void takeover_must_wait_for_an_open_transaction_two_seconds_and_not_for_ever()
    {
        Prepare();
        OpenTransaction(Request(0) with { Epoch = 1 });
        var before = Elapsed();
        Assert.Equal(1, Patiently(() => Reader.Take(Stream)));
        Assert.InRange(Elapsed() - before, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Empty(Reader.Read(Stream));
        Assert.Equal(AppendOutcome.Appended, Reader.Append([Request(0) with { Epoch = 1 }])[0].Outcome);
    }

    /// <summary>The writer's line, whose next write can be lost.</summary>
    protected abstract IJournalStore Connect();

    /// <summary>Another line, on which nothing is lost.</summary>
    protected abstract IJournalStore Observe();

    protected abstract void LoseQuestion();

    protected abstract void LoseAnswer();

    /// <summary>The writer sends an append and loses its line; the server carries it out behind another append, at <see cref="Arrive"/>.</summary>
    protected abstract void SendLate(IJournalStore writer, AppendRequest request, AppendRequest behind);

    /// <summary>Returns when the late append has been carried out or refused.</summary>
    protected abstract void Arrive();

    /// <summary>A transaction that has written an append, and whose client says nothing more.</summary>
    protected abstract void OpenTransaction(AppendRequest request);

    /// <summary>Repeats what fails, as owners do.</summary>
    protected abstract T Patiently<T>(Func<T> attempt);

    protected abstract TimeSpan Elapsed();

    protected virtual void Dispose(bool disposing)
    {
        _writer?.Dispose();
        _reader?.Dispose();
    }

    protected static AppendRequest Request(long expected) => new(Stream, expected, [new EventData("Moved", """{"n":1}"""u8.ToArray(), expected + 1)]);

    /// <summary>Both lines stand, and their sessions are open.</summary>
    private void Prepare()
    {
        Writer.Claim("opened/writer", 1);
        Reader.Claim("opened/reader", 1);
        Assert.Empty(Reader.Heads());
    }
}
