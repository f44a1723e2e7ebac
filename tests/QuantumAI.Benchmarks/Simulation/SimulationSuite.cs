using System.Diagnostics;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Swarm;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Benchmarks.Simulation;

/// <summary>How fast the whole system is simulated with failures, in simulated seconds per second and in seeds.</summary>
internal static class SimulationSuite
{
    private const int Seeds = 40;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    public static Suite Create() => new("simulation", size =>
    [
        Speed(size, "simulation.built-in", SwarmVenueKind.BuiltIn, "seeds as drawn, on the built-in venue, one thread, every invariant checked; the baseline has the same sizes and no faults"),
        Speed(size, "simulation.adapter", SwarmVenueKind.Adapter, "the same behind the exchange's adapter: signatures, JSON and streams are real"),
        new Row(
            "simulation.thousand-seeds", "s", Better.Lower, new Workload("all-processors", () => Thousand(size, Environment.ProcessorCount)),
            new Workload("one-thread", () => Thousand(size, 1)), Target.Fixed(600, 120), "seconds for 1,000 seeds as drawn, a quarter of them behind the adapter; from fewer seeds of the same draw"),
    ]);

    private static Row Speed(RunSize size, string name, SwarmVenueKind kind, string note) => new(
        name, "simulated s/s", Better.Higher, new Workload("with-faults", () => Rate(size, seed => Drawn(seed, kind))), new Workload("no-faults", () => Rate(size, seed => Calm(Drawn(seed, kind)))),
        Target.Rate(300, 1_000), note);

    private static SwarmSettings Drawn(ulong seed, SwarmVenueKind kind) => SwarmSettings.Draw(seed, Length) with { VenueKind = kind };

    private static SwarmSettings Calm(SwarmSettings settings) => settings with
    {
        Faults = [],
        CrashPpm = 0,
        DriftPpm = 0,
        Journal = JournalFaults.None,
        Venue = new ReportFaults(0, 0, 0, 0),
        IsCalmCode = true,
        Network = new NetworkSettings(settings.Network.DelayNanos),
    };

    private static Sample Rate(RunSize size, Func<ulong, SwarmSettings> settingsOf)
    {
        var seeds = size.Of(Seeds);
        var seconds = 0.0;
        var sample = Sample.Rate(1, () =>
        {
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
                seconds += Green(settingsOf(seed)).Simulated.TotalSeconds;
        });
        return new Sample(sample.Value * seconds, sample.BytesPerOperation / seconds);
    }

    private static Sample Thousand(RunSize size, int threads)
    {
        var seeds = size.Of(Seeds);
        var started = Stopwatch.GetTimestamp();
        Parallel.For(1, seeds + 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, seed => Green(SwarmSettings.Draw((ulong)seed, Length)));
        return new Sample(Stopwatch.GetElapsedTime(started).TotalSeconds * 1_000 / seeds, 0);
    }

    private static SwarmResult Green(SwarmSettings settings)
    {
        var result = SwarmRun.Run(settings, adapters: AdapterVenue.Create);
        return result.IsGreen ? result : throw new InvalidOperationException($"seed {settings.Seed}: {result.Violations[0]}");
    }
}
