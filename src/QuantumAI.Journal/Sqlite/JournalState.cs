using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The journal's streams and end as the database holds them, kept in memory. Not thread safe.</summary>
internal sealed class JournalState
{
    private readonly string _account;
    private readonly Dictionary<string, StreamState> _streams = new(StringComparer.Ordinal);
    private long _lastId;

    public JournalState(JournalContent content, string account)
    {
        (_account, Head) = (account, content.Head);
        foreach (var stream in content.Streams)
            Add(stream);
    }

    public JournalHead Head { get; private set; }

    public IEnumerable<StreamState> Streams => _streams.Values;

    public StreamState? Find(string stream) => _streams.GetValueOrDefault(stream);

    /// <summary>The stream, or one that is not yet stored and belongs to our account.</summary>
    public StreamState FindOrBegin(string stream)
    {
        if (!_streams.TryGetValue(stream, out var found))
            Add(found = new StreamState(_lastId + 1, stream, _account));
        return found;
    }

    /// <summary>The transaction is durable.</summary>
    public void Accept(JournalTransaction done)
    {
        foreach (var stream in done.Moved)
            stream.Accept();
        Head = done.Next;
    }

    /// <summary>
    /// After a failed commit: takes over what the database holds. That is either what it held before or what the commit would have
    /// made; anything else was written by another program.
    /// </summary>
    /// <exception cref="JournalException">Another program has written to the journal.</exception>
    public void Resume(string path, JournalContent content, JournalTransaction failed)
    {
        var isWritten = !IsSame(content.Head, Head) && IsSame(content.Head, failed.Next);
        if (!isWritten && !IsSame(content.Head, Head))
            throw new JournalException(JournalFailure.Corrupt, $"{path}: another program has written a commit");
        var stored = content.Streams.ToDictionary(stream => stream.Name, StringComparer.Ordinal);
        foreach (var known in _streams.Values.Where(stream => stream.IsStored || stream.IsMoved))
        {
            var (sequence, link) = isWritten && known.IsMoved ? (known.NextSequence, known.NextLink) : (known.Sequence, known.Link);
            var found = stored.GetValueOrDefault(known.Name);
            if (found is null ? known.IsStored || sequence > 0 : found.Sequence != sequence || !found.Link.AsSpan().SequenceEqual(link) || found.Epoch < known.Epoch)
                throw new JournalException(JournalFailure.Corrupt, $"{path}: another program has written to stream {known.Name}");
        }

        _streams.Clear();
        _lastId = 0;
        foreach (var stream in content.Streams)
            Add(stream);
        Head = content.Head;
    }

    private static bool IsSame(JournalHead left, JournalHead right) =>
        left.Commits == right.Commits && left.LastPosition == right.LastPosition && left.Link.Span.SequenceEqual(right.Link.Span);

    private void Add(StreamState stream)
    {
        _streams.Add(stream.Name, stream);
        _lastId = Math.Max(_lastId, stream.Id);
    }
}
