using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.GroupCommit;

/// <summary>A memory journal that can be held up before a commit and can fail; it notes how large each commit was.</summary>
internal sealed class FakeStore : IJournalStore
{
    private readonly MemoryJournalStore _memory = new();

    public ManualResetEventSlim Open { get; } = new(initialState: true);

    public ManualResetEventSlim Committing { get; } = new();

    public List<int> CommitSizes { get; } = [];

    public string? FailWith { get; set; }

    public bool Disposed { get; private set; }

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        Committing.Set();
        Open.Wait();
        CommitSizes.Add(requests.Count);
        return FailWith is null ? _memory.Append(requests) : throw new IOException(FailWith);
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => _memory.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => _memory.Heads();

    public CommandPlace? FindCommand(string stream, CommandId id) => _memory.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => _memory.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => _memory.Claim(stream, epoch);

    public void Dispose() => Disposed = true;

    /// <summary>Gives back the events that a test may still need after the journal has disposed the store.</summary>
    public void Free()
    {
        Open.Dispose();
        Committing.Dispose();
    }
}
