namespace QuantumAI.Feeds.Files;

/// <summary>Opens a market file and says what stands in its place when it is not there.</summary>
internal static class FileFinder
{
    private const int ListedMax = 2000;
    private const int SuggestedMax = 5;

    /// <summary>Opens the file for reading front to back.</summary>
    /// <exception cref="MarketFileException">It is missing, empty, a directory or not readable.</exception>
    public static FileStream Open(string path, ProblemLog problems)
    {
        if (path.Length == 0)
            throw problems.Fatal("a market file must be named, as [SYMBOL=]FILE", "none");
        try
        {
            var fullPath = Path.GetFullPath(path);
            if (Directory.Exists(fullPath))
                throw problems.Fatal("a market file must be a file", $"the directory {fullPath}");
            if (!File.Exists(fullPath))
                throw problems.Fatal("a market file must exist", Missing(fullPath));

            // Pipes and devices say 0 too; opening one could block.
            if (new FileInfo(fullPath).ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Length: 0 } || new FileInfo(fullPath).Length == 0)
                throw problems.Fatal("a market file must not be empty", "0 bytes");
            return new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw problems.Fatal("a market file must be readable", ProblemLog.Printable(refused.Message), refused);
        }
    }

    private static string Missing(string fullPath)
    {
        var folder = Path.GetDirectoryName(fullPath);
        if (folder is null || !Directory.Exists(folder))
            return $"missing: {fullPath} (there is no folder {folder})";
        var wanted = Path.GetFileName(fullPath);
        var similar = Directory.EnumerateFiles(folder)
            .Take(ListedMax)
            .Select(file => Path.GetFileName(file))
            .Where(name => IsSimilar(name, wanted))
            .Order(StringComparer.Ordinal)
            .Take(SuggestedMax)
            .ToList();
        return similar.Count == 0
            ? $"missing: {fullPath} (no similar name in that folder)"
            : $"missing: {fullPath} (similar names there: {string.Join(", ", similar)})";
    }

    private static bool IsSimilar(string name, string wanted)
    {
        var stem = wanted.Split('.')[0];
        return (stem.Length > 2 && name.Contains(stem, StringComparison.OrdinalIgnoreCase))
            || Distance(name.ToUpperInvariant(), wanted.ToUpperInvariant()) <= Math.Max(2, wanted.Length / 4);
    }

    // Edit distance (Levenshtein 1966) with two rows.
    private static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[above.Length];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
            }

            (above, row) = (row, above);
        }

        return above[^1];
    }
}
