using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Simulation.Swarm;

namespace QuantumAI.Node.Output;

/// <summary>Results of simulations for people and as JSON.</summary>
internal static class SwarmText
{
    public static string Of(SwarmResult result)
    {
        var text = new StringBuilder();
        var s = result.Settings;
        text.Append(CultureInfo.InvariantCulture, $"seed {s.Seed}: {s.Nodes} machines, {s.Accounts} accounts, {s.Symbols} symbols, {s.Faults.Count} planned faults\n");
        text.Append(CultureInfo.InvariantCulture, $"simulated {result.Simulated:hh\\:mm\\:ss}, {result.Steps} steps, {result.Traffic.Events} events, {result.Traffic.Orders} orders at venues, {result.Traffic.Trades} trades\n");
        Append(text, "faults", result.Faults);
        text.Append(CultureInfo.InvariantCulture, $"trace: {result.TraceHash}\n");
        if (result.IsGreen)
            return text.Append("every invariant held").ToString();
        text.Append("VIOLATED\n");
        foreach (var violation in result.Violations)
            text.Append("  ").Append(violation).Append('\n');
        return text.Append(Replay(result)).ToString();
    }

    public static string Of(SwarmReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Seeds} seeds, {report.Failed.Count} failed; {report.Simulated.TotalHours:0.0} hours simulated in {report.Elapsed.TotalSeconds:0.0} s, {report.TimesRealTime:0} times real time\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Traffic.Events} events, {report.Traffic.Orders} orders at venues, {report.Traffic.Trades} trades\n");
        Append(text, "faults", report.Faults);
        Append(text, "branches", report.Reached);
        text.Append(CultureInfo.InvariantCulture, $"never reached: {(report.Missed.Count == 0 ? "none" : string.Join(", ", report.Missed))}");
        foreach (var failed in report.Failed)
            text.Append('\n').Append(failed.Violations[0]).Append('\n').Append(Replay(failed));
        return text.ToString();
    }

    /// <summary>What is left of a failure that was made small.</summary>
    public static string Small(SwarmResult small)
    {
        var s = small.Settings;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"made small: {s.Nodes} machines, {s.Accounts} accounts, {s.Symbols} symbols, {s.Length.TotalSeconds:0} s, {s.Faults.Count} planned faults\n");
        foreach (var fault in s.Faults)
            text.Append(CultureInfo.InvariantCulture, $"  {fault.AfterNanos / 1e9:0.000} s {fault.Kind}, {fault.LengthNanos / 1e9:0.000} s\n");
        return text.Append(CultureInfo.InvariantCulture, $"  {small.Violations[0]}").ToString();
    }

    /// <summary>A table in Markdown.</summary>
    public static string Of(IReadOnlyList<MutationRow> rows)
    {
        var text = new StringBuilder("| left out | result | seeds until it is found | what was found first |\n|---|---|---|---|\n");
        foreach (var row in rows)
        {
            var found = row.Found is { } red ? $"seed {red.Settings.Seed}, {red.Violations[0]}" : "nothing";
            text.Append(CultureInfo.InvariantCulture, $"| {row.Safeguard} | {(row.Found is null ? "GREEN" : "red")} | {row.Seeds} | {found.Replace('|', '/')} |\n");
        }

        return text.ToString().TrimEnd();
    }

    public static string Json(SwarmResult result) => JsonSerializer.Serialize(new
    {
        seed = result.Settings.Seed,
        traceHash = result.TraceHash,
        steps = result.Steps,
        simulatedSeconds = result.Simulated.TotalSeconds,
        faults = result.Faults,
        violations = result.Violations,
    });

    public static string Json(SwarmReport report) => JsonSerializer.Serialize(new
    {
        seeds = report.Seeds,
        failed = report.Failed.Select(one => new { seed = one.Settings.Seed, violation = one.Violations[0] }).Take(100),
        simulatedHours = report.Simulated.TotalHours,
        timesRealTime = report.TimesRealTime,
        faults = report.Faults,
        branchesMissed = report.Missed,
    });

    /// <summary>Only what a seed draws is replayed by the seed; a run that was made small by its file.</summary>
    private static string Replay(SwarmResult result) => SwarmSettingsJson.Write(result.Settings) == SwarmSettingsJson.Write(SwarmSettings.Draw(result.Settings.Seed, result.Settings.Length))
        ? string.Create(CultureInfo.InvariantCulture, $"replay: quantum simulate --seed {result.Settings.Seed} --minutes {result.Settings.Length.TotalMinutes:0} --trace trace.txt")
        : "replay: the same --settings, with --trace trace.txt";

    private static void Append(StringBuilder text, string what, IReadOnlyDictionary<string, long> counts) =>
        text.Append(CultureInfo.InvariantCulture, $"{what}: {(counts.Count == 0 ? "none" : string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")))}\n");
}
