namespace QuantumAI.Runtime.Persistence;

/// <summary>A journal in memory, with the same sequences and the same hash chain as the durable ones.</summary>
public sealed class MemoryJournalStore : IJournalStore
{
    private readonly SortedDictionary<string, Stream> _streams = new(StringComparer.Ordinal);

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        var results = new AppendResult[requests.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Append(requests[i]);
        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        if (!_streams.TryGetValue(stream, out var found))
            yield break;
        for (var i = (int)fromSequence - 1; i < found.Events.Count; i++)
            yield return new StoredEvent(stream, i + 1, found.Events[i]);
    }

    public IReadOnlyList<StreamHead> Heads() =>
        [.. _streams.Select(stream => new StreamHead(stream.Key, stream.Value.Events.Count, stream.Value.Link))];

    public void Dispose()
    {
    }

    private AppendResult Append(AppendRequest request)
    {
        if (!_streams.TryGetValue(request.Stream, out var stream))
            stream = new Stream();
        if (request.ExpectedSequence != stream.Events.Count)
            return HashChain.Conflict(request, stream.Events.Count);
        _streams[request.Stream] = stream;
        foreach (var data in request.Events)
        {
            stream.Link = HashChain.Next(stream.Link, data);
            stream.Events.Add(data);
        }

        return new AppendResult(AppendOutcome.Appended, stream.Events.Count);
    }

    private sealed class Stream
    {
        public List<EventData> Events { get; } = [];

        public byte[] Link { get; set; } = HashChain.Origin;
    }
}
