using System.Diagnostics;
using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Times one operation after the other.</summary>
internal static class Latencies
{
    /// <summary>Microseconds within which the given share of the operations was done, and the bytes of one.</summary>
    public static Sample Measure(int operations, double quantile, Action<int> operation)
    {
        var micros = new double[operations];
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < operations; i++)
        {
            var started = Stopwatch.GetTimestamp();
            operation(i);
            micros[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        Array.Sort(micros);
        return new Sample(micros[Math.Min(operations - 1, (int)(operations * quantile))], (double)bytes / operations);
    }
}
