namespace QuantumAI.Runtime.Persistence;

/// <summary>One stream of a journal in memory: its events, commands, epoch and the chain as far as it was asked for.</summary>
internal sealed class MemoryJournalStream
{
    private readonly List<EventData> _events = [];
    private readonly List<CommandPlace> _commands = [];
    private readonly Dictionary<CommandId, int> _commandAt = [];
    private byte[] _link = HashChain.Origin;
    private int _linked;
    private long _epoch;

    public long LastSequence => _events.Count;

    public AppendResult Append(AppendRequest request)
    {
        var refusal = AppendResult.Refusal(request, LastSequence, _epoch, Find(request.CommandId));
        if (refusal is not null)
            return refusal;
        _epoch = request.Epoch;
        for (var i = 0; i < request.Events.Count; i++)
            _events.Add(request.Events[i]);
        if (!request.CommandId.IsNone)
        {
            _commandAt.Add(request.CommandId, _commands.Count);
            _commands.Add(new CommandPlace(request.CommandId, request.ExpectedSequence + 1, LastSequence));
        }

        return new AppendResult(AppendOutcome.Appended, LastSequence);
    }

    public IEnumerable<StoredEvent> Read(string name, long fromSequence)
    {
        for (var i = (int)fromSequence - 1; i < _events.Count; i++)
            yield return new StoredEvent(name, i + 1, _events[i]);
    }

    public CommandPlace? Find(CommandId id) => !id.IsNone && _commandAt.TryGetValue(id, out var at) ? _commands[at] : null;

    public IReadOnlyList<CommandPlace> RecentCommands(int most) => _commands.GetRange(Math.Max(0, _commands.Count - most), Math.Min(most, _commands.Count));

    public long Claim(long epoch) => _epoch = Math.Max(_epoch, epoch);

    /// <summary>The chain's end.</summary>
    public byte[] Link()
    {
        for (; _linked < _events.Count; _linked++)
            _link = HashChain.Next(_link, _events[_linked]);
        return _link;
    }
}
