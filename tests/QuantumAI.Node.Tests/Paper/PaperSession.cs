using System.Text.RegularExpressions;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>Paper sessions as tests start them.</summary>
internal static partial class PaperSession
{
    private const string HashLabel = "journal hash: ";

    /// <summary>A whole session in the virtual world.</summary>
    public static Task<Finished> RunAsync(TempFolder folder, string dataDir, int seed, string length, params IReadOnlyList<string> more) =>
        QuantumProcess.RunAsync(
            folder.Path, ["paper", "--seed", $"{seed}", "--for", length, "--speed", "max", "--port", "0", "--data-dir", dataDir, .. more]);

    /// <summary>A session in the live world that runs until it is ended.</summary>
    public static QuantumProcess Start(TempFolder folder, string dataDir, int seed, int speed, params IReadOnlyList<string> more) =>
        QuantumProcess.Start(
            folder.Path, ["paper", "--seed", $"{seed}", "--speed", $"{speed}", "--data-dir", dataDir, .. more.Contains("--port") ? more : ["--port", "0", .. more]]);

    public static string JournalHash(this Finished finished)
    {
        Assert.Matches(HashLine(), finished.LastLine);
        return finished.LastLine[HashLabel.Length..];
    }

    [GeneratedRegex("^journal hash: [0-9a-f]{64}$")]
    private static partial Regex HashLine();
}
