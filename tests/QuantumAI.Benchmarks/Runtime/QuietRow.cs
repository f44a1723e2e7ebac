using System.Diagnostics;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>What a system costs that has nothing to do: actors with slow timers, against as many timers of the framework.</summary>
internal static class QuietRow
{
    private const int Many = 10_000;
    private const long PeriodNanos = 10_000_000_000;

    /// <summary>The first beats come in the window that is measured.</summary>
    private const long FirstNanos = 10_000_000_000;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(10_300);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    public static Row Row(RunSize size) => new(
        "runtime.quiet-cpu", "% of a core", Better.Lower, new Workload("actors", () => Actors(size.Of(Many))), new Workload("timers", () => Timers(size.Of(Many))),
        Target.Fixed(1, 0.5), "processor time of 10,000 idle actors of a live world with a timer of 10 s each, 1,000 of which fire every second, over 2 s; as many System.Threading.Timer");

    private static Sample Actors(int count)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        var lane = world.CreateLane("quiet");
        for (var i = 0; i < count; i++)
            lane.Spawn($"idle-{i}", new Beating(FirstNanos + (PeriodNanos * i / count)));
        return Measure();
    }

    private static Sample Timers(int count)
    {
        var beats = 0L;
        Timer[] timers = [.. Enumerable.Range(0, count).Select(i =>
        {
            var (first, period) = (TimeSpan.FromTicks((FirstNanos + (PeriodNanos * i / count)) / 100), TimeSpan.FromTicks(PeriodNanos / 100));
            return new Timer(_ => Interlocked.Increment(ref beats), null, first, period);
        })];
        var sample = Measure();
        foreach (var timer in timers)
            timer.Dispose();
        return sample;
    }

    private static Sample Measure()
    {
        Thread.Sleep(Settle); // not a wait for anything: the figure is the processor time of a while in which nothing is asked of the process
        using var process = Process.GetCurrentProcess();
        var (before, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        Thread.Sleep(Window); // the while that is measured
        process.Refresh();
        var percent = 100 * (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(started);
        return new Sample(percent, 0);
    }

    /// <summary>Beats every ten seconds; the many share out the seconds evenly, so that the window sees its part of the beats.</summary>
    private sealed class Beating(long firstNanos) : Actor<int>
    {
        protected override void OnStart() => Context.StartTimer("beat", firstNanos, 1);

        protected override void Receive(in int message) => Context.StartTimer("beat", PeriodNanos, 1);
    }
}
