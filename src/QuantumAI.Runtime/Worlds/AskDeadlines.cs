using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Worlds;

/// <summary>Deadlines of questions from outside: buckets of 16 ms machine time, linked lists, no allocation and O(1) per question.</summary>
/// <remarks>The alarm runs only while questions wait, so that a quiet system stays quiet. Thread safe.</remarks>
internal sealed class AskDeadlines : IDisposable
{
    private const int BucketMilliseconds = 16;
    private const int Buckets = 8192;
    private readonly IDeadline?[] _buckets = new IDeadline?[Buckets];
    private readonly Lock _gate = new();
    private readonly Timer _alarm;
    private int _waiting;
    private long _swept;

    public AskDeadlines() => _alarm = new Timer(_ => Sweep());

    /// <summary>The longest deadline: 65 seconds. Half of the buckets, so that a late sweep never meets a new deadline from behind.</summary>
    public static TimeSpan Longest => TimeSpan.FromMilliseconds(BucketMilliseconds * ((Buckets / 2) - 2));

    private static long NowBucket => Environment.TickCount64 / BucketMilliseconds;

    public void Add(IDeadline deadline, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, Longest);
        var wait = Math.Max(1, timeout.TotalMilliseconds);
        lock (_gate)
        {
            var now = NowBucket;
            if (_waiting++ == 0)
            {
                _swept = now;
                _alarm.Change(BucketMilliseconds, BucketMilliseconds);
            }

            var bucket = (int)((now + 1 + (long)(wait / BucketMilliseconds)) % Buckets);
            deadline.Bucket = bucket;
            deadline.Later = _buckets[bucket];
            if (deadline.Later is not null)
                deadline.Later.Earlier = deadline;
            _buckets[bucket] = deadline;
        }
    }

    public void Remove(IDeadline deadline)
    {
        lock (_gate)
            Unlink(deadline);
    }

    public void Dispose() => _alarm.Dispose();

    private void Sweep()
    {
        var now = NowBucket;
        while (true)
        {
            IDeadline expired;
            lock (_gate)
            {
                while (_swept < now && _buckets[_swept % Buckets] is null)
                    _swept++;
                if (_swept >= now)
                    return;
                expired = _buckets[_swept % Buckets]!;
                Unlink(expired);
            }

            expired.Expire();
        }
    }

    private void Unlink(IDeadline deadline)
    {
        if (deadline.Bucket < 0)
            return;
        if (deadline.Earlier is null)
            _buckets[deadline.Bucket] = deadline.Later;
        else
            deadline.Earlier.Later = deadline.Later;
        if (deadline.Later is not null)
            deadline.Later.Earlier = deadline.Earlier;
        (deadline.Earlier, deadline.Later, deadline.Bucket) = (null, null, -1);
        if (--_waiting == 0)
            _alarm.Change(Timeout.Infinite, Timeout.Infinite);
    }
}
