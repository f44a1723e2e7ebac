using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>A bounded ring between two lanes, one writer and one reader, without locks; each wakes the other only when it waits.</summary>
/// <remarks>
/// Positions are shown to the other side in pieces and at each turn's end, which spares a fence per element. A side that is
/// about to wait says so, then looks once more (a full fence between); the other shows, then looks whether somebody waits.
/// </remarks>
internal sealed class Bridge<T>
{
    public const int Piece = 64;

    private readonly T[] _slots;
    private readonly int _mask;
    private BridgeWords _shared;

    public Bridge(int capacity)
    {
        Capacity = capacity;
        _slots = new T[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _slots.Length - 1;
    }

    public int Capacity { get; }

    /// <summary>Every element and the end are shown; set after the last of them.</summary>
    public bool IsEnded { get => Volatile.Read(ref _shared.IsEnded); set => Volatile.Write(ref _shared.IsEnded, value); }

    /// <summary>The reader wants no more and touches the ring no more.</summary>
    public bool IsCancelled { get => Volatile.Read(ref _shared.IsCancelled); set => Volatile.Write(ref _shared.IsCancelled, value); }

    public Exception? Failure { get; set; }

    /// <summary>Elements that were written and shown.</summary>
    public long Tail { get => Volatile.Read(ref _shared.Tail); set => Volatile.Write(ref _shared.Tail, value); }

    /// <summary>Elements that were read and shown to be.</summary>
    public long Head { get => Volatile.Read(ref _shared.Head); set => Volatile.Write(ref _shared.Head, value); }

    /// <summary>The writer found the ring full and waits for half of it.</summary>
    public void AwaitRoom() => Interlocked.Exchange(ref _shared.WriterWaits, 1);

    /// <summary>The reader found the ring empty and waits for an element.</summary>
    public void AwaitElement() => Interlocked.Exchange(ref _shared.ReaderWaits, 1);

    /// <returns>True for the one side that ended the writer's wait.</returns>
    public bool EndWriterWait() => Ends(ref _shared.WriterWaits);

    /// <returns>True for the one side that ended the reader's wait.</returns>
    public bool EndReaderWait() => Ends(ref _shared.ReaderWaits);

    public void Write(long position, in T item) => _slots[position & _mask] = item;

    public T Read(long position)
    {
        ref var slot = ref _slots[position & _mask];
        var item = slot;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            slot = default!;
        return item;
    }

    private static bool Ends(ref int wait)
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref wait) == 1 && Interlocked.Exchange(ref wait, 0) == 1;
    }
}
