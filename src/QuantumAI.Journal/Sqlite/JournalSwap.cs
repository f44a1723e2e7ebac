namespace QuantumAI.Journal.Sqlite;

/// <summary>Puts a finished draft in a journal's place and keeps the old file under another name; what a crash cuts short, the next start completes.</summary>
/// <remarks>The caller owns the path. Between the renames the journal is absent, the kept file and a stamped draft are there.</remarks>
internal static class JournalSwap
{
    public const string FormatEnding = ".format-";
    public const string DamagedEnding = ".damaged-";

    /// <summary>Keeps the journal, with its WAL and its head, as <paramref name="kept"/>; the draft takes its place.</summary>
    public static void Run(string path, string kept)
    {
        MoveIfThere(JournalHeadFile.PathFor(path), kept + ".head");
        File.Move(path, kept);
        Place(path, kept);
    }

    /// <summary>Completes what a crash left between the renames.</summary>
    public static void Complete(string path)
    {
        if (File.Exists(path) || !IsWhole(JournalDraft.PathOf(path)) || LatestKept(path) is not { } kept)
            return;
        MoveIfThere(JournalHeadFile.PathFor(path), kept + ".head");
        Place(path, kept);
    }

    /// <summary>The first name for a damaged journal that is free.</summary>
    public static string NextDamaged(string path)
    {
        var number = 1;
        while (File.Exists($"{path}{DamagedEnding}{number}"))
            number++;
        return $"{path}{DamagedEnding}{number}";
    }

    // The WAL goes before the draft comes: SQLite must never find it beside another file.
    private static void Place(string path, string kept)
    {
        MoveIfThere(path + "-wal", kept + "-wal");
        File.Delete(path + "-shm");
        File.Delete(JournalDraft.PathOf(path) + "-wal");
        File.Delete(JournalDraft.PathOf(path) + "-shm");
        File.Move(JournalDraft.PathOf(path), path);
    }

    private static void MoveIfThere(string from, string to)
    {
        if (File.Exists(from))
            File.Move(from, to, overwrite: true);
    }

    private static bool IsWhole(string draft)
    {
        if (!File.Exists(draft))
            return false;
        try
        {
            SqliteFile.CheckIdentity(draft, SqliteJournalFormat.Format);
            return true;
        }
        catch (JournalException)
        {
            return false;
        }
    }

    private static string? LatestKept(string path) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*")
            .Where(file => IsKept(file[path.Length..]))
            .OrderByDescending(File.GetLastWriteTimeUtc).ThenByDescending(file => file, StringComparer.Ordinal)
            .FirstOrDefault();

    private static bool IsKept(string ending) =>
        (ending.StartsWith(FormatEnding, StringComparison.Ordinal) || ending.StartsWith(DamagedEnding, StringComparison.Ordinal))
        && char.IsAsciiDigit(ending[^1]);
}
