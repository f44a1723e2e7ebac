namespace QuantumAI.Runtime.Persistence;

/// <summary>A journal in memory, with the same sequences, refusals and hash chains as the durable ones.</summary>
/// <remarks>
/// One caller at a time. The chains are computed when somebody asks for them: an append costs no hash, the first
/// <see cref="Heads"/> or <see cref="Head"/> after it does.
/// </remarks>
public sealed class MemoryJournalStore : IJournalStore
{
    private readonly Dictionary<string, MemoryJournalStream> _streams = new(StringComparer.Ordinal);

    /// <summary>Every append in order; its events follow those of the one before it.</summary>
    private readonly List<(MemoryJournalStream Stream, int Append)> _appends = [];

    /// <summary>The count of appends after each commit.</summary>
    private readonly List<int> _commits = [];

    private JournalHead _head = JournalHead.Empty;

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Events.Count == 0)
                throw new ArgumentException("an append carries at least one event", nameof(requests));
        }

        var before = _appends.Count;
        var results = new AppendResult[requests.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var stream = StreamOf(requests[i].Stream);
            results[i] = stream.Append(requests[i]);
            if (results[i].Outcome == AppendOutcome.Appended)
                _appends.Add((stream, stream.Appends - 1));
        }

        if (_appends.Count > before)
            _commits.Add(_appends.Count);
        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) =>
        _streams.TryGetValue(stream, out var found) ? found.Read(fromSequence) : [];

    /// <summary>Passes over what lies before the position, append by append.</summary>
    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        var position = 0L;
        for (var i = 0; i < _appends.Count; i++)
        {
            var (stream, append) = _appends[i];
            var (first, last) = stream.PlaceOf(append);
            if (position + last - first + 1 >= fromPosition)
            {
                for (var sequence = first; sequence <= last; sequence++)
                {
                    if (position + sequence - first + 1 >= fromPosition)
                        yield return stream.At(sequence) with { Position = position + sequence - first + 1 };
                }
            }

            position += last - first + 1;
        }
    }

    public IReadOnlyList<StreamHead> Heads() =>
    [
        .. _streams.Values.Where(stream => stream.LastSequence > 0).OrderBy(stream => stream.Name, StringComparer.Ordinal)
            .Select(stream => stream.HeadAfter(stream.Appends - 1)),
    ];

    public JournalHead Head()
    {
        for (var number = (int)_head.Commits; number < _commits.Count; number++)
        {
            var appends = new List<StreamHead>();
            var position = _head.LastPosition;
            for (var i = number == 0 ? 0 : _commits[number - 1]; i < _commits[number]; i++)
            {
                var (stream, append) = _appends[i];
                appends.Add(stream.HeadAfter(append));
                var (first, last) = stream.PlaceOf(append);
                position += last - first + 1;
            }

            _head = new JournalHead(number + 1, position, HashChain.NextCommit(_head.Link.Span, number + 1, appends));
        }

        return _head;
    }

    public CommandPlace? FindCommand(string stream, CommandId id) => _streams.GetValueOrDefault(stream)?.Find(id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => _streams.GetValueOrDefault(stream)?.RecentCommands(most) ?? [];

    public long Claim(string stream, long epoch) => StreamOf(stream).Claim(epoch);

    public long Take(string stream) => StreamOf(stream).Take();

    public void Dispose()
    {
    }

    private MemoryJournalStream StreamOf(string name)
    {
        if (!_streams.TryGetValue(name, out var stream))
            _streams.Add(name, stream = new MemoryJournalStream(name));
        return stream;
    }
}
