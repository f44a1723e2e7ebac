using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>Calls that wait to be sent: by priority, then in order; each priority has its own bound. Belongs to one lane.</summary>
internal sealed class CallQueue
{
    private const int WaitingMost = 512;
    private readonly LinkedList<WaitingCall>[] _byPriority = [[], [], [], []];

    public int Count => _byPriority.Sum(waiting => waiting.Count);

    /// <summary>Adds a call; false when there is no room.</summary>
    public bool TryAdd(WaitingCall call)
    {
        var waiting = Of(call);
        if (waiting.Count >= WaitingMost)
            return false;
        waiting.AddLast(call);
        return true;
    }

    /// <summary>Puts a call that was sent before back to the front.</summary>
    public void AddFirst(WaitingCall call) => Of(call).AddFirst(call);

    /// <summary>When the first of those that wait will have waited too long; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextGiveUpNanos => _byPriority.Min(waiting => waiting.First?.Value.GiveUpNanos ?? long.MaxValue);

    /// <summary>Takes out what has waited too long.</summary>
    public IEnumerable<WaitingCall> TakeExpired(long nowNanos)
    {
        foreach (var waiting in _byPriority)
        {
            while (waiting.First is { } oldest && nowNanos > oldest.Value.GiveUpNanos)
            {
                waiting.RemoveFirst();
                yield return oldest.Value;
            }
        }
    }

    /// <summary>The first call that may go at all, most urgent first.</summary>
    /// <param name="maySign">False while the venue's time is not known: only public calls go.</param>
    public WaitingCall? First(bool maySign)
    {
        foreach (var waiting in _byPriority)
        {
            foreach (var call in waiting)
            {
                if (maySign || !call.Call.IsSigned)
                    return call;
            }
        }

        return null;
    }

    public void Remove(WaitingCall call) => Of(call).Remove(call);

    private LinkedList<WaitingCall> Of(WaitingCall call) => _byPriority[(int)call.Call.Priority - 1];
}

/// <summary>A call and who wants to know.</summary>
internal sealed record WaitingCall(SpotCall Call, Action<SpotAnswer> Answered, long GiveUpNanos)
{
    public int Sends { get; set; }

    public int Resigns { get; set; }

    public long StampNanos { get; set; }

    public long ValidUntilNanos { get; set; }

    /// <summary>World time before which it is not sent again.</summary>
    public long NotBeforeNanos { get; set; }

    public static long GiveUp(SpotCall call, long nowNanos) => nowNanos + UnixNanos.From(call.WaitsMost);
}
