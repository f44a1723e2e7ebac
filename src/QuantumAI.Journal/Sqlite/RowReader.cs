namespace QuantumAI.Journal.Sqlite;

/// <summary>Reads events and commits in the order of positions into chunks. Not thread safe: its connection is its thread's while it runs.</summary>
internal sealed class RowReader(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _events = connection.Prepare(SqliteJournalFormat.SelectAll);
    private readonly SqliteStatement _commits = connection.Prepare(SqliteJournalFormat.SelectCommits);
    private bool _hasEvent;
    private bool _hasCommit;

    public void Start()
    {
        _events.Bind(1, long.MinValue);
        _commits.Bind(1, long.MinValue);
        _hasEvent = _events.Step();
        _hasCommit = _commits.Step();
    }

    /// <summary>Fills a chunk; false when nothing is left.</summary>
    public bool Fill(RowChunk chunk)
    {
        chunk.Clear();
        var appendAt = -1;
        var stream = 0L;
        while (_hasEvent || _hasCommit)
        {
            // Between appends only; but a stream that changes within an append is damage, which waits for nothing.
            if (chunk.IsFull && (appendAt < 0 || (_hasEvent && _events.Int64(1) != stream)))
                return true;
            if (_hasCommit && (!_hasEvent || _commits.Int64(1) < _events.Int64(0)))
            {
                AddCommit(chunk);
                _hasCommit = _commits.Step();
                continue;
            }

            if (appendAt < 0)
                appendAt = chunk.BeginAppend();
            stream = _events.Int64(1);
            if (AddEvent(chunk, stream, appendAt))
                appendAt = -1;
            _hasEvent = _events.Step();
        }

        return chunk.Count > 0;
    }

    public void Dispose()
    {
        _events.Dispose();
        _commits.Dispose();
    }

    private void AddCommit(RowChunk chunk)
    {
        var link = _commits.Bytes(2);
        chunk.Add(new RowChunk.Row(
            _commits.Int64(0), 0, _commits.Int64(1), IsCommit: true, IsSound: true, LinkAt: chunk.AddLink(link), LinkLength: link.Length));
    }

    /// <summary>True when the event is the last of its append.</summary>
    private bool AddEvent(RowChunk chunk, long stream, int appendAt)
    {
        var row = _events;
        var payload = row.Bytes(5);
        var schema = (int)row.Int64(4);
        chunk.AddEventBytes(row.Bytes(3), row.Int64(6), payload);
        var (hasCausation, hasCorrelation) = (!row.IsNull(8), !row.IsNull(9));
        if (schema != 1 || hasCausation || hasCorrelation)
        {
            chunk.MarkMore(payload.Length, schema);
            chunk.AddText(row.Bytes(8), !hasCausation);
            chunk.AddText(row.Bytes(9), !hasCorrelation);
        }

        var length = chunk.Length - appendAt;
        var link = row.Bytes(10);
        var isEnd = !link.IsEmpty || !row.IsNull(10);
        chunk.Add(new RowChunk.Row(
            row.Int64(0), stream, row.Int64(2), IsCommit: false, EventRow.HasDeclaredTypes(row), appendAt, isEnd ? length : 0, chunk.AddLink(link), link.Length));
        return isEnd;
    }
}
