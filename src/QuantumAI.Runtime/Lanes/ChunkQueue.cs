using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>The producers' end of a first-in-first-out queue: they exclude each other, the one consumer needs no lock.</summary>
/// <remarks>
/// What the producers write for each item and what the consumer writes for each item lie in objects of their own, in different
/// cache lines; each side looks at the other's only when its own last look is used up. Chunks double up to <see cref="MostItems"/>;
/// emptied ones go back to the producers, up to <see cref="MostSpares"/>, so that a steady flow allocates nothing.
/// </remarks>
internal sealed class ChunkWriter<T> : OwnCacheLines
{
    private const int MostItems = 512;
    private const int MostSpares = 32;
    private Chunk<T> _tail;
    private Chunk<T>? _returned;
    private Chunk<T>? _spare;
    private long _added;
    private int _written;

    public ChunkWriter(int firstItems)
    {
        _tail = new Chunk<T>(firstItems);
        Reader = new ChunkReader<T>(this, _tail);
    }

    public ChunkReader<T> Reader { get; }

    /// <summary>Items added so far: everything up to here may be taken. Any thread.</summary>
    public long Added => Volatile.Read(ref _added);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enqueue(in T item)
    {
        var items = _tail.Items;
        if (_written == items.Length)
            items = Extend();
        items[_written++] = item;
        Volatile.Write(ref _added, _added + 1);
    }

    /// <summary>Takes an emptied chunk back; the consumer's.</summary>
    public void Return(Chunk<T> empty)
    {
        if (empty.Items.Length < MostItems)
            return;
        Chunk<T>? others;
        do
        {
            others = Volatile.Read(ref _returned);
            (empty.Next, empty.Place) = (others, (others?.Place ?? 0) + 1);
        }
        while (empty.Place <= MostSpares && Interlocked.CompareExchange(ref _returned, empty, others) != others);
    }

    private T[] Extend()
    {
        _spare ??= Interlocked.Exchange(ref _returned, null);
        var next = _spare ?? new Chunk<T>(Math.Min(_tail.Items.Length * 2, MostItems));
        _spare = next.Next;
        next.Next = null;
        _tail.Next = next;
        _tail = next;
        _written = 0;
        return next.Items;
    }
}

/// <summary>The consumer's end.</summary>
internal sealed class ChunkReader<T> : OwnCacheLines
{
    private readonly ChunkWriter<T> _writer;
    private Chunk<T> _head;
    private long _taken;
    private long _seen;
    private long _seenBefore;
    private int _read;

    public ChunkReader(ChunkWriter<T> writer, Chunk<T> head)
    {
        (_writer, _head) = (writer, head);
    }

    /// <summary>Whether an item can be taken that was seen before.</summary>
    public bool HasSeen => _taken != _seen;

    /// <summary>Whether the next item is the first of what the last look has found.</summary>
    public bool IsFirstSeen => _taken == _seenBefore;

    /// <summary>Looks at what has been added.</summary>
    /// <returns>Whether an item can be taken.</returns>
    public bool See()
    {
        _seenBefore = _taken;
        return (_seen = _writer.Added) != _taken;
    }

    /// <summary>Takes the oldest item; only by who knows that there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dequeue(out T item)
    {
        var items = _head.Items;
        if (_read == items.Length)
            items = Advance();
        ref var slot = ref items[_read++];
        item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            slot = default!;
        _taken++;
    }

    private T[] Advance()
    {
        var empty = _head;
        _head = empty.Next ?? throw new InvalidOperationException("the queue is empty");
        _read = 0;
        _writer.Return(empty);
        return _head.Items;
    }
}

internal sealed class Chunk<T>(int size)
{
    public T[] Items { get; } = new T[size];

    /// <summary>The next one: of the queue, or of the emptied chunks.</summary>
    public Chunk<T>? Next { get; set; }

    /// <summary>Of an emptied chunk: how many there are, this one included.</summary>
    public int Place { get; set; }
}
