using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantumAI.Benchmarks.Harness;

/// <summary>The results of a suite as JSON, in the form that the targets ask for.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <returns>The path of the file that was written.</returns>
    public static string Write(string directory, string suite, IReadOnlyList<RowResult> results)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, suite + ".json");
        File.WriteAllText(path, JsonSerializer.Serialize(results.Select(Entry.Of), Options) + "\n");
        return path;
    }

    private sealed record Entry(
        string Name, double? Value, string Unit, string Better, string Baseline, double? BaselineValue, double? Ratio,
        double Target, string TargetKind, bool Met, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unmeasured)
    {
        public static Entry Of(RowResult result) => new(
            result.Row.Name, Figure(result, static x => x.Candidate.Median), result.Row.Unit, result.Row.Better == Harness.Better.Higher ? "higher" : "lower",
            result.Row.Baseline.Name, Figure(result, static x => x.Baseline.Median), Figure(result, static x => x.Ratio), Rounded(result.Target.Gate),
            result.Target.Kind == Harness.TargetKind.Ratio ? "ratio" : "value", result.Met, result.Unmeasured);

        private static double? Figure(RowResult result, Func<RowResult, double> of) => result.Unmeasured is null ? Rounded(of(result)) : null;

        private static double Rounded(double value) => Math.Abs(value) >= 1_000 ? Math.Round(value) : Math.Round(value, 4);
    }
}
