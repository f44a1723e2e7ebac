using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>A store that outlives a process which can end right before an append is written, or between the write and its acknowledgement.</summary>
internal sealed class CrashingStore(IJournalStore disk, CrashPoints points) : IJournalStore
{
    /// <summary>The last sequence of each stream that the process was told of.</summary>
    public Dictionary<string, long> Acknowledged { get; } = [];

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        Touch();
        var results = disk.Append(requests);
        Touch();
        for (var i = 0; i < results.Count; i++)
            Acknowledged[requests[i].Stream] = results[i].LastSequence;
        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => disk.Read(stream, fromSequence);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => disk.ReadAll(fromPosition);

    public IReadOnlyList<StreamHead> Heads() => disk.Heads();

    public JournalHead Head() => disk.Head();

    public CommandPlace? FindCommand(string stream, CommandId id) => disk.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => disk.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => disk.Claim(stream, epoch);

    public long Take(string stream) => disk.Take(stream);

    /// <summary>The disk stays.</summary>
    public void Dispose()
    {
    }

    private void Touch()
    {
        if (!points.Pass())
            throw new IOException("the process has ended");
    }
}
