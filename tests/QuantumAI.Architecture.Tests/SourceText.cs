using System.Text.RegularExpressions;

namespace QuantumAI.Architecture.Tests;

/// <summary>What can be seen in a source text: calls that block a thread, and names that say nothing.</summary>
internal static partial class SourceText
{
    private static readonly string[] EmptyNames = ["Common", "Utils", "Util", "Utilities", "Helpers", "Helper", "Misc", "Manager", "Managers"];

    /// <summary>Blocking calls and lost exceptions, by line.</summary>
    /// <param name="knowsTasks">False for tier 0, which cannot name a task: there <c>.Result</c> is some other property.</param>
    public static IEnumerable<string> BlockingCalls(string path, string text, bool knowsTasks = true)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (Blocking().Match(LineComment().Replace(line, "")) is { Success: true } match && (knowsTasks || match.Value != ".Result"))
                yield return $"{path}:{number}: {match.Value}";
        }
    }

    /// <summary>Folders of the path and types of the text whose names could hold anything.</summary>
    public static IEnumerable<string> EmptyWords(string relativePath, string text)
    {
        foreach (var folder in relativePath.Replace('\\', '/').Split('/')[..^1])
        {
            if (folder.Split('.').Any(EmptyNames.Contains))
                yield return $"folder {folder}";
        }

        foreach (Match match in TypeName().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (EmptyNames.Any(word => name.EndsWith(word, StringComparison.Ordinal)))
                yield return $"type {name} in {relativePath}";
        }
    }

    [GeneratedRegex(@"\bThread\.Sleep\b|\.Result\b|\.Wait\(\)|\basync\s+void\b")]
    private static partial Regex Blocking();

    [GeneratedRegex("//.*$")]
    private static partial Regex LineComment();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();
}
