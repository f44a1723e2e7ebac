using QuantumAI.Journal.GroupCommit;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.GroupCommit;

public sealed class GroupCommitJournalTests : IDisposable
{
    private readonly FakeStore _store = new();
    private readonly List<(long Expected, AppendResult Result)> _answers = [];
    private Action _onAnswer = () => { };

    public void Dispose() => _store.Free();

    [Fact]
    public void Journal_must_commit_together_what_waits_and_answer_in_the_order_of_the_calls()
    {
        using (var journal = new GroupCommitJournal(_store))
        {
            HoldFirstCommit(journal);
            for (var expected = 1; expected <= 100; expected++)
                Append(journal, expected);
            _store.Open.Set();
        }

        Assert.Equal([1, 100], _store.CommitSizes);
        Assert.Equal(Enumerable.Range(0, 101).Select(expected => (long)expected), _answers.Select(answer => answer.Expected));
        Assert.All(_answers, answer => Assert.Equal(new AppendResult(AppendOutcome.Appended, answer.Expected + 1), answer.Result));
        Assert.True(_store.Disposed);
    }

    [Fact]
    public void Append_must_be_refused_when_the_bound_is_reached_and_accepted_again_later()
    {
        using var journal = new GroupCommitJournal(_store, capacity: 4);
        HoldFirstCommit(journal);
        Append(journal, 1);
        Append(journal, 2);
        Assert.True(journal.IsCongested);
        Append(journal, 3);
        var refused = Assert.Throws<JournalException>(() => Append(journal, 4));
        Assert.Equal(JournalFailure.Overloaded, refused.Failure);
        Assert.Contains("4 appends waiting, its bound is 4", refused.Message, StringComparison.Ordinal);

        using var answered = new CountdownEvent(4);
        _onAnswer = () => answered.Signal();
        _store.Open.Set();
        answered.Wait();
        answered.Reset(1);
        Append(journal, 4);
        answered.Wait();
        Assert.Equal([0L, 1, 2, 3, 4], _answers.Select(answer => answer.Expected));
    }

    [Fact]
    public void Appends_must_be_unknown_with_the_reason_when_the_store_has_failed_once()
    {
        _store.FailWith = "the disk is gone";
        using (var journal = new GroupCommitJournal(_store))
        {
            HoldFirstCommit(journal);
            Append(journal, 1);
            _store.Open.Set();
        }

        Assert.Equal([1], _store.CommitSizes);
        Assert.Equal(2, _answers.Count);
        Assert.All(_answers, answer => Assert.Equal(new AppendResult(AppendOutcome.Unknown, answer.Expected, "the disk is gone"), answer.Result));
    }

    [Fact]
    public void Journal_must_answer_the_others_and_stop_writing_when_a_callback_throws()
    {
        var journal = new GroupCommitJournal(_store);
        using (journal)
        {
            _store.Open.Reset();
            journal.Append(SampleEvents.Request("account/a", 0, 1), _ => throw new InvalidOperationException("a defect"));
            _store.Committing.Wait();
            Append(journal, 1);
            _store.Open.Set();
        }

        Assert.Equal(AppendOutcome.Unknown, _answers.Single().Result.Outcome);
        Assert.Contains("a defect", journal.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_must_be_refused_when_the_journal_is_disposed()
    {
        var journal = new GroupCommitJournal(_store);
        journal.Dispose();
        journal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Append(journal, 0));
    }

    [Fact]
    public void Read_must_give_the_whole_stream_in_chunks()
    {
        using var journal = new GroupCommitJournal(_store);
        _ = _store.Append([SampleEvents.Request("account/a", 0, 2048)]);
        Assert.Equal(Enumerable.Range(1, 2048).Select(i => (long)i), journal.Read("account/a").Select(stored => stored.Sequence));
        Assert.Equal(2, journal.Read("account/a", 2047).Count());
        Assert.Equal(2048, journal.Heads().Single().LastSequence);
    }

    private void HoldFirstCommit(GroupCommitJournal journal)
    {
        _store.Open.Reset();
        Append(journal, 0);
        _store.Committing.Wait();
    }

    private void Append(GroupCommitJournal journal, long expected) =>
        journal.Append(SampleEvents.Request("account/a", expected, 1), result =>
        {
            _answers.Add((expected, result));
            _onAnswer();
        });
}
