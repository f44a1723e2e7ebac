using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace QuantumAI.Quant.Tests.Data;

/// <summary>Reference files beside the repository (`../shared/data`): found by walking up, never copied, skipped when absent.</summary>
internal static class SharedData
{
    private static readonly Lazy<string?> Root = new(Locate);

    /// <summary>The lines of a text file, also of a .gz one.</summary>
    internal static string[] Lines(string relativePath)
    {
        using StreamReader reader = new(Open(relativePath));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    internal static JsonDocument Json(string relativePath)
    {
        using Stream stream = Open(relativePath);
        return JsonDocument.Parse(stream);
    }

    /// <summary>One column of a CSV file with a header, by exact name; an empty cell is NaN.</summary>
    internal static double[] Column(string relativePath, string name)
    {
        string[] lines = Lines(relativePath);
        int index = Array.IndexOf(lines[0].TrimStart('\uFEFF').Split(','), name);
        Assert.True(index >= 0, $"no column {name} in {relativePath}");
        return [.. lines.Skip(1).Select(line => Cell(line.Split(',')[index]))];
    }

    /// <summary>One property of an array of objects; null is NaN.</summary>
    internal static double[] Property(JsonDocument document, string name) =>
        [.. document.RootElement.EnumerateArray().Select(row => Number(row.GetProperty(name)))];

    internal static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();

    internal static BarSeries Bars(string relativePath, string high = "high", string low = "low", string close = "close") =>
        new(Column(relativePath, high), Column(relativePath, low), Column(relativePath, close));

    private static double Cell(string text) =>
        text.Length == 0 ? double.NaN : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Stream Open(string relativePath)
    {
        if (Root.Value is not { } root)
        {
            Assert.Skip($"shared data folder not found: no sibling shared/data above {AppContext.BaseDirectory}");
            throw new InvalidOperationException("unreachable: Assert.Skip throws");
        }

        FileStream file = File.OpenRead(Path.Combine(root, relativePath));
        return relativePath.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static string? Locate()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(Path.Combine(candidate, "ref")))
                return candidate;
        }

        return null;
    }
}
