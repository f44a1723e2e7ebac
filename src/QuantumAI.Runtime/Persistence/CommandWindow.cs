namespace QuantumAI.Runtime.Persistence;

/// <summary>The places of the last commands of a stream. Bounded: the oldest makes room. One owner; O(1).</summary>
internal sealed class CommandWindow(int capacity)
{
    private readonly Dictionary<CommandId, CommandPlace> _places = [];
    private readonly Queue<CommandId> _order = new();

    public int Capacity => capacity;

    /// <summary>Whether every command of the stream is in the window, so that an absent id is a new one.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Sequence of the last event of the newest command; 0 when there is none.</summary>
    public long NewestSequence { get; private set; }

    /// <summary>Starts over with what the journal says: at most the capacity and oldest first.</summary>
    public void Load(IReadOnlyList<CommandPlace> recent)
    {
        _places.Clear();
        _order.Clear();
        NewestSequence = 0;
        IsComplete = recent.Count < capacity;
        for (var i = 0; i < recent.Count; i++)
            Add(recent[i]);
    }

    public bool TryFind(CommandId id, out CommandPlace place) => _places.TryGetValue(id, out place);

    public void Add(CommandPlace place)
    {
        if (_order.Count >= capacity)
        {
            _places.Remove(_order.Dequeue());
            IsComplete = false;
        }

        NewestSequence = place.LastSequence;
        _places.Add(place.Id, place);
        _order.Enqueue(place.Id);
    }
}
