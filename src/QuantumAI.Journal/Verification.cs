using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>A stored event as a verification sees it: with the link that closes its append, if it is the append's last.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Position">In the whole journal.</param>
/// <param name="Sequence">In the stream.</param>
/// <param name="Data">The event.</param>
/// <param name="Link">The append's link, on its last event; null on the others.</param>
internal readonly record struct VerifiedRow(string Stream, long Position, long Sequence, EventData Data, byte[]? Link);

/// <summary>The end of a commit.</summary>
internal readonly record struct VerifiedCommit(long Number, long LastPosition, byte[] Link);

/// <summary>
/// Follows a journal event by event in the order of the positions: positions and sequences without a gap, every append's link, every
/// commit's link, and at the end the stream heads. It knows no database, so that every store is checked alike.
/// </summary>
/// <remarks>Memory: the streams' ends and one append. Not thread safe.</remarks>
internal sealed class Verification(string journal)
{
    private readonly Dictionary<string, StreamHead> _ends = new(StringComparer.Ordinal);
    private readonly List<EventData> _append = [];
    private readonly List<StreamHead> _commit = [];
    private string? _open;
    private long _openSequence;
    private JournalException? _gap;

    /// <summary>The last commit that was followed.</summary>
    public JournalHead Head { get; private set; } = JournalHead.Empty;

    /// <summary>Position of the last event that was followed.</summary>
    public long Position { get; private set; }

    /// <summary>The ends of the streams so far.</summary>
    public IReadOnlyDictionary<string, StreamHead> Ends => _ends;

    /// <exception cref="JournalException">The event is not what was written there; it names stream and sequence.</exception>
    public void Follow(in VerifiedRow row)
    {
        // What is missing belongs to a stream that a later sequence, or a head, tells.
        if (row.Position != Position + 1)
            _gap ??= Damage(row.Stream, row.Sequence, $"stands at position {row.Position}, {Position + 1} is missing or out of place");
        if (_open is not null && _open != row.Stream)
            throw Damage(_open, _openSequence + 1, "is missing: the rest of its append is lost");
        var last = _open is not null ? _openSequence : EndOf(row.Stream).LastSequence;
        if (row.Sequence != last + 1)
            throw Damage(row.Stream, last + 1, $"is missing, {row.Sequence} follows {last}");
        Position = row.Position;
        _append.Add(row.Data);
        (_open, _openSequence) = (row.Stream, row.Sequence);
        if (row.Link is null)
            return;
        var link = HashChain.Next(EndOf(row.Stream).Link.Span, _append);
        if (!link.AsSpan().SequenceEqual(row.Link))
            throw Damage(row.Stream, row.Sequence - _append.Count + 1, "does not match its link: the event, or one of its append, was changed");
        _commit.Add(_ends[row.Stream] = new StreamHead(row.Stream, row.Sequence, link));
        _append.Clear();
        _open = null;
    }

    /// <exception cref="JournalException">The commit is not the one that was written there.</exception>
    public void Follow(in VerifiedCommit commit)
    {
        if (_gap is not null)
            return;
        var number = Head.Commits + 1;
        var (stream, sequence) = _commit.Count > 0 ? (_commit[^1].Stream, _commit[^1].LastSequence) : (_open ?? "", _openSequence);
        if (_open is not null)
            throw Damage(_open, _openSequence + 1, "is missing: the rest of its append is lost");
        if (commit.Number != number)
            throw Damage(stream, sequence, $"is followed by commit {commit.Number}, {number} is missing");
        if (commit.LastPosition != Position || _commit.Count == 0)
        {
            _gap = Damage(stream, sequence, $"ends commit {number} at position {Position}, the commit says {commit.LastPosition}");
            return;
        }

        var link = HashChain.NextCommit(Head.Link.Span, number, _commit);
        if (!link.AsSpan().SequenceEqual(commit.Link))
            throw Damage(stream, sequence, $"is in commit {number}, which does not match its link: the commit, or one of its appends, was changed");
        Head = new JournalHead(number, Position, link);
        _commit.Clear();
    }

    /// <summary>Everything was followed; nothing may be left over, and the heads that the journal keeps must be the ends that were found.</summary>
    /// <exception cref="JournalException">Rows are missing at the end, or a head was changed.</exception>
    public void End(IEnumerable<StreamHead> heads)
    {
        if (_open is not null)
            throw Damage(_open, _openSequence + 1, "is missing: the rest of its append is lost");
        var known = 0;
        foreach (var head in heads)
        {
            if (head.LastSequence == 0)
                continue;
            known++;
            var end = EndOf(head.Stream);
            if (end.LastSequence != head.LastSequence)
                throw Damage(head.Stream, Math.Min(end.LastSequence, head.LastSequence) + 1, $"is missing or out of place: the stream ends at {end.LastSequence}, its head says {head.LastSequence}");
            if (!end.Link.Span.SequenceEqual(head.Link.Span))
                throw Damage(head.Stream, head.LastSequence, "does not match the stream's head");
        }

        if (known != _ends.Count)
            throw new JournalException(JournalFailure.Corrupt, $"journal {journal} is damaged: it has {_ends.Count} streams and {known} heads");
        if (_gap is not null)
            throw _gap;
        if (_commit.Count > 0)
            throw Damage(_commit[^1].Stream, _commit[^1].LastSequence, $"belongs to commit {Head.Commits + 1}, which is missing");
    }

    public JournalException Damage(string stream, long sequence, string what) => new(
        JournalFailure.Corrupt, $"journal {journal} is damaged: stream {stream}, sequence {sequence} {what}")
    {
        Stream = stream,
        Sequence = sequence,
    };

    private StreamHead EndOf(string stream) => _ends.GetValueOrDefault(stream) ?? new StreamHead(stream, 0, HashChain.Origin);
}
