using System.Globalization;
using System.Text;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.TestKit;

/// <summary>What a failed expectation says: what was wanted, what came instead, when, and how to see it again.</summary>
internal static class ProbeReport
{
    private const int MostLines = 20;

    public static ExpectationFailedException Failure(World world, string probe, string wanted, IReadOnlyCollection<string> came)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{probe} expected {wanted}, but ");
        text.AppendLine(came.Count == 0 ? "nothing came" : "there came");
        foreach (var line in came.Take(MostLines))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {line}");
        if (came.Count > MostLines)
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {came.Count - MostLines} more");
        text.Append(CultureInfo.InvariantCulture, $"world time {world.NowNanos} ns, seed {world.Seed}");
        foreach (var (path, count) in world.DeadLetters.OrderBy(letter => letter.Key, StringComparer.Ordinal).Take(MostLines))
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"dead letters of {path}: {count}");
        if (world.Fault is { } fault)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"lane {fault.Lane} faulted: {fault.Exception.Message}");
        if (!Seeds.IsRunning)
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"replay: {Replay.Command()}");
        return new ExpectationFailedException(text.ToString());
    }

    public static string Line<T>(Arrival<T> arrival) => string.Create(CultureInfo.InvariantCulture, $"{arrival.Item} at {arrival.Nanos}");
}
