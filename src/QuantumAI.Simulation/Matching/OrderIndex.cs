using System.Numerics;

namespace QuantumAI.Simulation.Matching;

/// <summary>Order id to slot: open addressing, at most half full, without tombstones. Ids are above 0.</summary>
internal sealed class OrderIndex
{
    private Entry[] _entries;
    private int _shift;
    private int _count;

    public OrderIndex(int capacity)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)capacity * 2);
        _entries = new Entry[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    public int Count => _count;

    /// <summary>The slot of an order, −1 when there is none.</summary>
    public int Find(long id)
    {
        var entries = _entries;
        for (var at = Home(id); entries[at].Id != 0; at = (at + 1) & (entries.Length - 1))
        {
            if (entries[at].Id == id)
                return entries[at].Slot;
        }

        return -1;
    }

    /// <summary>Adds an id that is not there.</summary>
    public void Add(long id, int slot)
    {
        if (_count * 2 >= _entries.Length)
            Grow();
        var at = Home(id);
        while (_entries[at].Id != 0)
            at = (at + 1) & (_entries.Length - 1);
        _entries[at] = new Entry(id, slot);
        _count++;
    }

    /// <summary>Removes an id; those behind it that it had pushed on move back.</summary>
    public void Remove(long id)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        var hole = Home(id);
        while (entries[hole].Id != id)
            hole = (hole + 1) & mask;
        for (var at = (hole + 1) & mask; entries[at].Id != 0; at = (at + 1) & mask)
        {
            if (((at - Home(entries[at].Id)) & mask) < ((at - hole) & mask))
                continue;
            entries[hole] = entries[at];
            hole = at;
        }

        entries[hole] = default;
        _count--;
    }

    private int Home(long id) => (int)(((ulong)id * 0x9E37_79B9_7F4A_7C15UL) >> _shift);

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        _count = 0;
        foreach (var entry in old)
        {
            if (entry.Id != 0)
                Add(entry.Id, entry.Slot);
        }
    }

    private readonly record struct Entry(long Id, int Slot);
}
