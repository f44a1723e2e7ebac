using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Actors;

/// <summary>The senders' end of an actor's mailbox: how many messages from outside the lane wait, and the messages themselves where they are structs.</summary>
/// <remarks>
/// Made with the first such message. Messages that are objects lie in the lane's own queue. The count is exact: senders, who
/// exclude each other, look at what was taken only when their last look says that there is no room.
/// </remarks>
internal sealed class Mailbox<T> : OwnCacheLines
{
    private const int FirstItems = 4;
    private readonly ChunkWriter<T>? _items = typeof(T).IsValueType ? new ChunkWriter<T>(FirstItems) : null;
    private long _added;
    private long _takenSeen;

    public Mailbox()
    {
        Reader = new MailboxReader<T>(_items?.Reader);
    }

    public MailboxReader<T> Reader { get; }

    /// <summary>Messages that wait. Exact for senders that hold the gate and for the consumer, else a glimpse.</summary>
    public long Count => Volatile.Read(ref _added) - Reader.Taken;

    /// <summary>Whether fewer than <paramref name="most"/> messages wait. Under the gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoomFor(int most) => _added - _takenSeen < most || LookAgain(most);

    /// <summary>Counts a message and keeps it if it is a struct. Under the gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T message)
    {
        Volatile.Write(ref _added, _added + 1);
        _items?.Enqueue(in message);
    }

    private bool LookAgain(int most)
    {
        _takenSeen = Reader.Taken;
        return _added - _takenSeen < most;
    }
}

/// <summary>The consumer's end, in cache lines of its own.</summary>
internal sealed class MailboxReader<T> : OwnCacheLines
{
    private readonly ChunkReader<T>? _items;
    private TaskCompletionSource? _room;
    private long _taken;

    public MailboxReader(ChunkReader<T>? items)
    {
        _items = items;
    }

    /// <summary>Messages that have left the mailbox: handled, or dead letters. Written on the lane, read by anybody.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Who waits for room; set and taken under the gate.</summary>
    public TaskCompletionSource? Room { get => Volatile.Read(ref _room); set => Volatile.Write(ref _room, value); }

    /// <summary>The first of the structs.</summary>
    public void Dequeue(out T message) => _items!.Dequeue(out message);

    /// <summary>One message has left.</summary>
    public void Take() => Volatile.Write(ref _taken, _taken + 1);
}
