using System.Globalization;

namespace QuantumAI.Node.Recording;

/// <summary>The folder of one run of a session: <c>DATA_DIR/runs/run-0001</c>.</summary>
internal sealed record RunFolder(string Path)
{
    private const string Prefix = "run-";

    /// <summary>The run's id, within its data directory.</summary>
    public string Id => System.IO.Path.GetFileName(Path);

    /// <summary>What the run is.</summary>
    public string Manifest => System.IO.Path.Combine(Path, "manifest.json");

    /// <summary>Its symbols with the history that it began with.</summary>
    public string Symbols => System.IO.Path.Combine(Path, "symbols.json");

    /// <summary>What entered its lanes; there is none of a run in the virtual world.</summary>
    public string Lanes => System.IO.Path.Combine(Path, "lanes.bin");

    /// <summary>How it ended; there is none while it runs, nor after a kill.</summary>
    public string End => System.IO.Path.Combine(Path, "end.json");

    /// <summary>The runs of a data directory, oldest first.</summary>
    public static IReadOnlyList<RunFolder> In(string dataDir)
    {
        var runs = System.IO.Path.Combine(dataDir, "runs");
        return !Directory.Exists(runs) ? [] :
        [
            .. Directory.EnumerateDirectories(runs).Select(path => new RunFolder(path)).Where(run => run.Number > 0).OrderBy(run => run.Number),
        ];
    }

    /// <summary>The run whose folder a path is, with its data directory; null when it is no run's.</summary>
    public static (string DataDir, RunFolder Run)? At(string path)
    {
        var whole = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var runs = System.IO.Path.GetDirectoryName(whole);
        return Directory.Exists(whole) && System.IO.Path.GetFileName(runs) == "runs" && new RunFolder(whole) is { Number: > 0 } run
            ? (System.IO.Path.GetDirectoryName(runs)!, run)
            : null;
    }

    /// <summary>Deletes the oldest runs, so that this one and those before it are <paramref name="keep"/>.</summary>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    public void Keep(int keep)
    {
        var runs = In(System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path))!);
        for (var old = 0; old < runs.Count - keep; old++)
            Directory.Delete(runs[old].Path, recursive: true);
    }

    /// <summary>Makes the folder of the next run.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static RunFolder Create(string dataDir)
    {
        var runs = In(dataDir);
        var number = runs.Count == 0 ? 1 : runs[^1].Number + 1;
        var next = new RunFolder(System.IO.Path.Combine(dataDir, "runs", string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:0000}")));
        Directory.CreateDirectory(next.Path);
        return next;
    }

    private long Number => Id.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(Id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : 0;
}
