using System.Diagnostics;

namespace QuantumAI.Benchmarks.Harness;

/// <summary>One measured round: the figure, and what the whole process allocated per operation.</summary>
internal readonly record struct Sample(double Value, double BytesPerOperation)
{
    /// <summary>Operations per second of <paramref name="work"/>; it must have done all of them when it returns.</summary>
    public static Sample Rate(long operations, Action work)
    {
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        return new Sample(operations / seconds, (double)bytes / operations);
    }

    /// <summary>Live bytes per operation of what <paramref name="make"/> gives, after full collections.</summary>
    public static Sample LiveBytes(long operations, Func<object> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var made = make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(made);
        var bytes = (double)(after - before) / operations;
        return new Sample(bytes, bytes);
    }
}

/// <summary>Several rounds of one workload.</summary>
internal sealed class Series
{
    private readonly List<Sample> _samples = [];

    public double Median => MedianOf(_samples.Select(sample => sample.Value));

    public double Min => _samples.Min(sample => sample.Value);

    public double Max => _samples.Max(sample => sample.Value);

    public double BytesPerOperation => MedianOf(_samples.Select(sample => sample.BytesPerOperation));

    public void Add(Sample sample) => _samples.Add(sample);

    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
