namespace QuantumAI.Runtime.Persistence;

/// <summary>A journal in memory, with the same sequences, refusals and hash chain as the durable ones.</summary>
/// <remarks>
/// One caller at a time. The chain is computed when somebody asks for it: an append costs no hash, the first
/// <see cref="Heads"/> after it does.
/// </remarks>
public sealed class MemoryJournalStore : IJournalStore
{
    private readonly Dictionary<string, MemoryJournalStream> _streams = new(StringComparer.Ordinal);

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Events.Count == 0)
                throw new ArgumentException("an append carries at least one event", nameof(requests));
        }

        var results = new AppendResult[requests.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = StreamOf(requests[i].Stream).Append(requests[i]);
        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) =>
        _streams.TryGetValue(stream, out var found) ? found.Read(stream, fromSequence) : [];

    public IReadOnlyList<StreamHead> Heads() =>
    [
        .. _streams.Where(stream => stream.Value.LastSequence > 0).OrderBy(stream => stream.Key, StringComparer.Ordinal)
            .Select(stream => new StreamHead(stream.Key, stream.Value.LastSequence, stream.Value.Link())),
    ];

    public CommandPlace? FindCommand(string stream, CommandId id) => _streams.GetValueOrDefault(stream)?.Find(id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => _streams.GetValueOrDefault(stream)?.RecentCommands(most) ?? [];

    public long Claim(string stream, long epoch) => StreamOf(stream).Claim(epoch);

    public void Dispose()
    {
    }

    private MemoryJournalStream StreamOf(string name)
    {
        if (!_streams.TryGetValue(name, out var stream))
            _streams.Add(name, stream = new MemoryJournalStream());
        return stream;
    }
}
