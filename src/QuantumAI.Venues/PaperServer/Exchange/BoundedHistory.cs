namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>The latest items, the oldest first; one more than it holds drops the oldest. Not thread safe.</summary>
public sealed class BoundedHistory<T>(int capacity)
{
    private T[] _items = new T[Math.Min(capacity, 64)];
    private int _start;

    public int Count { get; private set; }

    /// <summary>An item by its place, 0 = the oldest; by reference, so that the last may grow in place.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return ref _items[(_start + index) % _items.Length];
        }
    }

    public ref T Last => ref this[Count - 1];

    public void Add(T item)
    {
        if (Count == _items.Length && Count < capacity)
            Grow();
        if (Count < _items.Length)
        {
            _items[(_start + Count++) % _items.Length] = item;
            return;
        }

        _items[_start] = item;
        _start = (_start + 1) % _items.Length;
    }

    /// <summary>The first place whose key is not below one; keys rise. <see cref="Count"/> when there is none.</summary>
    public int FirstNotBelow(long key, Func<T, long> keyOf)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keyOf(this[middle]) < key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Grow()
    {
        var larger = new T[Math.Min(capacity, 2 * _items.Length)];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        (_items, _start) = (larger, 0);
    }
}
