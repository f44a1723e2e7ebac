using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Actors;

/// <summary>The senders' end of an actor's mailbox: how many messages from outside the lane wait, and the messages themselves where they are structs.</summary>
/// <remarks>
/// Made with the first such message. Messages that are objects lie in the lane's own queue. The count is exact: senders, who
/// exclude each other, look at what was taken only when their last look says that there is no room.
/// </remarks>
internal sealed class Mailbox<T> : OwnCacheLines
{
    private const int FirstItems = 4;

    /// <summary>Every 64th message is stamped when it enters; so many stamps are kept.</summary>
    private const int Stamps = 64;
    private readonly ChunkWriter<T>? _items;
    private readonly World _world;
    private readonly long[]? _stampNanos;
    private long _added;
    private long _takenSeen;

    public Mailbox(World world)
    {
        _world = world;
        _items = typeof(T).IsValueType ? new ChunkWriter<T>(FirstItems, !world.IsSingleThreaded) : null;
        _stampNanos = world.Metrics is null ? null : new long[Stamps];
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
        if ((_added & Lane.SampleMask) == 0 && _stampNanos is not null)
            _stampNanos[StampOf(_added)] = _world.MachineNanos;
        Volatile.Write(ref _added, _added + 1);
        _items?.Enqueue(in message);
    }

    /// <summary>When the message that leaves next entered, machine time; 0 when that is not known.</summary>
    public long EnteredNanos() => _stampNanos is null || Count > Stamps * Lane.SampleMask ? 0 : _stampNanos[StampOf(Reader.Taken)];

    private static long StampOf(long number) => (number / (Lane.SampleMask + 1)) % Stamps;

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
