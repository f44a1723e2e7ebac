namespace QuantumAI.Runtime.Lanes;

/// <summary>A bounded queue that keeps the newest: a message replaces the waiting one with its key, and the oldest goes when there is no room.</summary>
/// <remarks>Thread safe. A replaced message keeps its place in the order.</remarks>
internal sealed class ConflatedQueue<T>(int capacity, Func<T, object>? keyOf)
{
    private readonly LinkedList<(object? Key, T Item)> _waiting = new();
    private readonly Dictionary<object, LinkedListNode<(object? Key, T Item)>> _byKey = [];
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Adds a message.</summary>
    /// <returns>Whether another message was dropped for it.</returns>
    public bool Add(in T item)
    {
        var key = keyOf?.Invoke(item);
        lock (_gate)
        {
            if (key is not null && _byKey.TryGetValue(key, out var same))
            {
                same.Value = (key, item);
                return true;
            }

            var mustDrop = _waiting.Count == capacity;
            if (mustDrop)
                TakeFirst();
            var node = _waiting.AddLast((key, item));
            if (key is not null)
                _byKey[key] = node;
            return mustDrop;
        }
    }

    public bool TryTake(out T item)
    {
        lock (_gate)
        {
            var found = _waiting.Count > 0;
            item = found ? TakeFirst() : default!;
            return found;
        }
    }

    private T TakeFirst()
    {
        var (key, item) = _waiting.First!.Value;
        _waiting.RemoveFirst();
        if (key is not null)
            _byKey.Remove(key);
        return item;
    }
}
