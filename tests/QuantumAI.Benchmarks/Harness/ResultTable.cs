using System.Globalization;

namespace QuantumAI.Benchmarks.Harness;

/// <summary>The results of a suite for people: aligned columns, then the notes.</summary>
internal static class ResultTable
{
    private static readonly string[] Titles =
        ["row", "median", "min – max", "unit", "B/op", "baseline", "median", "B/op", "ratio", "gate", "target", "met"];

    public static void Print(TextWriter output, IReadOnlyList<RowResult> results)
    {
        string[][] lines = [Titles, .. results.Select(Cells)];
        int[] widths = [.. Titles.Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((cell, column) => Align(cell, column, widths[column]))).TrimEnd());
        foreach (var result in results)
            output.WriteLine($"  {result.Row.Name}: {result.Row.Note}");
    }

    private static string Align(string cell, int column, int width) =>
        column is 0 or 3 or 5 or 11 ? cell.PadRight(width) : cell.PadLeft(width);

    private static string[] Cells(RowResult result)
    {
        var suffix = result.Target.Kind == TargetKind.Ratio ? " ×" : "";
        if (result.Unmeasured is { } why)
            return [result.Row.Name, "none", "", result.Row.Unit, "", result.Row.Baseline.Name, "", "", "", Number(result.Target.Gate) + suffix, Number(result.Target.Goal) + suffix, $"not measured: {why}"];
        return
        [
            result.Row.Name, Number(result.Candidate.Median), $"{Number(result.Candidate.Min)} – {Number(result.Candidate.Max)}",
            result.Row.Unit, Number(result.Candidate.BytesPerOperation), result.Row.Baseline.Name, Number(result.Baseline.Median),
            Number(result.Baseline.BytesPerOperation), result.Ratio.ToString("0.00", CultureInfo.InvariantCulture),
            Number(result.Target.Gate) + suffix, Number(result.Target.Goal) + suffix, result.Met ? "yes" : "no",
        ];
    }

    private static string Number(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " k",
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
