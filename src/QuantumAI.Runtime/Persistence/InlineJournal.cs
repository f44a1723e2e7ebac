namespace QuantumAI.Runtime.Persistence;

/// <summary>Answers an append before it returns: the journal of the virtual world, where nothing else may happen meanwhile.</summary>
public sealed class InlineJournal(IJournalStore store) : IJournal
{
    public void Append(AppendRequest request, Action<AppendResult> answered) => answered(Append(request));

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public CommandPlace? FindCommand(string stream, CommandId id) => store.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => store.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => store.Claim(stream, epoch);

    public long Take(string stream) => store.Take(stream);

    public void Dispose() => store.Dispose();

    private AppendResult Append(AppendRequest request)
    {
        try
        {
            return store.Append([request])[0];
        }
#pragma warning disable CA1031 // Whatever a store throws, the outcome is unknown; only a request without events was surely refused.
        catch (Exception failure) when (failure is not ArgumentException)
#pragma warning restore CA1031
        {
            return new AppendResult(AppendOutcome.Unknown, request.ExpectedSequence, failure.Message);
        }
    }
}
