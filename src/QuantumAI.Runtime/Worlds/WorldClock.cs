using System.Diagnostics;

namespace QuantumAI.Runtime.Worlds;

/// <summary>The clock of a live world. Monotonic: a step of the system clock does not move it.</summary>
public sealed class WorldClock
{
    private readonly long _startedTimestamp = Stopwatch.GetTimestamp();
    private readonly long _startNanos;

    private WorldClock(long startNanos, double speed)
    {
        _startNanos = startNanos;
        Speed = speed;
    }

    /// <summary>Seconds of world time per second of machine time.</summary>
    public double Speed { get; }

    /// <summary>UTC nanoseconds since 1970.</summary>
    public long NowNanos => _startNanos + (long)(Stopwatch.GetElapsedTime(_startedTimestamp).Ticks * 100 * Speed);

    /// <summary>The system's time, from now on by the monotonic counter.</summary>
    public static WorldClock System() => new((DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100, 1);

    /// <summary>Market time that starts at <paramref name="startNanos"/> and runs <paramref name="speed"/> times as fast as the machine's.</summary>
    public static WorldClock Scaled(long startNanos, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        return new(startNanos, speed);
    }

    /// <summary>Machine time until the clock shows <paramref name="nanos"/>; zero when it already does.</summary>
    public TimeSpan Until(long nanos) => TimeSpan.FromTicks(Math.Max(0, (long)((nanos - NowNanos) / (100 * Speed))));
}
