using System.Buffers.Binary;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>What is checked and done before an SQLite file is opened for writing: identity, completeness, creation.</summary>
internal static class SqliteFile
{
    private const int HeaderBytes = 100;

    public static void CreateDirectoryOf(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"the directory of {path} cannot be created: {refused.Message}", refused);
        }
    }

    /// <summary>Creates an absent file whole, or refuses a present one that is not ours. The caller owns the path.</summary>
    public static void CreateOrCheck(string path, SqliteFormat format)
    {
        if (!File.Exists(path))
        {
            if (WalBytes(path) > 0)
                throw new JournalException(JournalFailure.Corrupt, $"{path} is missing, but its {path}-wal is there: the {format.Name} is incomplete");
            Create(path, format);
        }
        else
        {
            CheckIdentity(path, format);
        }
    }

    /// <summary>Refuses what is not ours, without a lock, a recovery or a write: SQLite takes the file for immutable.</summary>
    public static void CheckIdentity(string path, SqliteFormat format)
    {
        try
        {
            if (new FileInfo(path).Length == 0)
                throw new JournalException(JournalFailure.Corrupt, $"{path} is empty: no {format.Name} was ever empty, so it was cut off or is foreign");
            using var probe = SqliteConnection.Open(path, ImmutableUri(path), raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
            CheckStamps(path, probe, format);
            CheckLength(path, format);
        }
        catch (JournalException refused) when (refused.Failure == JournalFailure.Corrupt && WalBytes(path) > 0)
        {
            // A checkpoint that was cut short leaves a file that is whole only together with its WAL: the real open decides.
        }
        catch (JournalException refused) when (refused.Failure == JournalFailure.Foreign)
        {
            throw new JournalException(JournalFailure.Foreign, $"{path} is not a QuantumAI {format.Name}: {refused.Message}", refused);
        }
    }

    /// <summary>The format's version as the file's header says, without SQLite; null when there is no such file, or it is not of this format.</summary>
    public static int? VersionInHeader(string path, SqliteFormat format)
    {
        if (!File.Exists(path))
            return null;
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
            && BinaryPrimitives.ReadInt32BigEndian(header[68..]) == format.ApplicationId
            ? BinaryPrimitives.ReadInt32BigEndian(header[60..])
            : null;
    }

    public static void CheckStamps(string path, SqliteConnection connection, SqliteFormat format)
    {
        var application = connection.Number("PRAGMA application_id");
        if (application != format.ApplicationId)
            throw new JournalException(JournalFailure.Foreign, $"{path} carries the application id {application:x8}, a {format.Name} carries {format.ApplicationId:x8}");
        var version = connection.Number("PRAGMA user_version");
        if (version > format.Version)
            throw new JournalException(JournalFailure.Newer, $"{path} has the format {version}, this build knows up to {format.Version}: run a newer build");
        if (version < 1)
            throw new JournalException(JournalFailure.Corrupt, $"{path} has the format {version}, which never existed");
        if (version < format.OldestReadable)
            throw new JournalException(JournalFailure.Older, $"{path} has the format {version}: a start of the node upgrades it");
    }

    /// <summary>A file without a WAL has as many whole pages as its header says: what was cut off its end may not show otherwise.</summary>
    private static void CheckLength(string path, SqliteFormat format)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.ReadExactly(header);
        var pageBytes = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var bytes && bytes == 1 ? 65536 : bytes;
        var expected = BinaryPrimitives.ReadUInt32BigEndian(header[28..]) * (long)pageBytes;
        if (file.Length < expected && WalBytes(path) == 0)
            throw new JournalException(JournalFailure.Corrupt, $"{path} was cut off: it has {file.Length} bytes, its header says {expected}: the {format.Name} is incomplete");
    }

    /// <summary>Builds the file under another name and renames it: a crash leaves no half-made database.</summary>
    private static void Create(string path, SqliteFormat format)
    {
        var draft = path + ".new";
        try
        {
            RemoveDraft(draft);
            using (var connection = SqliteConnection.Open(draft, draft, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE))
            {
                connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
                connection.Execute($"BEGIN; {format.Schema} PRAGMA application_id={format.ApplicationId}; PRAGMA user_version={format.Version}; COMMIT");
            }

            File.Move(draft, path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be created: {refused.Message}", refused);
        }
        catch (JournalException)
        {
            RemoveDraft(draft);
            throw;
        }
    }

    private static void RemoveDraft(string draft)
    {
        foreach (var leftover in new[] { draft, draft + "-wal", draft + "-shm", draft + "-journal" })
            File.Delete(leftover);
    }

    /// <summary>Length of the file's WAL; 0 when there is none. Whoever only reads leaves an empty one.</summary>
    public static long WalBytes(string path)
    {
        var wal = new FileInfo(path + "-wal");
        return wal.Exists ? wal.Length : 0;
    }

    private static string ImmutableUri(string path)
    {
        var escaped = path.Replace('\\', '/')
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("?", "%3f", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return $"file://{(escaped.StartsWith('/') ? "" : "/")}{escaped}?immutable=1";
    }
}
