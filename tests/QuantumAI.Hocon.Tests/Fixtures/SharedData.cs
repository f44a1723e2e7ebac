namespace QuantumAI.Hocon.Tests.Fixtures;

/// <summary>Finds the shared data folder beside the repository by walking up from the test binary.</summary>
internal static class SharedData
{
    public static string HoconFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", "ref", "hocon");
            if (Directory.Exists(folder)) return folder;
        }

        Assert.Skip("shared data folder not found: shared/data/ref/hocon in no parent of the test binary");
        return "";
    }
}
