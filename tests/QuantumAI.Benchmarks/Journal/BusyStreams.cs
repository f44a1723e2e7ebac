using System.Text;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Many streams over a group commit, each appending its next event when its last one is durable: the load of a busy system.</summary>
internal sealed class BusyStreams(GroupCommitJournal journal, int eventsPerStream, CountdownEvent done)
{
    public const int Count = 50;

    /// <summary>A fill as the journal stores it.</summary>
    public static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        """{"clientOrderId":"qa-1234abcd-1","tradeId":1,"price":"60000.00","quantity":"0.10000000","fee":"0.00010000"}""");

    /// <summary>Longer than any run takes: an append that is never answered fails the run instead of hanging it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private string? _refusal;

    /// <summary>Events per second; the store is the run's own.</summary>
    public static Sample Run(IJournalStore store, int events)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal", isPinned: true), store);
        using var done = new CountdownEvent(Count);
        var streams = new BusyStreams(journal, events / Count, done);
        return Sample.Rate(events / Count * Count, streams.AppendAll);
    }

    public static AppendRequest Request(int stream, long sequence) =>
        new($"account/a{stream}", sequence, [new EventData("OrderFilled", Payload, sequence)]);

    /// <summary>Blocks the measuring thread, which has nothing else to do; the work is on the journal's lane.</summary>
    private void AppendAll()
    {
        for (var stream = 0; stream < Count; stream++)
            AppendNext(stream, 0);
        if (!done.Wait(Patience))
            throw new TimeoutException($"{done.CurrentCount} streams did not come to their end");
        if (_refusal is not null)
            throw new InvalidOperationException($"an append failed: {_refusal}");
    }

    private void AppendNext(int stream, long sequence) => journal.Append(Request(stream, sequence), result =>
    {
        if (result.Outcome == AppendOutcome.Appended && result.LastSequence < eventsPerStream)
        {
            AppendNext(stream, result.LastSequence);
            return;
        }

        if (result.Outcome != AppendOutcome.Appended)
            _refusal = result.Reason;
        done.Signal();
    });
}
