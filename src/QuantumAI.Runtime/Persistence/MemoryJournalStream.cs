namespace QuantumAI.Runtime.Persistence;

/// <summary>One stream of a journal in memory: its events, appends, commands, epoch and the chain as far as it was asked for.</summary>
internal sealed class MemoryJournalStream(string name)
{
    private readonly List<EventData> _events = [];

    /// <summary>The last sequence of each append.</summary>
    private readonly List<int> _ends = [];
    private readonly List<byte[]> _links = [];
    private readonly List<CommandPlace> _commands = [];
    private readonly Dictionary<CommandId, int> _commandAt = [];
    private long _epoch;

    public string Name => name;

    public long LastSequence => _events.Count;

    public int Appends => _ends.Count;

    public AppendResult Append(AppendRequest request)
    {
        var refusal = AppendResult.Refusal(request, LastSequence, _epoch, Find(request.CommandId));
        if (refusal is not null)
            return refusal;
        _epoch = request.Epoch;
        for (var i = 0; i < request.Events.Count; i++)
            _events.Add(request.Events[i]);
        _ends.Add(_events.Count);
        if (!request.CommandId.IsNone)
        {
            _commandAt.Add(request.CommandId, _commands.Count);
            _commands.Add(new CommandPlace(request.CommandId, request.ExpectedSequence + 1, LastSequence));
        }

        return new AppendResult(AppendOutcome.Appended, LastSequence);
    }

    public StoredEvent At(long sequence) => new(name, sequence, _events[(int)sequence - 1]);

    public IEnumerable<StoredEvent> Read(long fromSequence)
    {
        for (var sequence = fromSequence; sequence <= _events.Count; sequence++)
            yield return At(sequence);
    }

    /// <summary>The first and the last sequence of an append, counted from 0.</summary>
    public (long First, long Last) PlaceOf(int append) => (append == 0 ? 1 : _ends[append - 1] + 1, _ends[append]);

    public CommandPlace? Find(CommandId id) => !id.IsNone && _commandAt.TryGetValue(id, out var at) ? _commands[at] : null;

    public IReadOnlyList<CommandPlace> RecentCommands(int most) => _commands.GetRange(Math.Max(0, _commands.Count - most), Math.Min(most, _commands.Count));

    public long Claim(long epoch) => _epoch = Math.Max(_epoch, epoch);

    public long Take() => ++_epoch;

    /// <summary>The stream's end after an append, counted from 0.</summary>
    public StreamHead HeadAfter(int append)
    {
        for (var next = _links.Count; next <= append; next++)
        {
            var (first, last) = PlaceOf(next);
            _links.Add(HashChain.Next(next == 0 ? HashChain.Origin : _links[next - 1], _events.GetRange((int)first - 1, (int)(last - first + 1))));
        }

        return new StreamHead(name, _ends[append], _links[append]);
    }
}
