using System.Collections.Concurrent;
using System.Diagnostics;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What came of many seeds.</summary>
/// <param name="Seeds">How many were run.</param>
/// <param name="Failed">Runs in which something did not hold, by seed.</param>
/// <param name="Simulated">Time that passed in all of them.</param>
/// <param name="Elapsed">Machine time.</param>
/// <param name="Faults">By kind.</param>
/// <param name="Reached">Rare branches that were run, with how often.</param>
public sealed record SwarmReport(
    int Seeds, IReadOnlyList<SwarmResult> Failed, TimeSpan Simulated, TimeSpan Elapsed,
    IReadOnlyDictionary<string, long> Faults, IReadOnlyDictionary<string, long> Reached)
{
    /// <summary>Events of all journals, orders that reached a venue, and trades there.</summary>
    public (long Events, long Orders, long Trades) Traffic { get; init; }

    public double TimesRealTime => Simulated / Elapsed;

    /// <summary>Rare branches that no run has reached.</summary>
    public IReadOnlyList<string> Missed => [.. SwarmBranches.All.Where(branch => !Reached.ContainsKey(branch))];
}

/// <summary>Runs many seeds on all processors. Each is a world of its own; what they share is this machine.</summary>
public static class SwarmBatch
{
    /// <param name="first">The first seed.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="length">Time with faults in each.</param>
    /// <param name="progress">Is told how many are done, by any thread.</param>
    /// <param name="cancellation">Ends it early: the result is of those that are done.</param>
    public static SwarmReport Run(ulong first, int seeds, TimeSpan length, Action<int, int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var results = new ConcurrentBag<SwarmResult>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, seeds, options, i =>
        {
            var result = SwarmRun.Run(SwarmSettings.Draw(first + (ulong)i, length), cancellation: cancellation);
            results.Add(result.IsGreen ? result with { Violations = [] } : result);
            progress(results.Count, seeds);
        });
        return new SwarmReport(
            seeds, [.. results.Where(result => !result.IsGreen).OrderBy(result => result.Settings.Seed)],
            TimeSpan.FromTicks(results.Sum(result => result.Simulated.Ticks)), watch.Elapsed, Sum(results.Select(result => result.Faults)), Sum(results.Select(result => result.Reached)))
        {
            Traffic = (results.Sum(one => one.Traffic.Events), results.Sum(one => one.Traffic.Orders), results.Sum(one => one.Traffic.Trades)),
        };
    }

    private static SortedDictionary<string, long> Sum(IEnumerable<IReadOnlyDictionary<string, long>> counts)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, count) in counts.SelectMany(one => one))
            sums[name] = sums.GetValueOrDefault(name) + count;
        return sums;
    }
}
