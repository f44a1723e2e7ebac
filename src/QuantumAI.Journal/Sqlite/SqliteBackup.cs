using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Copies of a journal: taken while its owner writes, and put back.</summary>
public static class SqliteBackup
{
    /// <summary>Writes a copy of the journal as it is at one moment, verified, with a <c>.head</c> file of its own. The owner goes on meanwhile.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="target">The copy; it must not exist.</param>
    /// <param name="verified">Told how many events of the copy are verified, now and then.</param>
    /// <exception cref="JournalException">The journal cannot be read, the target exists or cannot be written, or the copy is not sound; then there is no copy.</exception>
    public static JournalHead Run(string path, string target, Action<long>? verified = null)
    {
        target = Path.GetFullPath(target);
        Refuse(target);
        SqliteFile.CreateDirectoryOf(target);
        var draft = target + ".copying";
        File.Delete(draft);
        try
        {
            using (var source = SqliteDatabase.OpenForReading(path, SqliteJournalFormat.Format))
            {
                SqliteUpgrade.RefuseOld(path, source);
                using var copy = source.Prepare("VACUUM INTO ?1");
                copy.Bind(1, draft);
                copy.Run();
            }

            Sync(draft);
            var head = Verify(draft, verified);
            using (var file = new JournalHeadFile(JournalHeadFile.PathBeside(target), TimeProvider.System, known: null))
                file.Note(head);
            File.Move(draft, target);
            return head;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Puts a copy in a journal's place.</summary>
    /// <param name="copy">What <see cref="Run"/> has written.</param>
    /// <param name="path">The journal; it must not exist: move a damaged one away first.</param>
    /// <param name="verified">Told how many events are verified, now and then.</param>
    /// <exception cref="JournalException">The copy is not sound, or the journal exists.</exception>
    public static JournalHead Restore(string copy, string path, Action<long>? verified = null)
    {
        if (JournalHeadFile.Read(JournalHeadFile.PathBeside(copy)) is { } known)
        {
            using var source = SqliteJournalReader.Open(copy);
            JournalHeadFile.Compare(JournalHeadFile.PathBeside(copy), copy, source.Head(), _ => known.Link.ToArray());
        }

        return Run(copy, path, verified);
    }

    private static void Refuse(string target)
    {
        foreach (var existing in (string[])[target, target + "-wal", JournalHeadFile.PathBeside(target)])
        {
            if (File.Exists(existing))
                throw new JournalException(JournalFailure.InUse, $"{existing} exists: nothing is overwritten");
        }
    }

    private static void Sync(string file)
    {
        using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    private static JournalHead Verify(string draft, Action<long>? verified)
    {
        using var connection = SqliteDatabase.OpenForReading(draft, SqliteJournalFormat.Format);
        return SqliteVerification.Run(draft, connection, verified);
    }
}
