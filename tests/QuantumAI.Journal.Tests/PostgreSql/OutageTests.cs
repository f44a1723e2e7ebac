using System.Diagnostics;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Journal.Tests.PostgreSql;

/// <summary>The line breaks, or the server ends: the store goes on by itself, and group commit answers each append once and rightly.</summary>
public sealed class OutageTests
{
    private readonly PostgreSqlScratch _scratch = new();

    [Theory]
    [InlineData(LineFault.CutQuestion)]
    [InlineData(LineFault.CutAnswer)]
    public void Event_must_be_there_once_when_the_line_is_cut_during_a_commit(LineFault fault)
    {
        using var proxy = new CuttingProxy(_scratch.Server.Port);
        using (var busy = new BusyJournal(_scratch.Open(proxy.Port)))
        {
            Assert.Equal(AppendOutcome.Appended, busy.AppendOne("account/a", 0).Outcome);
            for (var append = 1; append <= 5; append++)
            {
                proxy.Arm(fault);
                Assert.Equal(new AppendResult(AppendOutcome.Appended, append + 1), busy.AppendOne("account/a", append));
                Assert.Equal(append, proxy.Struck);
            }

            Assert.Equal(5, busy.Outages);
        }

        using var reopened = _scratch.Open();
        Assert.Equal((6L, 6L), (reopened.Head().Commits, reopened.Head().LastPosition));
        Assert.Equal(6, reopened.RecentCommands("account/a", 100).Count);
    }

    [Fact]
    public void Claim_must_go_on_after_the_line_was_cut()
    {
        using var proxy = new CuttingProxy(_scratch.Server.Port);
        using var store = _scratch.Open(proxy.Port);
        Assert.Equal(1, store.Take("account/a"));
        proxy.Arm(LineFault.CutAnswer);
        Assert.Equal(JournalFailure.Unavailable, Assert.Throws<JournalException>(() => store.Take("account/a")).Failure);
        Assert.Equal(2, store.Claim("account/a", 0));
        Assert.Equal(3, store.Take("account/a"));
    }

    [Fact]
    public void Store_must_go_on_when_the_server_has_ended_its_session()
    {
        using var store = _scratch.Open();
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        _scratch.Scalar("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 1, 1)]));
        Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request("account/a", 1, 1)])[0].Outcome);
    }

    [Fact]
    public void Append_must_fail_in_time_and_go_on_when_the_line_is_dead()
    {
        using var proxy = new CuttingProxy(_scratch.Server.Port);
        _scratch.Open().Dispose();
        var line = $"{_scratch.Server.ConnectionString(_scratch.Database, port: proxy.Port)};Command Timeout=1;Cancellation Timeout=500;Timeout=1";
        using var store = PostgreSqlJournalStore.Open(line, PostgreSqlScratch.Identity);
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        proxy.Arm(LineFault.Stall);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(JournalFailure.Unavailable, Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 1, 1)])).Failure);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        proxy.Arm(LineFault.None);

        // What lay on the line may have been written meanwhile or not; it is there at most once.
        Assert.True(store.Append([SampleEvents.Request("account/a", 1, 1)])[0].Outcome is AppendOutcome.Appended or AppendOutcome.Conflict);
        Assert.Equal([1L, 2], store.Read("account/a").Select(stored => stored.Sequence));
    }

    [Fact]
    public void Lock_must_not_be_waited_for_without_end()
    {
        using var store = _scratch.Open();
        using var held = new HeldAppend($"{_scratch.ConnectionString};Options=-c idle_in_transaction_session_timeout=60s", PostgreSqlScratch.Identity, SampleEvents.Request("x", 0, 1));
        Assert.Equal(JournalFailure.InUse, Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 0, 1)])).Failure);
        Assert.True(held.TryCommit());
        Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request("account/a", 0, 1)])[0].Outcome);
    }

    [Fact]
    public void Nothing_acknowledged_must_be_lost_when_the_server_is_killed_and_stopped_under_load()
    {
        const int Streams = 8;
        using var server = PostgreSqlServer.Start();
        var scratch = new PostgreSqlScratch(server);
        long[] acknowledged;
        using (var busy = new BusyJournal(scratch.Open()))
        {
            busy.KeepAppending(Streams);
            for (var round = 0; round < 6; round++)
            {
                busy.AwaitAppends(busy.Answered + 400);
                if (round % 3 == 2)
                    server.Stop();
                else
                    server.Kill();
                busy.AwaitOutage();
                server.StartAgain();
            }

            busy.AwaitAppends(busy.Answered + 400);
            acknowledged = busy.Finish();
            Assert.Empty(busy.Refusals);
        }

        using var reopened = scratch.Open();
        var ends = reopened.Heads().Select(head => head.LastSequence);
        Assert.Equal(acknowledged, ends);
        Assert.All(Enumerable.Range(0, Streams), stream => Assert.Equal(acknowledged[stream], reopened.RecentCommands($"account/{stream}", int.MaxValue).Count));
    }

    [Fact]
    public void Journal_must_be_found_on_the_host_that_takes_writes()
    {
        _scratch.Open().Dispose();
        var hosts = $"Host=127.0.0.1:1,127.0.0.1:{_scratch.Server.Port};Username=app;Database={_scratch.Database};Target Session Attributes=read-write";
        using var store = PostgreSqlJournalStore.Open(hosts, PostgreSqlScratch.Identity);
        Assert.Equal(AppendOutcome.Appended, store.Append([SampleEvents.Request("account/a", 0, 1)])[0].Outcome);
        Assert.Single(store.Read("account/a"));
    }

    [Fact]
    public void Server_that_has_lost_an_acknowledged_commit_must_not_be_continued()
    {
        using var store = _scratch.Open();
        store.Append([SampleEvents.Request("account/a", 0, 1)]);
        var behind = (byte[])_scratch.Scalar("SELECT link FROM quantum.commits WHERE number = 1")!;
        var first = (byte[])_scratch.Scalar("SELECT link FROM quantum.streams")!;
        store.Append([SampleEvents.Request("account/a", 1, 1)]);

        // As a standby that was promoted before the last commit had reached it.
        _scratch.Execute("DELETE FROM quantum.events WHERE position = 2; DELETE FROM quantum.commits WHERE number = 2");
        _scratch.Execute($"UPDATE quantum.streams SET seq = 1, link = '\\x{Convert.ToHexString(first)}'");
        _scratch.Execute($"UPDATE quantum.journal SET commits = 1, last_position = 1, link = '\\x{Convert.ToHexString(behind)}'");
        _scratch.Scalar("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 2, 1)]));
        var refused = Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 2, 1)]));
        Assert.Equal(JournalFailure.Corrupt, refused.Failure);
        Assert.Contains("does not hold commit 2", refused.Message, StringComparison.Ordinal);
        _scratch.Open().Dispose();
    }
}
