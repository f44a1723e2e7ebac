using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>The producers' end of a first-in-first-out queue: they exclude each other, the one consumer needs no lock.</summary>
/// <remarks>
/// What the producers write for each item and what the consumer writes for each item lie in objects of their own, in different
/// cache lines; each side looks at the other's only when its own last look is used up. Chunks double up to <see cref="MostItems"/>;
/// emptied ones go back to the producers, up to <see cref="MostSpares"/>, so that a steady flow allocates nothing.
/// <para>A chunk that is used up while nothing waits is used again from its start: a queue that stays short stays small, so that
/// hundreds of them fit a cache together. Who shares it between threads asks so only of chunks of <see cref="LeastSharedItems"/>
/// or more, since the question costs a cache line's way.</para>
/// </remarks>
internal sealed class ChunkWriter<T> : OwnCacheLines
{
    private const int MostItems = 512;
    private const int MostSpares = 32;
    private const int LeastSharedItems = 64;
    private readonly int _leastReused;
    private Chunk<T> _tail;
    private Chunk<T>? _returned;
    private Chunk<T>? _spare;
    private long _added;
    private int _written;

    /// <param name="firstItems">Length of the first chunk.</param>
    /// <param name="isShared">Whether producers and consumer may be different threads.</param>
    public ChunkWriter(int firstItems, bool isShared)
    {
        _leastReused = isShared ? LeastSharedItems : 0;
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
        if (_tail.Items.Length >= _leastReused && Reader.Taken == _added)
        {
            _written = 0;
            return _tail.Items;
        }

        _spare ??= Interlocked.Exchange(ref _returned, null);
        var next = _spare ?? new Chunk<T>(Math.Min(_tail.Items.Length * 2, MostItems));
        _spare = next.Next;
        (next.Next, next.End) = (null, long.MaxValue);
        (_tail.Next, _tail.End) = (next, _added);
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

    /// <summary>Items taken so far; what lay in their places may be overwritten. Any thread.</summary>
    public long Taken => Volatile.Read(ref _taken);

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
        Volatile.Write(ref _taken, _taken + 1); // after the place has been read: it may be written again
    }

    private T[] Advance()
    {
        var empty = _head;
        if (empty.End != _taken)
        {
            _read = 0;
            return empty.Items;
        }

        _head = empty.Next ?? throw new InvalidOperationException("the queue is empty");
        _read = 0;
        _writer.Return(empty);
        return _head.Items;
    }
}

internal sealed class Chunk<T>(int size)
{
    public T[] Items { get; } = new T[size];

    /// <summary>Number of the first item that lies behind this chunk; <see cref="long.MaxValue"/> while it is the last one. Written before that item is added.</summary>
    public long End { get; set; } = long.MaxValue;

    /// <summary>The next one: of the queue, or of the emptied chunks.</summary>
    public Chunk<T>? Next { get; set; }

    /// <summary>Of an emptied chunk: how many there are, this one included.</summary>
    public int Place { get; set; }
}
