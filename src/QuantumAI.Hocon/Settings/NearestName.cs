namespace QuantumAI.Hocon.Settings;

/// <summary>The known name most like an unknown one, by edit distance.</summary>
internal static class NearestName
{
    private const int LengthMax = 64;

    /// <summary>Null when nothing is within a third of the name's length, or two edits.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > LengthMax) return null;
        var limit = Math.Max(2, name.Length / 3);
        return known.Select(k => (Name: k, Edits: Distance(name, k)))
            .Where(p => p.Edits <= limit && p.Edits < p.Name.Length)
            .OrderBy(p => p.Edits).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Name).FirstOrDefault();
    }

    /// <summary>Levenshtein distance with two rows.</summary>
    private static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(above[j], row[j - 1]));
            }

            above = row;
        }

        return above[^1];
    }
}
