using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class DamageTests
{
    private readonly PostgreSqlScratch _scratch = new();

    public DamageTests()
    {
        using var store = _scratch.Open();
        for (var sequence = 0; sequence < 6; sequence++)
            store.Append([SampleEvents.Request("account/a", sequence, 1), SampleEvents.Request("account/b", sequence * 2, 2)]);
        store.Append([new AppendRequest("account/c", 0, [SampleEvents.At(1) with { SchemaVersion = 2, Cause = new EventCause("bar:1", "qa-1") }])]);
    }

    private const string A = "stream_id = (SELECT id FROM quantum.streams WHERE name = 'account/a')";
    private const string B = "stream_id = (SELECT id FROM quantum.streams WHERE name = 'account/b')";
    private const string C = "stream_id = (SELECT id FROM quantum.streams WHERE name = 'account/c')";

    [Theory]
    [InlineData($"UPDATE quantum.events SET payload = replace(payload, '3', '4') WHERE {A} AND seq = 3", "account/a", 3)]
    [InlineData($"UPDATE quantum.events SET payload = payload || ' ' WHERE {B} AND seq = 4", "account/b", 3)]
    [InlineData($"UPDATE quantum.events SET type = 'OrderFilles' WHERE {B} AND seq = 1", "account/b", 1)]
    [InlineData($"UPDATE quantum.events SET market_time = market_time + 1 WHERE {A} AND seq = 6", "account/a", 6)]
    [InlineData($"UPDATE quantum.events SET schema_version = 2 WHERE {A} AND seq = 2", "account/a", 2)]
    [InlineData($"UPDATE quantum.events SET causation = 'bar:2' WHERE {C}", "account/c", 1)]
    [InlineData($"UPDATE quantum.events SET correlation = NULL WHERE {C}", "account/c", 1)]
    [InlineData($"UPDATE quantum.events SET link = sha256('x') WHERE {A} AND seq = 5", "account/a", 5)]
    [InlineData($"UPDATE quantum.events SET link = NULL WHERE {A} AND seq = 6", "account/a", 6)]
    [InlineData($"UPDATE quantum.events SET seq = 100 WHERE {A} AND seq = 5", "account/a", 5)]
    [InlineData($"UPDATE quantum.events SET seq = 107 - seq WHERE {A} AND seq IN (3, 4); UPDATE quantum.events SET seq = seq - 100 WHERE seq > 100", "account/a", 3)]
    [InlineData($"UPDATE quantum.events SET position = 1000 - position WHERE {A} AND seq IN (3, 4); UPDATE quantum.events SET position = 1017 - position WHERE position > 900", "account/a", 3)]
    [InlineData($"DELETE FROM quantum.events WHERE {A} AND seq = 1", "account/a", 1)]
    [InlineData($"DELETE FROM quantum.events WHERE {B} AND seq = 7", "account/b", 7)]
    [InlineData($"DELETE FROM quantum.events WHERE {A} AND seq = 6", "account/a", 6)]
    [InlineData($"DELETE FROM quantum.events WHERE {C}", "account/c", 1)]
    [InlineData("DELETE FROM quantum.streams WHERE name = 'account/c'", "#3", 1)]
    [InlineData("UPDATE quantum.streams SET seq = 4 WHERE name = 'account/a'", "account/a", 7)]
    [InlineData("UPDATE quantum.streams SET link = sha256('x') WHERE name = 'account/b'", "account/b", 12)]
    [InlineData("UPDATE quantum.commits SET link = sha256('x') WHERE number = 2", "account/a", 2)]
    [InlineData("DELETE FROM quantum.commits WHERE number = 3", "account/a", 3)]
    [InlineData("DELETE FROM quantum.commits WHERE number = 7", "account/c", 1)]
    [InlineData("UPDATE quantum.commits SET last_position = last_position - 1 WHERE number = 2", "account/a", 2)]
    public void Open_must_name_stream_and_sequence_when_a_row_was_changed(string sql, string stream, long sequence)
    {
        _scratch.Execute(sql);
        var damage = Assert.Throws<JournalException>(() => _scratch.Open().Dispose());
        Assert.Equal((JournalFailure.Corrupt, stream, sequence), (damage.Failure, damage.Stream, damage.Sequence));
        Assert.Contains($"stream {stream}, sequence {sequence} ", damage.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE quantum.journal SET link = sha256('x')")]
    [InlineData("UPDATE quantum.journal SET commits = 6")]
    [InlineData("DELETE FROM quantum.journal; INSERT INTO quantum.journal(environment) VALUES('sim')")]
    public void Open_must_say_so_when_the_journals_own_row_was_changed(string sql)
    {
        _scratch.Execute(sql);
        Assert.Equal(JournalFailure.Corrupt, Assert.Throws<JournalException>(() => _scratch.Open().Dispose()).Failure);
    }

    /// <summary>A whole end, cut off with everything that points at it, is a valid older journal: only a head kept elsewhere shows it.</summary>
    [Fact]
    public void Verify_must_answer_the_end_and_tell_of_its_progress()
    {
        var told = (Done: 0L, All: 0L);
        using var database = new PostgreSqlDatabase(_scratch.ConnectionString, new SchemaName(SchemaName.Default), "tests");
        var head = PostgreSqlVerification.Run(database, (done, all) => told = (done, all));
        Assert.Equal((7L, 19L), (head.Commits, head.LastPosition));
        Assert.Equal((19L, 19L), told);
    }

    [Theory]
    [InlineData("UPDATE quantum.events SET payload = '{}' WHERE seq = 4 AND ")]
    [InlineData("DELETE FROM quantum.events WHERE seq IN (4, 6) AND ")]
    public void Everything_else_must_start_when_a_damaged_segment_is_quarantined(string damage)
    {
        _scratch.Execute(damage + A);
        _scratch.Execute("UPDATE quantum.streams SET quarantined_from = 4, quarantine_reason = 'damaged' WHERE name = 'account/a'");
        using var store = _scratch.Open();
        Assert.Equal([1L, 2, 3], store.Read("account/a").Select(stored => stored.Sequence));
        Assert.DoesNotContain(store.ReadAll(), stored => stored.Stream == "account/a" && stored.Sequence >= 4);
        var results = store.Append([SampleEvents.Request("account/a", 6, 1), SampleEvents.Request("account/b", 12, 1)]);
        Assert.Equal([AppendOutcome.Fenced, AppendOutcome.Appended], results.Select(result => result.Outcome));
        Assert.Equal("stream account/a is quarantined from 4: damaged", results[0].Reason);
        store.Dispose();
        _scratch.Open().Dispose();
    }

    [Fact]
    public void Quarantine_must_excuse_no_other_stream()
    {
        _scratch.Execute("UPDATE quantum.streams SET quarantined_from = 4 WHERE name = 'account/a'");
        _scratch.Execute($"DELETE FROM quantum.events WHERE {B} AND seq = 7");
        Assert.Equal(("account/b", 7L), Assert.Throws<JournalException>(() => _scratch.Open().Dispose()) is var damage ? (damage.Stream, damage.Sequence!.Value) : default);
    }
}
