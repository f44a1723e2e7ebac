namespace QuantumAI.Hocon.Parsing;

/// <summary>Slash-separated source names: the folder an include is relative to, and the names a basename stands for.</summary>
internal static class SourceNames
{
    private static readonly string[] Extensions = [".properties", ".json", ".conf"];

    /// <summary>The names to try, in the order of loading: a name with a known extension stands for itself.</summary>
    public static IEnumerable<string> Candidates(string name) =>
        Extensions.Any(e => name.EndsWith(e, StringComparison.Ordinal)) ? [name] : Extensions.Select(e => name + e);

    /// <summary>The name joined to the folder of the including source, with . and .. taken out.</summary>
    public static string Beside(string including, string name)
    {
        var folderEnd = including.LastIndexOf('/');
        if (folderEnd < 0 || IsAbsolute(name)) return Normal(name);
        return Normal(including[..(folderEnd + 1)] + name);
    }

    /// <summary>The name with inner . and .. taken out, so that one file has one name.</summary>
    public static string Normal(string name)
    {
        var kept = new List<string>();
        foreach (var part in name.Replace('\\', '/').Split('/'))
        {
            if (part == "." || (part.Length == 0 && kept.Count > 0)) continue;
            if (part == ".." && kept.Count > 0 && kept[^1] is not (".." or "")) kept.RemoveAt(kept.Count - 1);
            else kept.Add(part);
        }

        return string.Join('/', kept);
    }

    private static bool IsAbsolute(string name) =>
        name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 1 && name[1] == ':');
}
