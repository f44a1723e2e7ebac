using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Journal.Tests.GroupCommit;

public sealed class GroupCommitOnSqliteTests : IDisposable
{
    private const int Lanes = 4;
    private const int AppendsPerLane = 300;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Journal_must_keep_each_lanes_stream_when_many_lanes_append_and_others_read()
    {
        var last = new long[Lanes];
        using (var world = new LiveWorld(7, WorldClock.System()))
        using (var journal = new GroupCommitJournal(world.CreateLane("journal", isPinned: true), SampleJournal.Open(_scratch.Journal)))
        {
            var lanes = Enumerable.Range(0, Lanes).Select(lane => new Thread(() => RunLane(journal, lane, last))).ToList();
            lanes.ForEach(lane => lane.Start());
            for (var look = 0; look < 20; look++)
            {
                var sequences = journal.Read("account/0").Select(stored => stored.Sequence).ToArray();
                Assert.Equal(Enumerable.Range(1, sequences.Length).Select(i => (long)i), sequences);
                Assert.True(journal.Heads().Count <= Lanes);
            }

            lanes.ForEach(lane => lane.Join());
        }

        Assert.All(last, sequence => Assert.Equal(AppendsPerLane * 2, sequence));
        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.All(reopened.Heads(), head => Assert.Equal(AppendsPerLane * 2, head.LastSequence));
    }

    private static void RunLane(GroupCommitJournal journal, int lane, long[] last)
    {
        for (var append = 0; append < AppendsPerLane; append++)
            journal.Append(SampleEvents.Request($"account/{lane}", append * 2, 2), result => last[lane] = result.Outcome == AppendOutcome.Appended ? result.LastSequence : -1);
    }
}
