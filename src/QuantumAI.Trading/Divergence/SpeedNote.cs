using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Divergence;

/// <summary>What a session's speed does to its divergence: a machine's milliseconds are minutes of its market. Pure.</summary>
public static class SpeedNote
{
    /// <param name="facts">The run.</param>
    /// <param name="rows">Its decisions.</param>
    /// <returns>Null when the run was not faster than its market.</returns>
    public static string? Of(SessionFacts facts, IEnumerable<DivergenceRow> rows)
    {
        if (facts.Speed is not (> 1 and { } speed))
            return null;
        var later = rows.Select(row => row.LaterNanos).OfType<long>().Select(nanos => (double)nanos).ToArray();
        var times = speed.ToString("#,0.##", CultureInfo.InvariantCulture);
        var fills = later.Length == 0 ? "" : $" (its fills came {Words(later.Average(), speed)})";
        return $"{facts.Run} ran at {times} times real time: a millisecond of the machine is {ReportWords.Duration(UnixNanos.PerMillisecond * speed)} of its market. "
            + $"Differences in time are those of the speed{fills}, and so are prices, denials for stale data and exits on another bar that follow from them";
    }

    private static string Words(double nanos, double speed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ReportWords.Duration(Math.Abs(nanos))} {(nanos < 0 ? "sooner" : "later")} on average, which is {Math.Abs(nanos) / speed / UnixNanos.PerMillisecond:0.###} ms of the machine");
}
