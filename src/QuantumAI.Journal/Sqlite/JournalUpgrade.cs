using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Brings a journal of format 1 or 2 to the current one: verified by its own rules, copied event by event, verified again, swapped.</summary>
/// <remarks>
/// An event becomes an append of one event: its link, and with it every stream's hash, stays what it was. The old journal is kept as
/// <c>FILE.format-N</c>. Positions follow stream and sequence: the old formats did not say in which order streams were written.
/// </remarks>
internal static class JournalUpgrade
{
    /// <summary>Does nothing when there is no old journal. The caller owns the path.</summary>
    /// <returns>What was done, for people; null when nothing was.</returns>
    /// <exception cref="JournalException">The old journal is damaged or cannot be read; it is as it was.</exception>
    public static string? Run(string path, JournalIdentity identity, TimeProvider time)
    {
        try
        {
            JournalSwap.Complete(path);
            if (SqliteFile.VersionInHeader(path, SqliteJournalFormat.Format) is not (1 or 2))
                return null;
            WalInspection.Run(path);
            return Upgrade(path, identity, time);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be upgraded: {refused.Message}", refused);
        }
    }

    private static string Upgrade(string path, JournalIdentity identity, TimeProvider time)
    {
        long version, events;
        JournalHead head;
        using (var old = SqliteConnection.Open(path, path, raw.SQLITE_OPEN_READWRITE))
        {
            old.KeepWalOnClose(true);
            SqliteDatabase.CheckContent(path, old, SqliteJournalFormat.Format with { OldestReadable = 1 });
            version = old.Number("PRAGMA user_version");
            var heads = OldJournalVerification.Run(path, old);
            using (var draft = JournalDraft.Begin(path, identity.Environment, time))
            {
                Copy(old, draft, identity.Account, heads, hasCommands: version == 2);
                head = draft.Finish(new Dictionary<StreamState, string>());
                events = draft.Events;
            }

            old.KeepWalOnClose(false);
        }

        var kept = $"{path}{JournalSwap.FormatEnding}{version}";
        if (File.Exists(path + "-wal"))
            throw new JournalException(JournalFailure.InUse, $"{path} cannot be upgraded: another program has it open");
        if (File.Exists(kept))
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be upgraded: {kept} is there already");
        JournalSwap.Run(path, kept);
        JournalHeadFile.Write(JournalHeadFile.PathFor(path), head, time);
        return $"{path} was upgraded from format {version} with {events} events; the old journal is {kept}";
    }

    private static void Copy(SqliteConnection old, JournalDraft draft, string account, SortedDictionary<string, StreamHead> heads, bool hasCommands)
    {
        var streams = heads.Keys.ToDictionary(name => name, name => draft.Stream(name, account, epoch: 0), StringComparer.Ordinal);
        if (hasCommands)
            CopyOwners(old, draft, account, streams);
        using (var events = old.Prepare(OldJournalFormat.SelectAll))
        {
            while (events.Step())
            {
                var data = new EventData(events.Text(2), events.Bytes(3).ToArray(), events.Int64(4));
                draft.Event(streams[events.Text(0)], data, events.Int64(6), events.Bytes(5));
            }
        }

        if (!hasCommands)
            return;
        using var commands = old.Prepare(OldJournalFormat.SelectCommands);
        while (commands.Step())
            draft.Command(streams[commands.Text(0)], new CommandPlace(CommandId.ReadFrom(commands.Bytes(3)), commands.Int64(2), commands.Int64(1)));
    }

    private static void CopyOwners(SqliteConnection old, JournalDraft draft, string account, Dictionary<string, StreamState> streams)
    {
        using var owners = old.Prepare(OldJournalFormat.SelectOwners);
        while (owners.Step())
        {
            var name = owners.Text(0);
            if (streams.TryGetValue(name, out var known))
                known.Move(0, HashChain.Origin, owners.Int64(1));
            else
                streams.Add(name, draft.Stream(name, account, owners.Int64(1)));
        }
    }
}
