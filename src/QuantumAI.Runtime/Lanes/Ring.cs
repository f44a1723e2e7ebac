using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>A queue over a power-of-two array that doubles when full and is made on first use. The caller bounds it and provides exclusion.</summary>
internal sealed class Ring<T>
{
    private const int FirstLength = 8;
    private T[] _items = [];
    private int _head;

    public int Count { get; private set; }

    /// <summary>The item at a place; 0 is the next to be taken.</summary>
    public T this[int place] => _items[(_head + place) & (_items.Length - 1)];

    /// <summary>Moves the item at <paramref name="place"/> to the front; the others keep their order.</summary>
    public void MoveToFront(int place)
    {
        var item = this[place];
        for (; place > 0; place--)
            _items[(_head + place) & (_items.Length - 1)] = this[place - 1];
        _items[_head] = item;
    }

    public void Enqueue(in T item)
    {
        if (Count == _items.Length)
            Grow();
        _items[(_head + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public T Dequeue()
    {
        Dequeue(out var item);
        return item;
    }

    /// <summary>The same without a copy, for large structs.</summary>
    public void Dequeue(out T item)
    {
        if (Count == 0)
            throw new InvalidOperationException("the ring is empty");
        item = _items[_head];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _items[_head] = default!;
        _head = (_head + 1) & (_items.Length - 1);
        Count--;
    }

    private void Grow()
    {
        var larger = new T[Math.Max(FirstLength, BitOperations.RoundUpToPowerOf2((uint)_items.Length + 1))];
        var firstPart = _items.Length - _head;
        Array.Copy(_items, _head, larger, 0, firstPart);
        Array.Copy(_items, 0, larger, firstPart, _head);
        _items = larger;
        _head = 0;
    }
}
