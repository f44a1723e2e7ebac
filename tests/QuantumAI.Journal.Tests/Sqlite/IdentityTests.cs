using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class IdentityTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Open_must_refuse_the_journal_of_another_environment()
    {
        using (var store = SqliteJournalStore.Open(_scratch.Journal, new JournalIdentity("it's paper", "a")))
            store.Append([SampleEvents.Request("s", 0, 1)]);
        var before = File.ReadAllBytes(_scratch.Journal);
        var refused = Assert.Throws<JournalException>(() => SqliteJournalStore.Open(_scratch.Journal, new JournalIdentity("live", "a")));
        Assert.Equal(JournalFailure.OtherIdentity, refused.Failure);
        Assert.Contains("is a journal of environment it's paper, it was opened for live", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
        SqliteJournalStore.Open(_scratch.Journal, new JournalIdentity("it's paper", "a")).Dispose();
    }

    [Fact]
    public void Append_must_be_fenced_when_another_account_has_begun_the_stream()
    {
        using (var store = SqliteJournalStore.Open(_scratch.Journal, new JournalIdentity("sim", "a")))
            store.Append([SampleEvents.Request("s", 0, 1)]);
        using var other = SqliteJournalStore.Open(_scratch.Journal, new JournalIdentity("sim", "b"));
        var results = other.Append([SampleEvents.Request("s", 1, 1), SampleEvents.Request("t", 0, 1)]);
        Assert.Equal(
            (AppendOutcome.Fenced, "stream s belongs to account a, the journal was opened for b"), (results[0].Outcome, results[0].Reason));
        Assert.Equal(AppendOutcome.Appended, results[1].Outcome);
        Assert.Equal(JournalFailure.OtherIdentity, Assert.Throws<JournalException>(() => other.Take("s")).Failure);
        Assert.Single(other.Read("s"));
        Assert.Equal([("s", "a"), ("t", "b")], other.Streams().Select(stream => (stream.Name, stream.Account)));
    }

    [Fact]
    public void Reader_must_list_streams_and_commits()
    {
        using var store = SampleJournal.Open(_scratch.Journal);
        store.Append([SampleEvents.Request("s", 0, 2), SampleEvents.Request("r", 0, 1)]);
        store.Append([SampleEvents.Request("s", 2, 1) with { Epoch = 6 }]);
        using var reader = SqliteJournalReader.Open(_scratch.Journal);
        Assert.Equal([new("r", "tests", 1, 0), new("s", "tests", 3, 6)], reader.Streams());
        Assert.Equal([(1L, 3L), (2, 4)], reader.Commits().Select(commit => (commit.Number, commit.LastPosition)));
        Assert.Equal(store.Head().Link.ToArray(), reader.Commits(2).Single().Link.ToArray());
        Assert.Equal(store.Head().Link.ToArray(), reader.Head().Link.ToArray());
        Assert.Equal(["s", "s", "r", "s"], reader.ReadAll().Select(stored => stored.Stream));
        Assert.Equal("sim", reader.Environment());
    }
}
