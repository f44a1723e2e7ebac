namespace QuantumAI.Node.Tests.Backtest;

/// <summary>Recorded markets that lie beside the repository and are not part of it.</summary>
internal static class SharedData
{
    /// <summary>The file's path; the test is skipped on a machine without the folder.</summary>
    public static string PathOf(string file)
    {
        if (Find(file) is { } path)
            return path;
        Assert.Skip($"shared data folder not found: no shared/data above {AppContext.BaseDirectory}");
        return "";
    }

    /// <summary>The file's path; null on a machine without the folder.</summary>
    public static string? Find(string file)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(folder))
                return Path.Combine(folder, file);
        }

        return null;
    }
}
