using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Copies a journal while its owner goes on writing, and back again. A copy is one moment of the journal, verified, with a head file of its own.</summary>
/// <remarks>
/// The owner's WAL grows until the copy is done. The copy is made as <c>TARGET.new</c> and renamed when it is verified, so half a copy
/// never bears the name. A target that is there is never overwritten. Beside the copy and its head nothing stays behind.
/// </remarks>
public static class SqliteJournalBackup
{
    private const int PagesPerStep = 1024;

    /// <summary>Copies a journal.</summary>
    /// <param name="path">The journal; it may be in use.</param>
    /// <param name="target">The copy, in a directory of its own, for example <c>backups/2026-01-01/journal.db</c>; it must be absent.</param>
    /// <param name="progress">Told the share that is copied, 0 to 1.</param>
    /// <param name="time">Wall clock; the system's when null.</param>
    /// <returns>The copy's last commit.</returns>
    /// <exception cref="JournalException">The target is there or cannot be written, or the journal is damaged: then there is no copy.</exception>
    public static JournalHead Run(string path, string target, Action<double>? progress = null, TimeProvider? time = null)
    {
        (path, target) = (Path.GetFullPath(path), Path.GetFullPath(target));
        var headPath = JournalHeadFile.PathFor(target);
        foreach (var there in new[] { target, target + "-wal", headPath })
        {
            if (File.Exists(there) && (there == target || new FileInfo(there).Length > 0))
                throw new JournalException(JournalFailure.Unavailable, $"{there} is there already and is not overwritten");
        }

        SqliteFile.CreateDirectoryOf(target);
        using var ownership = FileOwnership.Take(target, time ?? TimeProvider.System);
        ownership.LeavesNothing = true;
        try
        {
            JournalDraft.Remove(target);
            Copy(path, JournalDraft.PathOf(target), progress);
            var head = Verify(JournalDraft.PathOf(target));

            // What readers of a file that is gone have left.
            File.Delete(target + "-wal");
            File.Delete(target + "-shm");
            File.Move(JournalDraft.PathOf(target), target);
            JournalHeadFile.Write(headPath, head, time ?? TimeProvider.System);
            return head;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{target} cannot be written: {refused.Message}", refused);
        }
        finally
        {
            JournalDraft.Remove(target);
        }
    }

    /// <summary>Brings a backup back to an absent journal's place; the backup must reach its own head file.</summary>
    /// <inheritdoc cref="Run"/>
    public static JournalHead Restore(string backup, string target, Action<double>? progress = null, TimeProvider? time = null)
    {
        using (var source = SqliteDatabase.OpenForReading(backup, SqliteJournalFormat.Format))
            _ = JournalOpening.VerifyWithHead(Path.GetFullPath(backup), source, null, []);
        return Run(backup, target, progress, time);
    }

    private static void Copy(string path, string draft, Action<double>? progress)
    {
        using var source = SqliteDatabase.OpenForReading(path, SqliteJournalFormat.Format);
        using var target = SqliteConnection.Open(draft, draft, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

        // One read transaction around all steps: the copy is one moment, and a commit meanwhile does not begin it anew.
        source.Execute("BEGIN");
        _ = source.Number("SELECT commits FROM journal");
        using (var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main"))
        {
            if (backup.IsInvalid)
                throw new JournalException(JournalFailure.Unavailable, $"{draft}: {raw.sqlite3_errmsg(target.Handle).utf8_to_string()}");
            int code;
            while ((code = raw.sqlite3_backup_step(backup, PagesPerStep)) == raw.SQLITE_OK)
                progress?.Invoke(1 - (raw.sqlite3_backup_remaining(backup) / (double)Math.Max(1, raw.sqlite3_backup_pagecount(backup))));
            if (code != raw.SQLITE_DONE)
                target.Check(code);
        }

        source.RollBack();
        progress?.Invoke(1);
    }

    private static JournalHead Verify(string draft)
    {
        JournalHead head;
        using (var connection = SqliteConnection.Open(draft, draft, raw.SQLITE_OPEN_READWRITE))
        {
            SqliteDatabase.CheckContent(draft, connection, SqliteJournalFormat.Format);
            head = JournalOpening.VerifyWithHead(draft, connection, null, []).Head;
        }

        using var file = new FileStream(draft, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return head;
    }
}
