namespace QuantumAI.Simulation.Matching;

/// <summary>Slots for orders; those that are free are used again, so that memory follows the most orders ever held at once.</summary>
internal sealed class OrderPool
{
    private int _free = -1;
    private int _used;

    public OrderPool(int capacity) => (Nodes, Details) = (new OrderNode[capacity], new OrderDetail[capacity]);

    /// <summary>Replaced when the pool grows: that is only in <see cref="Take"/>.</summary>
    public OrderNode[] Nodes { get; private set; }

    public OrderDetail[] Details { get; private set; }

    /// <summary>Slots that were ever used.</summary>
    public int Used => _used;

    public int Take()
    {
        if (_free >= 0)
        {
            var index = _free;
            _free = Nodes[index].Next;
            return index;
        }

        if (_used == Nodes.Length)
        {
            (var nodes, var details) = (Nodes, Details);
            Array.Resize(ref nodes, _used * 2);
            Array.Resize(ref details, _used * 2);
            (Nodes, Details) = (nodes, details);
        }

        return _used++;
    }

    public void Free(int index)
    {
        ref var node = ref Nodes[index];
        node.Place = OrderPlace.None;
        node.Next = _free;
        _free = index;
    }
}
