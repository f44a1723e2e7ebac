using System.Text.Json;

namespace QuantumAI.Venues.Tests;

/// <summary>The data folder next to the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(candidate))
                return candidate;
        }

        Assert.Skip($"shared data folder not found: {relative}");
        return "";
    }

    public static JsonElement Json(string relative) => JsonElement.Parse(File.ReadAllBytes(Path(relative)));
}
