using System.Diagnostics;
using QuantumAI.Journal.Tests.Processes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class TakeoverTests
{
    private const string Stream = "account/a";

    /// <summary>The setting that ends an abandoned transaction, and time for a busy machine.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2 + 3);

    private readonly PostgreSqlScratch _scratch = new();

    [Fact]
    public void First_owner_must_be_fenced_when_a_second_has_taken_over()
    {
        using var first = _scratch.Open();
        using var second = _scratch.Open();
        var old = first.Take(Stream);
        Assert.Equal(AppendOutcome.Appended, first.Append([Request(0, old)])[0].Outcome);
        var epoch = second.Take(Stream);
        Assert.Equal(old + 1, epoch);
        Assert.Equal(new AppendResult(AppendOutcome.Fenced, 1, $"stream {Stream} is owned by epoch {epoch}, the writer has {old}"), first.Append([Request(1, old)])[0]);
        Assert.Equal(AppendOutcome.Appended, second.Append([Request(1, epoch)])[0].Outcome);
        Assert.Equal(AppendOutcome.Fenced, first.Append([Request(2, old)])[0].Outcome);
    }

    [Fact]
    public async Task Takeover_must_wait_for_an_append_that_is_under_way_and_then_see_it()
    {
        using var first = _scratch.Open();
        using var second = _scratch.Open();
        var old = first.Take(Stream);
        using var held = new HeldAppend(_scratch.ConnectionString, PostgreSqlScratch.Identity, Request(0, old));
        var taking = Task.Run(() => second.Take(Stream));
        _scratch.AwaitWaitingSession();
        Assert.False(taking.IsCompleted);
        Assert.True(held.TryCommit());
        Assert.Equal(old + 1, await taking);
        Assert.Equal(1, second.Read(Stream).Single().Sequence);
        Assert.Equal(AppendOutcome.Fenced, first.Append([Request(1, old)])[0].Outcome);
    }

    [Fact]
    public async Task Append_that_waits_for_a_takeover_must_be_fenced()
    {
        using var first = _scratch.Open();
        var old = first.Take(Stream);
        using var held = new HeldAppend(_scratch.ConnectionString, PostgreSqlScratch.Identity, Request(0, old + 1));
        var appending = Task.Run(() => first.Append([Request(0, old)]));
        _scratch.AwaitWaitingSession();
        Assert.True(held.TryCommit());
        Assert.Equal(AppendOutcome.Fenced, (await appending)[0].Outcome);
    }

    [Fact]
    public void Frozen_owner_must_not_hold_up_the_takeover_and_must_be_refused_when_it_wakes()
    {
        _scratch.Open().Dispose();
        using var owner = ChildProcess.Start(PostgreSqlParts.OpenTransaction, _scratch.ConnectionString);
        Assert.Equal("open", owner.Line());
        owner.Freeze(true);
        using var second = _scratch.Open();
        var started = Stopwatch.GetTimestamp();
        var epoch = second.Take(Stream);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Longest);
        Assert.Equal(AppendOutcome.Appended, second.Append([Request(0, epoch)])[0].Outcome);

        owner.Tell("go on");
        owner.Freeze(false);
        Assert.Equal(("not committed", "Fenced"), (owner.Line(), owner.Line()));
        Assert.Equal(1, second.Head().LastPosition);
    }

    [Fact]
    public void Owner_frozen_between_appends_must_be_refused_when_it_wakes()
    {
        _scratch.Open().Dispose();
        using var owner = ChildProcess.Start(PostgreSqlParts.Append, _scratch.ConnectionString);
        for (var line = 1; line <= 20; line++)
            Assert.Equal(line.ToString(System.Globalization.CultureInfo.InvariantCulture), owner.Line());
        owner.Freeze(true);
        using var second = _scratch.Open();
        var epoch = second.Take(Stream);
        var end = second.Heads().Single().LastSequence;
        Assert.Equal(AppendOutcome.Appended, second.Append([Request(end, epoch)])[0].Outcome);
        owner.Freeze(false);
        var last = owner.Line();
        while (last != "Fenced")
        {
            Assert.InRange(long.Parse(last, System.Globalization.CultureInfo.InvariantCulture), 21, end);
            last = owner.Line();
        }

        Assert.Equal(end + 1, second.Heads().Single().LastSequence);
    }

    [Fact]
    public void Stream_of_another_account_must_be_refused()
    {
        using var mine = _scratch.Open();
        using var other = _scratch.Open(account: "b");
        mine.Append([Request(0, 0)]);
        var refused = other.Append([Request(1, 0), SampleEvents.Request("account/b", 0, 1)]);
        Assert.Equal((AppendOutcome.Fenced, $"stream {Stream} belongs to account a, the writer to b"), (refused[0].Outcome, refused[0].Reason));
        Assert.Equal(AppendOutcome.Appended, refused[1].Outcome);
        Assert.Equal(JournalFailure.Foreign, Assert.Throws<JournalException>(() => other.Take(Stream)).Failure);
    }

    private static AppendRequest Request(long expected, long epoch) => SampleEvents.Request(Stream, expected, 1) with { Epoch = epoch };
}
