using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>A first-in-first-out queue for producers that exclude each other and one consumer that needs no lock.</summary>
/// <remarks>
/// The consumer takes an item only after it was told through the lane's gate that the item is there. Chunks double up to
/// <see cref="MostItems"/>; an emptied one goes back to the producers, so that a steady flow allocates nothing.
/// </remarks>
internal sealed class ChunkQueue<T>
{
    private const int FirstItems = 4;
    private const int MostItems = 256;
    private Chunk _tail;
    private Chunk _head;
    private Chunk? _spare;
    private long _added;
    private long _taken;
    private int _read;

    public ChunkQueue() => _head = _tail = new Chunk(FirstItems);

    /// <summary>Items that wait; exact for a producer that holds the gate, a glimpse for others.</summary>
    public int Count => (int)(_added - Volatile.Read(ref _taken));

    public void Enqueue(in T item)
    {
        var tail = _tail;
        if (tail.Written == tail.Items.Length)
            tail = Extend();
        tail.Items[tail.Written++] = item;
        _added++;
    }

    public void Dequeue(out T item)
    {
        if (_read == _head.Items.Length)
            Advance();
        ref var slot = ref _head.Items[_read++];
        item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            slot = default!;
        Volatile.Write(ref _taken, _taken + 1);
    }

    private Chunk Extend()
    {
        var next = Interlocked.Exchange(ref _spare, null) ?? new Chunk(Math.Min(_tail.Items.Length * 2, MostItems));
        _tail.Next = next;
        return _tail = next;
    }

    private void Advance()
    {
        var empty = _head;
        _head = empty.Next ?? throw new InvalidOperationException("the queue is empty");
        _read = 0;
        if (empty.Items.Length < MostItems)
            return;
        (empty.Next, empty.Written) = (null, 0);
        Volatile.Write(ref _spare, empty);
    }

    private sealed class Chunk(int size)
    {
        public T[] Items { get; } = new T[size];

        public int Written { get; set; }

        public Chunk? Next { get; set; }
    }
}
