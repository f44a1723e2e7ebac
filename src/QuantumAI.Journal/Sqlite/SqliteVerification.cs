using System.Collections.Concurrent;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Walks a journal once, in the order of its positions. One thread reads the rows, the caller's thread hashes them.</summary>
internal static class SqliteVerification
{
    private const int ChunkRows = 512;
    private const int ChunksAhead = 8;

    /// <summary>The journal's end when all of it is as it was written.</summary>
    /// <param name="path">Names the file in messages.</param>
    /// <param name="connection">Used by one other thread until this returns.</param>
    /// <param name="followed">Told how many events are verified, now and then.</param>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    public static JournalHead Run(string path, SqliteConnection connection, Action<long>? followed = null)
    {
        var streams = StreamsOf(path, connection);
        var verification = new Verification(path);
        using var chunks = new BlockingCollection<Chunk>(ChunksAhead);
        using var abandoned = new CancellationTokenSource();
        var reading = Task.Run(() => ReadInto(chunks, path, connection, streams, abandoned.Token));
        try
        {
            foreach (var chunk in chunks.GetConsumingEnumerable(CancellationToken.None))
            {
                Follow(verification, chunk);
                followed?.Invoke(verification.Position);
            }
        }
        finally
        {
            abandoned.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        }

        reading.GetAwaiter().GetResult();
        verification.End(streams.Values.Select(stream => stream.Head));
        return verification.Head;
    }

    /// <summary>The same on one thread: the twin that <see cref="Run"/> is compared with.</summary>
    public static JournalHead RunPlainly(string path, SqliteConnection connection)
    {
        var streams = StreamsOf(path, connection);
        var verification = new Verification(path);
        foreach (var chunk in Chunks(path, connection, streams))
            Follow(verification, chunk);
        verification.End(streams.Values.Select(stream => stream.Head));
        return verification.Head;
    }

    private static void ReadInto(
        BlockingCollection<Chunk> chunks, string path, SqliteConnection connection, Dictionary<long, StreamRow> streams, CancellationToken abandoned)
    {
        try
        {
            foreach (var chunk in Chunks(path, connection, streams))
                chunks.Add(chunk, abandoned);
        }
        catch (OperationCanceledException)
        {
            // The caller has found damage; it needs no more rows.
        }
        finally
        {
            chunks.CompleteAdding();
        }
    }

    private static void Follow(Verification verification, in Chunk chunk)
    {
        var commit = 0;
        foreach (ref readonly var row in chunk.Rows.AsSpan())
        {
            verification.Follow(in row);
            while (commit < chunk.Commits.Count && chunk.Commits[commit].LastPosition <= row.Position)
                verification.Follow(chunk.Commits[commit++]);
        }

        while (commit < chunk.Commits.Count)
            verification.Follow(chunk.Commits[commit++]);
    }

    /// <summary>Events and the commits that end with them.</summary>
    private static IEnumerable<Chunk> Chunks(string path, SqliteConnection connection, Dictionary<long, StreamRow> streams)
    {
        using var commits = new CommitCursor(connection);
        using var events = connection.Prepare(SqliteJournalFormat.SelectAll);
        events.Bind(1, long.MinValue);
        var rows = new List<VerifiedRow>(ChunkRows);
        var last = default(VerifiedRow);
        while (TryStep(path, events, last))
        {
            rows.Add(last = Read(path, events, streams, last));
            if (rows.Count < ChunkRows)
                continue;
            yield return new Chunk([.. rows], commits.UpTo(last.Position));
            rows.Clear();
        }

        yield return new Chunk([.. rows], commits.UpTo(long.MaxValue));
    }

    private static bool TryStep(string path, SqliteStatement events, in VerifiedRow last)
    {
        try
        {
            return events.Step();
        }
        catch (JournalException unreadable) when (unreadable.Failure == JournalFailure.Corrupt && unreadable.Stream is null)
        {
            throw new Verification(path).Damage(last.Stream ?? "", last.Sequence + 1, $"or what follows it cannot be read ({unreadable.Message})");
        }
    }

    private static VerifiedRow Read(string path, SqliteStatement events, Dictionary<long, StreamRow> streams, in VerifiedRow last)
    {
        if (!EventRow.HasDeclaredTypes(events))
            throw new Verification(path).Damage(last.Stream ?? "", last.Sequence + 1, $"or what stands at position {events.Int64(0)} has a column of another type");
        var row = EventRow.Of(events);
        if (!streams.TryGetValue(row.Stream, out var stream))
            throw new Verification(path).Damage($"#{row.Stream}", row.Sequence, "belongs to a stream without a head");
        return new VerifiedRow(stream.Name, row.Position, row.Sequence, row.Data, row.Link);
    }

    private static Dictionary<long, StreamRow> StreamsOf(string path, SqliteConnection connection)
    {
        try
        {
            return StreamRow.ReadAll(connection).ToDictionary(stream => stream.Id);
        }
        catch (JournalException unreadable) when (unreadable.Failure == JournalFailure.Corrupt)
        {
            throw new JournalException(JournalFailure.Corrupt, $"journal {path} is damaged: its streams cannot be read ({unreadable.Message})", unreadable);
        }
    }

    private readonly record struct Chunk(VerifiedRow[] Rows, List<VerifiedCommit> Commits);

    private sealed class CommitCursor : IDisposable
    {
        private readonly SqliteStatement _rows;
        private CommitRow? _next;

        public CommitCursor(SqliteConnection connection)
        {
            _rows = connection.Prepare(SqliteJournalFormat.SelectCommits);
            Advance();
        }

        public List<VerifiedCommit> UpTo(long position)
        {
            var commits = new List<VerifiedCommit>();
            for (; _next is { } next && next.LastPosition <= position; Advance())
                commits.Add(new VerifiedCommit(next.Number, next.LastPosition, next.Link));
            return commits;
        }

        public void Dispose() => _rows.Dispose();

        private void Advance() => _next = _rows.Step() ? CommitRow.Of(_rows) : null;
    }
}
