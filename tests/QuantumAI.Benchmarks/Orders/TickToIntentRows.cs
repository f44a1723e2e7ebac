using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Domain.Market;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>From a tick that is told to the watcher to the order intent that is handed to the journal, at 50,000 ticks a second in the live world.</summary>
/// <remarks>The baseline hands the same ticks, at the same pace, to a task that waits on a channel: one hop between two threads.</remarks>
internal static class TickToIntentRows
{
    private const int TicksPerSecond = 50_000;
    private const int Ticks = 150_000;
    private const int FewestTicks = 50_000;

    public static Row[] Create(RunSize size) =>
    [
        Row("p50", 0.50, size, Target.Fixed(50, 15)),
        Row("p99", 0.99, size, Target.Ratio(1.5, 1.0)),
        Recorded("p50", 0.50, size),
        Recorded("p99", 0.99, size),
    ];

    /// <summary>What the recording of every session costs.</summary>
    private static Row Recorded(string name, double quantile, RunSize size) => new(
        $"orders.tick-to-intent-recorded-{name}", "µs", Better.Lower,
        new Workload("recorded", () => Actors(Math.Max(FewestTicks, size.Of(Ticks)), quantile, isRecorded: true)),
        new Workload("not-recorded", () => Actors(Math.Max(FewestTicks, size.Of(Ticks)), quantile)), Target.Ratio(1.5, 1.1),
        "the same path with and without its recording: each tick and each report of the venue with its content, of all else who sent it; the bytes go nowhere.");

    private static Row Row(string name, double quantile, RunSize size, Target target) => new(
        $"orders.tick-to-intent-{name}", "µs", Better.Lower,
        new Workload("actors", () => Actors(Math.Max(FewestTicks, size.Of(Ticks)), quantile)), new Workload("channel-hand-off", () => HandOff(Math.Max(FewestTicks, size.Of(Ticks)), quantile)), target,
        "watcher, agent, sizing, risk gate: two lanes; bars of 50 ticks, an agent that enters and leaves as often as its fills let it; the producer keeps one of the "
        + "cores busy. Only ticks that end in an intent count for the actors, every tick counts for the channel.");

    private static Sample Actors(int ticks, double quantile, bool isRecorded = false)
    {
        using var session = new IntentSession(isRecorded);
        var told = session.ToldAt;
        return At(quantile, ticks, session.Latencies, i =>
        {
            told[i] = Stopwatch.GetTimestamp();
            session.Tell(i);
        }, session.Finish);
    }

    private static Sample HandOff(int ticks, double quantile)
    {
        var channel = Channel.CreateBounded<(long Told, MarketEvent Event)>(new BoundedChannelOptions(16_384) { SingleReader = true, SingleWriter = true });
        var latencies = new List<double>(ticks);
        var reader = Task.Run(async () =>
        {
            await foreach (var (told, _) in channel.Reader.ReadAllAsync())
                latencies.Add(Stopwatch.GetElapsedTime(told).TotalMicroseconds);
        });
        return At(quantile, ticks, latencies, i =>
        {
            var marketEvent = IntentSession.TickOf(i);
            var told = Stopwatch.GetTimestamp();
            while (!channel.Writer.TryWrite((told, marketEvent)))
                Thread.SpinWait(10);
        }, () =>
        {
            channel.Writer.Complete();
            if (!reader.Wait(TimeSpan.FromSeconds(30)))
                throw new TimeoutException("the channel's reader did not end");
        });
    }

    private static Sample At(double quantile, int ticks, List<double> latencies, Action<int> tell, Action finish)
    {
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var step = (double)Stopwatch.Frequency / TicksPerSecond;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < ticks; i++)
        {
            var due = start + (long)(i * step);
            while (Stopwatch.GetTimestamp() < due)
                Thread.SpinWait(20);
            tell(i);
        }

        finish();
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        if (latencies.Count < 50)
            throw new UnmeasuredException(string.Create(CultureInfo.InvariantCulture, $"only {latencies.Count} latencies were seen, the machine was too busy"));
        var sorted = latencies.Skip(latencies.Count / 10).Order().ToArray(); // the first tenth warms up
        return new Sample(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * quantile))], (double)bytes / ticks);
    }
}
