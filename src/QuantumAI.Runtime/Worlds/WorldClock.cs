using System.Diagnostics;

namespace QuantumAI.Runtime.Worlds;

/// <summary>The clock of a live world. Monotonic: a step of the system clock does not move it.</summary>
public sealed class WorldClock
{
    private Origin _origin;

    private WorldClock(long startNanos, double speed, bool isScaled)
    {
        _origin = new Origin(startNanos, Stopwatch.GetTimestamp());
        (Speed, IsScaled) = (speed, isScaled);
    }

    /// <summary>Seconds of world time per second of machine time.</summary>
    public double Speed { get; }

    /// <summary>Whether this is market time, which can wait, and not the system's, which cannot.</summary>
    public bool IsScaled { get; }

    /// <summary>UTC nanoseconds since 1970.</summary>
    public long NowNanos
    {
        get
        {
            var origin = Volatile.Read(ref _origin);
            return origin.Nanos + (long)(Stopwatch.GetElapsedTime(origin.Timestamp).Ticks * 100 * Speed);
        }
    }

    /// <summary>The system's time, from now on by the monotonic counter.</summary>
    /// <remarks>The one place that reads the system's date: everything else asks its world.</remarks>
    public static WorldClock System() => new((DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100, 1, isScaled: false);

    /// <summary>Market time that starts at <paramref name="startNanos"/> and runs <paramref name="speed"/> times as fast as the machine's.</summary>
    public static WorldClock Scaled(long startNanos, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        return new(startNanos, speed, isScaled: true);
    }

    /// <summary>Lets market time go on from <paramref name="nanos"/>: for a source that the machine cannot keep up with. Lanes never go back.</summary>
    /// <exception cref="InvalidOperationException">The clock is the system's.</exception>
    public void SetBackTo(long nanos)
    {
        if (!IsScaled)
            throw new InvalidOperationException("the system's time does not wait");
        Volatile.Write(ref _origin, new Origin(nanos, Stopwatch.GetTimestamp()));
    }

    /// <summary>Machine time until the clock shows <paramref name="nanos"/>; zero when it already does.</summary>
    public TimeSpan Until(long nanos) => TimeSpan.FromTicks(Math.Max(0, (long)((nanos - NowNanos) / (100 * Speed))));

    private sealed record Origin(long Nanos, long Timestamp);
}
