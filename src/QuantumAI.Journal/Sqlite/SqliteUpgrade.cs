using System.Buffers.Binary;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Brings journals of formats 1 and 2 to format 3. The old file stays beside the new one, as <c>journal.db.format-2</c>.</summary>
/// <remarks>
/// There each event has a link, which reads as an append of one event: the streams' links, and with them the journal's hash, stay
/// what they were. A crash leaves either the old file, or both under names that the next start completes.
/// </remarks>
internal static class SqliteUpgrade
{
    private const int FirstSingleLinkFormat = 3;
    private const int VersionOffset = 60;
    private const string SelectOld = "SELECT stream, seq, type, payload, market_time, link FROM events ORDER BY stream, seq";
    private const string SelectOldHeads = "SELECT stream, seq, link FROM heads ORDER BY stream";

    /// <summary>Upgrades the file when it is of an older format; does nothing otherwise.</summary>
    /// <exception cref="JournalException">It is in use, or damaged; then it is as it was.</exception>
    public static void RunIfOld(string path, JournalIdentity identity, TimeProvider time)
    {
        path = Path.GetFullPath(path);
        Complete(path);
        var version = VersionOf(path);
        if (version is <= 0 or >= FirstSingleLinkFormat)
            return;
        var draftPath = path + ".upgrading";
        using (var old = SqliteDatabase.Open(path, SqliteJournalFormat.Format with { Version = version }, time, maxBytes: null, _ => { }))
        using (var draft = JournalDraft.Begin(draftPath, identity.Environment, time))
        {
            Copy(path, old.Connection, draft, identity.Account);
            if (version == 2)
                CopyCommands(old.Connection, draft.Writer);
            draft.Finish();
        }

        File.Move(path, Kept(path, version));
        File.Move(draftPath, path);
    }

    /// <summary>A tool does not change what it reads.</summary>
    /// <exception cref="JournalException">The journal is of an older format.</exception>
    public static void RefuseOld(string path, SqliteConnection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        if (version < FirstSingleLinkFormat)
            throw new JournalException(
                JournalFailure.Older, $"{path} has the format {version}: start its session, or run quantum journal upgrade, to bring it to format {FirstSingleLinkFormat}");
    }

    private static string Kept(string path, int version) => $"{path}.format-{version}";

    /// <summary>The old file was put aside and the crash came before the new one got its name.</summary>
    private static void Complete(string path)
    {
        if (!File.Exists(path) && File.Exists(path + ".upgrading") && (File.Exists(Kept(path, 1)) || File.Exists(Kept(path, 2))))
            File.Move(path + ".upgrading", path);
    }

    /// <summary>The format as the file's header has it; 0 when it has none. Without SQLite, which would change what it opens.</summary>
    private static int VersionOf(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[VersionOffset + 12];
            return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
                && header.StartsWith("SQLite format 3\0"u8)
                && BinaryPrimitives.ReadInt32BigEndian(header[68..]) == SqliteJournalFormat.Format.ApplicationId
                ? BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..])
                : 0;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return 0; // opening it says why
        }
    }

    private static void Copy(string path, SqliteConnection old, JournalDraft draft, string account)
    {
        var verification = new Verification(path);
        using var rows = old.Prepare(SelectOld);
        StreamRow? stream = null;
        while (rows.Step())
        {
            var name = rows.Text(0);
            if (stream?.Name != name)
                stream = draft.Writer.Begin(name, account, epoch: 0);
            var data = new EventData(rows.Text(2), rows.Bytes(3).ToArray(), rows.Int64(4));
            if (rows.Int64(1) != stream.Sequence + 1)
                throw verification.Damage(name, stream.Sequence + 1, $"is missing, {rows.Int64(1)} follows {stream.Sequence}");
            if (!HashChain.Next(stream.Link, data).AsSpan().SequenceEqual(rows.Bytes(5)))
                throw verification.Damage(name, stream.Sequence + 1, "does not match its link: the event, or one before it, was changed");
            draft.Append(stream, [data]);
        }

        CompareHeads(verification, old, draft.Writer);
    }

    private static void CompareHeads(Verification verification, SqliteConnection old, SqliteJournalWriter writer)
    {
        using var heads = old.Prepare(SelectOldHeads);
        while (heads.Step())
        {
            var (name, sequence) = (heads.Text(0), heads.Int64(1));
            var stream = writer.Find(name);
            if (stream?.Sequence != sequence)
                throw verification.Damage(name, (stream?.Sequence ?? 0) + 1, $"is missing: the stream ends at {stream?.Sequence ?? 0}, its head says {sequence}");
            if (!heads.Bytes(2).SequenceEqual(stream.Link))
                throw verification.Damage(name, sequence, "does not match the stream's head");
        }
    }

    private static void CopyCommands(SqliteConnection old, SqliteJournalWriter writer)
    {
        using (var commands = old.Prepare("SELECT stream, first_seq, last_seq, id FROM commands"))
        {
            while (commands.Step())
            {
                if (writer.Find(commands.Text(0)) is { } stream)
                    writer.AddCommand(stream, new CommandPlace(CommandId.ReadFrom(commands.Bytes(3)), commands.Int64(1), commands.Int64(2)));
            }
        }

        using var owners = old.Prepare("SELECT stream, epoch FROM owners");
        while (owners.Step())
        {
            if (writer.Find(owners.Text(0)) is { } stream)
                writer.RaiseEpoch(stream, owners.Int64(1));
        }
    }
}
