using System.Collections.Concurrent;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Journal.Tests.PostgreSql;

/// <summary>A store behind group commit in a live world, with streams that append their next event when the last is answered.</summary>
internal sealed class BusyJournal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LiveWorld _world = new(7, WorldClock.System());
    private readonly GroupCommitJournal _journal;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _ends = [];
    private CountdownEvent? _running;
    private bool _isFinishing;

    public BusyJournal(IJournalStore store)
    {
        _journal = new GroupCommitJournal(_world.CreateLane("journal", isPinned: true), store);
        _journal.OutageChanged += outage => Outages += outage is { Attempts: 1 } ? 1 : 0;
    }

    public int Outages { get; private set; }

    public long Answered => _journal.Answered;

    /// <summary>Answers that were not an acknowledgement of exactly what was asked.</summary>
    public ConcurrentQueue<AppendResult> Refusals { get; } = [];

    /// <summary>Appends one event with a command id and waits for the answer.</summary>
    public AppendResult AppendOne(string stream, long expected)
    {
        var answer = new BlockingCollection<AppendResult>();
        _journal.Append(Request(stream, expected), answer.Add);
        return answer.TryTake(out var result, Patience) ? result : throw new TimeoutException("the append was not answered");
    }

    /// <summary>Streams <c>account/0</c>, <c>account/1</c>, … append until <see cref="Finish"/>.</summary>
    public void KeepAppending(int streams)
    {
        _running = new CountdownEvent(streams);
        for (var stream = 0; stream < streams; stream++)
            AppendNext(stream, 0);
    }

    /// <summary>Returns when so many appends are answered.</summary>
    public void AwaitAppends(long count) => Await(() => Answered >= count, $"{count} answers");

    /// <summary>Returns when the journal has found out that it cannot write.</summary>
    public void AwaitOutage() => Await(() => _journal.Outage is not null, "an outage");

    /// <summary>Lets every stream come to its end; answers the last acknowledged sequences.</summary>
    public long[] Finish()
    {
        lock (_gate)
            _isFinishing = true;
        if (!_running!.Wait(Patience))
            throw new TimeoutException("an append was not answered");
        return [.. _ends.OrderBy(end => end.Key).Select(end => end.Value)];
    }

    public void Dispose()
    {
        _world.Dispose();
        _journal.Dispose();
        _running?.Dispose();
    }

    private static AppendRequest Request(string stream, long expected) =>
        SampleEvents.Request(stream, expected, 1) with { CommandId = CommandId.OfText($"{stream} {expected}") };

    private static void Await(Func<bool> isSo, string what)
    {
        if (!SpinWait.SpinUntil(isSo, Patience))
            throw new TimeoutException($"there was no sign of {what}");
    }

    private void AppendNext(int stream, long expected) => _journal.Append(Request($"account/{stream}", expected), result =>
    {
        if (result != new AppendResult(AppendOutcome.Appended, expected + 1))
            Refusals.Enqueue(result);
        lock (_gate)
        {
            _ends[stream] = result.LastSequence;
            if (_isFinishing || result.Outcome != AppendOutcome.Appended)
            {
                _running!.Signal();
                return;
            }
        }

        AppendNext(stream, result.LastSequence);
    });
}
