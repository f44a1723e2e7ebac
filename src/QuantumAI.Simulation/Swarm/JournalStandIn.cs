using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Swarm;

internal sealed class JournalStandIn(MemoryJournalStore truth, Action<AppendRequest> committed) : IJournalStore
{
    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        var results = truth.Append(requests);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == AppendOutcome.Appended)
                committed(requests[i]);
        }

        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => truth.Read(stream, fromSequence);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => truth.ReadAll(fromPosition);

    public IReadOnlyList<StreamHead> Heads() => truth.Heads();

    public JournalHead Head() => truth.Head();

    public CommandPlace? FindCommand(string stream, CommandId id) => truth.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => truth.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => truth.Claim(stream, epoch);

    public long Take(string stream) => truth.Take(stream);

    public void Dispose()
    {
    }
}
