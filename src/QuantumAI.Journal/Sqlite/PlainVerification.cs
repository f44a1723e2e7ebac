using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Walks a journal on one thread, event by event, with the chain's own functions: the naive twin of the pipeline.</summary>
internal static class PlainVerification
{
    /// <exception cref="JournalException">Damage; it names the stream and the sequence, or the commit.</exception>
    public static JournalContent Run(string path, SqliteConnection connection, Action<long>? progress = null)
    {
        var content = JournalContent.Read(path, connection);
        using var walk = new JournalWalk(path, content);
        try
        {
            Walk(walk, connection);
            walk.Finish(ReadIndex(connection));
        }
        catch (JournalException unreadable) when (unreadable is { Failure: JournalFailure.Corrupt, Stream: null } && unreadable.IsFromSqlite)
        {
            throw walk.Unreadable(unreadable);
        }

        progress?.Invoke(walk.Events);
        return content;
    }

    /// <summary>Counts the entries of the index by stream and sums their places.</summary>
    public static (long Entries, ulong Places) ReadIndex(SqliteConnection connection)
    {
        var (entries, places) = (0L, 0UL);
        using var index = connection.Prepare(SqliteJournalFormat.SelectIndex);
        while (index.Step())
        {
            entries++;
            places = unchecked(places + JournalWalk.PlaceHash(index.Int64(0), index.Int64(1), index.Int64(2)));
        }

        return (entries, places);
    }

    private static void Walk(JournalWalk walk, SqliteConnection connection)
    {
        using var events = connection.Prepare(SqliteJournalFormat.SelectAll);
        using var commits = connection.Prepare(SqliteJournalFormat.SelectCommits);
        events.Bind(1, long.MinValue);
        commits.Bind(1, long.MinValue);
        var append = new List<EventData>();
        var hasCommit = commits.Step();
        while (events.Step())
        {
            while (hasCommit && commits.Int64(1) < events.Int64(0))
                hasCommit = Commit(walk, commits);
            walk.Event(events.Int64(0), events.Int64(1), events.Int64(2), EventRow.HasDeclaredTypes(events));
            append.Add(EventRow.Data(events));
            if (events.IsNull(10))
                continue;
            walk.EndAppend(events.Bytes(10), HashChain.Next(walk.PreviousLink, append));
            append.Clear();
        }

        while (hasCommit)
            hasCommit = Commit(walk, commits);
    }

    private static bool Commit(JournalWalk walk, SqliteStatement commits)
    {
        walk.Commit(commits.Int64(0), commits.Int64(1), commits.Bytes(2));
        return commits.Step();
    }
}
