using System.Collections.Concurrent;
using System.Security.Cryptography;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>
/// Walks a journal on two threads: one steps through SQLite and lays the rows out as the chain covers them, the other, the caller's,
/// hashes. Equal to <see cref="PlainVerification"/>, which is its naive twin.
/// </summary>
/// <remarks>Memory: three chunks, which grow only for an append larger than they are, and the heads.</remarks>
internal static class JournalVerification
{
    private const int Chunks = 3;

    /// <exception cref="JournalException">Damage; it names the stream and the sequence, or the commit.</exception>
    public static JournalContent Run(string path, SqliteConnection connection, Action<long>? progress = null)
    {
        var content = JournalContent.Read(path, connection);
        using var walk = new JournalWalk(path, content);
        using var ahead = new ReadAhead(connection);
        try
        {
            while (ahead.Take() is { } chunk)
            {
                Walk(walk, chunk);
                ahead.GiveBack(chunk);
                progress?.Invoke(walk.Events);
            }

            ahead.Join();
            walk.Finish(ahead.Index);
        }
        catch (JournalException unreadable) when (unreadable is { Failure: JournalFailure.Corrupt, Stream: null } && unreadable.IsFromSqlite)
        {
            throw walk.Unreadable(unreadable);
        }

        return content;
    }

    private static void Walk(JournalWalk walk, RowChunk chunk)
    {
        Span<byte> link = stackalloc byte[HashChain.LinkBytes];
        for (var i = 0; i < chunk.Count; i++)
        {
            ref readonly var row = ref chunk[i];
            var stored = chunk.Bytes(row.LinkAt, row.LinkLength);
            if (row.IsCommit)
            {
                walk.Commit(row.Number, row.Place, stored);
                continue;
            }

            walk.Event(row.Number, row.Stream, row.Place, row.IsSound);
            if (row.AppendLength == 0)
                continue;
            var append = chunk.Bytes(row.AppendAt, row.AppendLength);
            walk.PreviousLink.CopyTo(append);
            SHA256.HashData(append, link);
            walk.EndAppend(stored, link);
        }
    }

    /// <summary>The reading thread and the chunks that go to and fro.</summary>
    private sealed class ReadAhead : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly BlockingCollection<RowChunk> _full = new(Chunks);
        private readonly BlockingCollection<RowChunk> _empty = new(Chunks);
        private readonly Thread _thread;
        private Exception? _failure;

        public ReadAhead(SqliteConnection connection)
        {
            _connection = connection;
            for (var i = 0; i < Chunks; i++)
                _empty.Add(new RowChunk());
            _thread = new Thread(Read) { IsBackground = true, Name = "journal-reader" };
            _thread.Start();
        }

        public (long Entries, ulong Places) Index { get; private set; }

        /// <summary>The next chunk in order; null behind the last one, or where reading failed.</summary>
        public RowChunk? Take() => _full.TryTake(out var chunk, Timeout.Infinite) ? chunk : null;

        public void GiveBack(RowChunk chunk) => _empty.Add(chunk);

        /// <summary>Waits for the end of reading, which may have failed.</summary>
        public void Join()
        {
            _thread.Join();
            if (_failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }

        public void Dispose()
        {
            _empty.CompleteAdding();
            _thread.Join();
            _full.Dispose();
            _empty.Dispose();
        }

        private void Read()
        {
            try
            {
                using var reader = new RowReader(_connection);
                reader.Start();
                while (_empty.TryTake(out var chunk, Timeout.Infinite) && reader.Fill(chunk))
                    _full.Add(chunk);
                if (!_empty.IsAddingCompleted)
                    Index = PlainVerification.ReadIndex(_connection);
            }
#pragma warning disable CA1031 // Whatever ends the reading is thrown again by the thread that waits for it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
            }
            finally
            {
                _full.CompleteAdding();
            }
        }
    }
}
