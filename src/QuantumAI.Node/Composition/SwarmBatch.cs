using System.Collections.Concurrent;
using System.Diagnostics;
using QuantumAI.Simulation.Swarm;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Node.Composition;

/// <summary>Runs many seeds on all processors. Each is a world of its own; what they share is this machine.</summary>
internal static class SwarmBatch
{
    /// <param name="first">The first seed.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="length">Time with faults in each.</param>
    /// <param name="progress">Is told how many are done, and how many of them failed, by any thread.</param>
    /// <param name="cancellation">Ends it early: the result is of those that are done.</param>
    public static SwarmReport Run(ulong first, int seeds, TimeSpan length, Action<int, int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var results = new ConcurrentBag<SwarmResult>();
        var failed = 0;
        Parallel.For(0, seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, loop) =>
        {
            var result = SwarmRun.Run(SwarmSettings.Draw(first + (ulong)i, length), adapters: AdapterVenue.Create, cancellation: cancellation);
            if (cancellation.IsCancellationRequested)
            {
                loop.Stop(); // and what was cut off in the middle is no result
                return;
            }

            results.Add(result);
            progress(results.Count, result.IsGreen ? Volatile.Read(ref failed) : Interlocked.Increment(ref failed));
        });
        return SwarmReport.Of([.. results], watch.Elapsed);
    }
}
