namespace QuantumAI.Runtime.Lanes;

/// <summary>A bounded queue that keeps the newest: a message replaces the waiting one with its key, and the oldest goes when there is no room.</summary>
/// <remarks>The caller excludes. A replaced message keeps its place in the order.</remarks>
internal sealed class ConflatedQueue<T>(int capacity, Func<T, object>? keyOf)
{
    private readonly LinkedList<(object? Key, T Item)> _waiting = new();
    private readonly Dictionary<object, LinkedListNode<(object? Key, T Item)>> _byKey = [];

    public int Count => _waiting.Count;

    /// <summary>Adds a message.</summary>
    /// <returns>How many messages were dropped for it: 0 or 1.</returns>
    public int Add(in T item)
    {
        var key = keyOf?.Invoke(item);
        if (key is not null && _byKey.TryGetValue(key, out var same))
        {
            same.Value = (key, item);
            return 1;
        }

        var dropped = 0;
        if (_waiting.Count == capacity)
        {
            TryTake(out _);
            dropped = 1;
        }

        var node = _waiting.AddLast((key, item));
        if (key is not null)
            _byKey[key] = node;
        return dropped;
    }

    public bool TryTake(out T item)
    {
        if (_waiting.First is not { } first)
        {
            item = default!;
            return false;
        }

        item = first.Value.Item;
        _waiting.RemoveFirst();
        if (first.Value.Key is { } key)
            _byKey.Remove(key);
        return true;
    }
}
