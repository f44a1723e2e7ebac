using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>
/// The rules of a whole journal, row by row in the order of positions: sequences 1..n without a gap, every append's link right, every
/// commit's number, end and link right, and each end as its head says. Whoever walks computes the links of the appends.
/// </summary>
/// <remarks>
/// Damage of a stream is thrown at once. What only a position or a commit shows is remembered: a row that is missing there shows a
/// little later in its stream, which names it better. Memory: the heads. Not thread safe.
/// </remarks>
internal sealed class JournalWalk : IDisposable
{
    private readonly string _path;
    private readonly JournalContent _content;
    private readonly Dictionary<long, Progress> _streams = [];
    private readonly CommitHash _commitHash = new();
    private readonly byte[] _commitLink = HashChain.Origin;
    private Progress? _open;
    private Progress? _last;
    private long _position;
    private long _commit;
    private string? _late;

    public JournalWalk(string path, JournalContent content)
    {
        (_path, _content) = (path, content);
        foreach (var stream in content.Streams)
        {
            if (!_streams.TryAdd(stream.Id, new Progress(stream)))
                throw new JournalException(JournalFailure.Corrupt, $"journal {path} is damaged: two of its streams have the number {stream.Id}");
        }

        _commitHash.Start(_commitLink, 1);
    }

    /// <summary>Events walked.</summary>
    public long Events { get; private set; }

    /// <summary>The link before the append that the last event belongs to.</summary>
    public byte[] PreviousLink => _last!.Link;

    /// <summary>Sum over all events of <see cref="PlaceHash"/>.</summary>
    public ulong Places { get; private set; }

    /// <summary>Mixes an event's place, so that two sets of places can be compared by their sums.</summary>
    public static ulong PlaceHash(long stream, long sequence, long position)
    {
        var mixed = unchecked(((ulong)position * 0x9E3779B97F4A7C15UL) ^ ((ulong)stream * 0xC2B2AE3D27D4EB4FUL) ^ (ulong)sequence);
        mixed = unchecked((mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9UL);
        return mixed ^ (mixed >> 29);
    }

    /// <summary>The next event.</summary>
    /// <param name="isSound">Whether each column holds what its declaration says.</param>
    public void Event(long position, long stream, long sequence, bool isSound)
    {
        if (!_streams.TryGetValue(stream, out var progress))
            throw Damage($"#{stream}", sequence, "belongs to a stream without a head");
        if (_open is not null && _open != progress)
            throw MissingEnd(_open);
        if (!isSound)
            throw Damage(progress.Name, sequence, "has a column of another type");
        if (sequence != progress.Sequence + 1)
            throw sequence <= progress.Sequence
                ? Damage(progress.Name, sequence, $"is out of place, it follows {progress.Sequence}")
                : Damage(progress.Name, progress.Sequence + 1, $"is missing, {sequence} follows {progress.Sequence}");
        if (position != _position + 1)
            _late ??= $"position {_position + 1} is missing, {position} follows {_position}";
        if (_open is null)
            progress.FirstOfAppend = sequence;
        (_open, _last, progress.Sequence, _position) = (progress, progress, sequence, position);
        Events++;
        Places = unchecked(Places + PlaceHash(stream, sequence, position));
    }

    /// <summary>The last event was the last of its append.</summary>
    public void EndAppend(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> computed)
    {
        var stream = _open!;
        if (!stored.SequenceEqual(computed))
            throw Damage(stream.Name, stream.FirstOfAppend, stream.FirstOfAppend == stream.Sequence
                ? "does not match its link: the event, or one before it, was changed"
                : $"to {stream.Sequence} do not match their link: one of the events, or one before them, was changed");
        computed.CopyTo(stream.Link);
        _commitHash.Add(stream.NameBytes, stream.Sequence, stream.Link);
        _open = null;
    }

    /// <summary>The next commit, behind its last event.</summary>
    public void Commit(long number, long lastPosition, ReadOnlySpan<byte> stored)
    {
        if (_open is not null)
            throw MissingEnd(_open);
        Span<byte> computed = stackalloc byte[HashChain.LinkBytes];
        _commitHash.Finish(computed);
        if (number != _commit + 1)
            _late ??= $"commit {_commit + 1} is missing, {number} follows {_commit}";
        else if (lastPosition != _position)
            _late ??= $"commit {number} ends at position {lastPosition}, its last event is at {_position}";
        else if (_commitHash.Appends == 0)
            _late ??= $"commit {number} has no events";
        else if (!stored.SequenceEqual(computed))
            _late ??= $"commit {number} does not match its link: it, one of its events' places, or a stream's name was changed";
        _commit = number;
        computed.CopyTo(_commitLink);
        _commitHash.Start(_commitLink, number + 1);
    }

    /// <summary>The journal is at its end: heads and rest.</summary>
    /// <param name="index">Entries of the index by stream, and the sum of their places.</param>
    public void Finish((long Entries, ulong Places) index)
    {
        if (_open is not null)
            throw MissingEnd(_open);
        foreach (var stream in _streams.Values)
            stream.CompareHead(Damage);
        if (_late is null && _commitHash.Appends > 0)
            _late = $"commit {_commit + 1} is missing, its last event is at position {_position}";
        if (_late is null && (_content.Head.Commits != _commit || _content.Head.LastPosition != _position))
            _late = $"the journal ends at commit {_commit} and position {_position}, its head says {_content.Head.Commits} and {_content.Head.LastPosition}";
        if (_late is null && !_content.Head.Link.Span.SequenceEqual(_commitLink))
            _late = "its last commit does not match its head";
        if (_late is null && index != (Events, Places))
            _late = "the index of events by stream does not match the events";
        if (_late is not null)
            throw new JournalException(JournalFailure.Corrupt, $"journal {_path} is damaged: {_late}");
    }

    /// <summary>A row behind the last one cannot be read.</summary>
    public JournalException Unreadable(JournalException reason) =>
        _last is null ? Damage("", 1, $"cannot be read ({reason.Message})") : Damage(_last.Name, _last.Sequence + 1, $"cannot be read, or an event of another stream ({reason.Message})");

    public void Dispose() => _commitHash.Dispose();

    private JournalException MissingEnd(Progress stream) => Damage(stream.Name, stream.Sequence + 1, "is missing: the append that it belongs to has no end");

    private JournalException Damage(string stream, long sequence, string what) =>
        JournalException.OfDamage($"journal {_path}", stream, sequence, what);

    /// <summary>How far a stream was walked.</summary>
    private sealed class Progress(StreamState stored)
    {
        public string Name => stored.Name;

        public byte[] NameBytes => stored.NameBytes;

        public long Sequence { get; set; }

        public long FirstOfAppend { get; set; }

        public byte[] Link { get; } = HashChain.Origin;

        public void CompareHead(Func<string, long, string, JournalException> damage)
        {
            if (Sequence < stored.Sequence)
                throw damage(Name, Sequence + 1, $"is missing or out of place: the stream ends at {Sequence}, its head says {stored.Sequence}");
            if (Sequence > stored.Sequence)
                throw damage(Name, stored.Sequence + 1, $"is out of place: the stream ends at {Sequence}, its head says {stored.Sequence}");
            if (!stored.Link.AsSpan().SequenceEqual(Link))
                throw damage(Name, Sequence, "does not match the stream's head");
        }
    }
}
