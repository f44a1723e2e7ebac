using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Walks every chain of a journal of format 1 or 2 once: sequences 1..n without a gap, each link right, each end as its head says.</summary>
/// <remarks>Memory: one event and the heads. The wall time <c>recorded_at</c> is outside the chain and is not verified.</remarks>
internal sealed class OldJournalVerification
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SortedDictionary<string, StreamHead> _ends = new(StringComparer.Ordinal);
    private byte[] _payload = new byte[4096];

    private string? _stream;
    private long _sequence;
    private byte[] _link = HashChain.Origin;

    private OldJournalVerification(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
    }

    /// <summary>The ends of all streams of a whole journal, sorted by name (ordinal).</summary>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    public static SortedDictionary<string, StreamHead> Run(string path, SqliteConnection connection)
    {
        var verification = new OldJournalVerification(path, connection);
        verification.WalkEvents();
        verification.CompareHeads();
        return verification._ends;
    }

    private void WalkEvents()
    {
        try
        {
            using var events = _connection.Prepare(OldJournalFormat.SelectAll);
            while (events.Step())
                Follow(events);
        }
        catch (JournalException unreadable) when (unreadable.Failure == JournalFailure.Corrupt && unreadable.Stream is null)
        {
            throw Damage(_stream ?? "", _sequence + 1, $"cannot be read ({unreadable.Message})");
        }

        EndStream();
    }

    private void Follow(SqliteStatement row)
    {
        var stream = row.Text(0);
        var sequence = row.Int64(1);
        if (stream != _stream)
        {
            EndStream();
            if (_ends.ContainsKey(stream))
                throw Damage(stream, sequence, "is out of place");
            (_stream, _sequence, _link) = (stream, 0, HashChain.Origin);
        }

        if (!HasDeclaredTypes(row))
            throw Damage(stream, sequence, "has a column of another type");
        if (sequence != _sequence + 1)
            throw Damage(stream, _sequence + 1, $"is missing, {sequence} follows {_sequence}");
        var link = HashChain.Next(_link, new EventData(row.Text(2), Payload(row.Bytes(3)), row.Int64(4)));
        if (!row.Bytes(5).SequenceEqual(link))
            throw Damage(stream, sequence, "does not match its link: the event, or one before it, was changed");
        (_sequence, _link) = (sequence, link);
    }

    private void EndStream()
    {
        if (_stream is not null)
            _ends.Add(_stream, new StreamHead(_stream, _sequence, _link));
    }

    private void CompareHeads()
    {
        var known = 0;
        using var heads = _connection.Prepare(OldJournalFormat.SelectHeads);
        while (heads.Step())
        {
            var (stream, sequence) = (heads.Text(0), heads.Int64(1));
            var end = _ends.GetValueOrDefault(stream) ?? new StreamHead(stream, 0, HashChain.Origin);
            if (end.LastSequence != sequence)
                throw Damage(stream, end.LastSequence + 1, $"is missing or out of place: the stream ends at {end.LastSequence}, its head says {sequence}");
            if (!heads.Bytes(2).SequenceEqual(end.Link.Span))
                throw Damage(stream, sequence, "does not match the stream's head");
            known++;
        }

        if (known == _ends.Count)
            return;
        foreach (var stream in _ends.Values)
        {
            using var head = _connection.Prepare("SELECT 1 FROM heads WHERE stream = ?1");
            head.Bind(1, stream.Stream);
            if (!head.Step())
                throw Damage(stream.Stream, stream.LastSequence, "belongs to a stream without a head");
        }

        throw Damage("", 0, $"the journal has {_ends.Count} streams and {known} heads");
    }

    private JournalException Damage(string stream, long sequence, string what) =>
        JournalException.OfDamage($"journal {_path}", stream, sequence, what);

    private ReadOnlyMemory<byte> Payload(ReadOnlySpan<byte> bytes)
    {
        if (_payload.Length < bytes.Length)
            _payload = new byte[bytes.Length * 2];
        bytes.CopyTo(_payload);
        return _payload.AsMemory(0, bytes.Length);
    }

    private static bool HasDeclaredTypes(SqliteStatement row) =>
        row.IsType(0, raw.SQLITE_TEXT) && row.IsType(1, raw.SQLITE_INTEGER) && row.IsType(2, raw.SQLITE_TEXT)
        && row.IsType(3, raw.SQLITE_TEXT) && row.IsType(4, raw.SQLITE_INTEGER) && row.IsType(5, raw.SQLITE_BLOB);
}
