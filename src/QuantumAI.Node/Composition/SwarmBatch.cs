using System.Collections.Concurrent;
using System.Diagnostics;
using QuantumAI.Simulation.Swarm;

namespace QuantumAI.Node.Composition;

/// <summary>Runs many seeds on all processors. Each is a world of its own; what they share is this machine.</summary>
internal static class SwarmBatch
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
            results.Add(result);
            progress(results.Count, seeds);
        });
        return SwarmReport.Of([.. results], watch.Elapsed);
    }
}
