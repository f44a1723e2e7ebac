using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class WriterTests
{
    private readonly PostgreSqlScratch _scratch = new();

    [Fact]
    public void One_of_two_writers_must_win_each_sequence()
    {
        using var one = _scratch.Open();
        using var two = _scratch.Open();
        for (var round = 0; round < 30; round++)
        {
            var results = new AppendResult[2];
            Parallel.Invoke(
                () => results[0] = one.Append([SampleEvents.Request("account/a", round, 1)])[0],
                () => results[1] = two.Append([SampleEvents.Request("account/a", round, 1, padding: 9)])[0]);
            Assert.Equal([AppendOutcome.Appended, AppendOutcome.Conflict], results.Select(result => result.Outcome).Order());
        }

        _scratch.Open().Dispose();
    }

    [Fact]
    public async Task Reader_of_all_must_miss_nothing_when_a_later_append_waits_for_an_earlier_one()
    {
        using var store = _scratch.Open();
        using var slow = new HeldAppend(_scratch.ConnectionString, PostgreSqlScratch.Identity, SampleEvents.Request("slow", 0, 2));
        var quick = Task.Run(() => store.Append([SampleEvents.Request("quick", 0, 1)]));
        _scratch.AwaitWaitingSession();
        Assert.Empty(store.ReadAll());
        Assert.True(slow.TryCommit());
        await quick;
        Assert.Equal([(1L, "slow"), (2, "slow"), (3, "quick")], store.ReadAll().Select(stored => (stored.Position, stored.Stream)));
    }

    [Fact]
    public void Reader_of_all_must_see_every_position_in_order_while_many_write()
    {
        const int Writers = 4;
        const int Appends = 60;
        using var store = _scratch.Open();
        var writers = Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            using var own = _scratch.Open();
            for (var i = 0; i < Appends; i++)
                own.Append([SampleEvents.Request($"account/{writer}", i * 2, 2)]);
        })).ToList();
        writers.ForEach(writer => writer.Start());
        var seen = 0L;
        while (seen < Writers * Appends * 2)
        {
            foreach (var stored in store.ReadAll(seen + 1))
                Assert.Equal(++seen, stored.Position);
        }

        writers.ForEach(writer => writer.Join());
        using var archive = PostgreSqlJournalArchive.Open(_scratch.ConnectionString);
        Assert.Equal(Writers * Appends, archive.Verify().Commits);
    }

    [Fact]
    public void Text_that_the_database_cannot_keep_must_be_refused_before_anything_is_sent()
    {
        using var store = _scratch.Open();
        var fine = SampleEvents.Request("account/a", 0, 1);
        EventData With(string type = "T", byte[]? payload = null, EventCause cause = default) => new(type, payload ?? "{}"u8.ToArray(), 1, 1, cause);
        EventData[] unfit =
        [
            With(type: "T\0"), With(payload: "{\0}"u8.ToArray()), With(payload: [0xC3, 0x28]), With(payload: [0xED, 0xA0, 0x80]), With(type: "\uD800"),
            With(cause: new EventCause("\0", null)), With(cause: new EventCause(null, "a\uDC00")),
        ];
        Assert.All(unfit, data => Assert.Throws<ArgumentException>(() => store.Append([fine, new AppendRequest("account/b", 0, [data])])));
        Assert.Throws<ArgumentException>(() => store.Append([fine with { Stream = "a\0" }]));
        Assert.Throws<ArgumentException>(() => store.Take("a\0"));
        Assert.Equal(0, store.Head().Commits);
        Assert.Equal(AppendOutcome.Appended, store.Append([fine])[0].Outcome);
    }

    [Fact]
    public void Append_that_can_never_be_stored_must_be_refused_when_queued_and_hold_up_nobody()
    {
        using var world = new VirtualWorld(7, 0);
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), _scratch.Open());
        var answers = new List<AppendResult>();
        journal.Append(SampleEvents.Request("account/a", 0, 1), answers.Add);
        var refused = Assert.Throws<ArgumentException>(() =>
            journal.Append(new AppendRequest("account/b", 0, [new EventData("Noted", "\"a\0b\""u8.ToArray(), 1)]), answers.Add));
        Assert.Contains("stream account/b: the payload of Noted is not UTF-8 or has a NUL", refused.Message, StringComparison.Ordinal);
        journal.Append(SampleEvents.Request("account/c", 0, 1), answers.Add);
        world.RunUntilIdle();
        Assert.Null(journal.Outage);
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.Appended], answers.Select(answer => answer.Outcome));
        Assert.Equal(["account/a", "account/c"], journal.Heads().Select(head => head.Stream));
    }

    [Fact]
    public void Large_batch_must_be_one_commit()
    {
        using var store = _scratch.Open();
        var batch = Enumerable.Range(0, 4_000).Select(i => SampleEvents.Request($"account/{i % 500}", i / 500, 1, padding: 300)).ToArray();
        Assert.All(store.Append(batch), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        Assert.Equal((1L, 4_000L), (store.Head().Commits, store.Head().LastPosition));
        Assert.Equal(4_000, store.ReadAll().Count());
    }

    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    public void Writer_must_refuse_a_session_whose_commits_are_not_durable(string setting)
    {
        PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim");
        using var store = PostgreSqlJournalStore.Open($"{_scratch.ConnectionString};Options=-c synchronous_commit={setting}", PostgreSqlScratch.Identity);
        var refused = Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 0, 1)]));
        Assert.Contains($"synchronous_commit is {setting}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_must_say_that_the_server_does_not_sync()
    {
        using var store = _scratch.Open();
        Assert.Contains("fsync off", store.Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=app;Password=top-secret;Database=x")]
    [InlineData("Host=127.0.0.1;Username=app;Password=top;secret=top-secret")]
    [InlineData("Username=app;Password=top-secret")]
    public void Refusal_must_not_tell_the_password(string connectionString)
    {
        var refused = Assert.Throws<JournalException>(() => PostgreSqlJournalStore.Open(connectionString, PostgreSqlScratch.Identity));
        Assert.Equal(JournalFailure.Unavailable, refused.Failure);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }
}
