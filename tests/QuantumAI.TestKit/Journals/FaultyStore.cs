using QuantumAI.Runtime.Persistence;

namespace QuantumAI.TestKit.Journals;

/// <summary>A store whose commits fail when it is told so: before the write, or after it so that only the answer is lost.</summary>
public sealed class FaultyStore(Func<int, int> draw) : IJournalStore
{
    private readonly MemoryJournalStore _memory = new();

    public int FailuresDue { get; set; }

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        if (FailuresDue == 0)
            return _memory.Append(requests);
        FailuresDue--;
        if (draw(2) == 1)
            _memory.Append(requests);
        throw new IOException("the line was cut");
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => _memory.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => _memory.Heads();

    public CommandPlace? FindCommand(string stream, CommandId id) => _memory.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => _memory.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => _memory.Claim(stream, epoch);

    public long Take(string stream) => _memory.Take(stream);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => _memory.ReadAll(fromPosition);

    public JournalHead Head() => _memory.Head();

    public void Dispose() => _memory.Dispose();
}
