using System.Diagnostics;
using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>Times one operation after the other.</summary>
internal static class Latencies
{
    /// <summary>Microseconds within which the given share of the operations was done, and the bytes of one.</summary>
    public static Sample Measure(int operations, double quantile, Action<int> operation) => Measure(operations, warmUp: 0, quantile, operation);

    /// <summary>Milliseconds at a percentile; the first tenth warms the session up and does not count.</summary>
    public static Sample Millis(int operations, int percentile, Action<int> operation)
    {
        var micros = Measure(operations, operations / 10, percentile / 100.0, operation);
        return micros with { Value = micros.Value / 1_000 };
    }

    private static Sample Measure(int operations, int warmUp, double quantile, Action<int> operation)
    {
        var micros = new double[operations - warmUp];
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < operations; i++)
        {
            var started = Stopwatch.GetTimestamp();
            operation(i);
            if (i >= warmUp)
                micros[i - warmUp] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        Array.Sort(micros);
        return new Sample(micros[Math.Min(micros.Length - 1, (int)(micros.Length * quantile))], (double)bytes / operations);
    }
}
