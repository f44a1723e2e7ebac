using System.Buffers.Binary;

namespace QuantumAI.Venues.PaperServer.Streams.Frames;

/// <summary>Frames that wait to be sent, one behind the other, up to a bound. Not thread safe.</summary>
/// <param name="bytesMax">Most bytes that wait.</param>
internal sealed class FrameBuffer(int bytesMax)
{
    private const int FirstBytes = 4_096;
    private const int HeaderBytesMax = 10;
    private const byte Final = 0x80;
    private byte[] _bytes = [];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    /// <summary>Adds a message of three parts; false, and nothing is added, when there is no room.</summary>
    public bool TryAdd(FrameKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        var length = head.Length + body.Length + tail.Length;
        var needed = Count + HeaderBytesMax + length;
        if (needed > bytesMax)
            return false;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(bytesMax, Math.Max(needed, Math.Max(FirstBytes, 2 * _bytes.Length))));
        AddHeader(kind, length);
        Add(head);
        Add(body);
        Add(tail);
        return true;
    }

    /// <summary>Forgets what was sent; a buffer that a burst has made large is let go.</summary>
    public void Clear()
    {
        Count = 0;
        if (_bytes.Length > 64 * FirstBytes)
            _bytes = [];
    }

    private void AddHeader(FrameKind kind, int length)
    {
        _bytes[Count++] = (byte)(Final | (byte)kind);
        if (length < 126)
        {
            _bytes[Count++] = (byte)length;
        }
        else if (length <= ushort.MaxValue)
        {
            _bytes[Count++] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(Count), (ushort)length);
            Count += sizeof(ushort);
        }
        else
        {
            _bytes[Count++] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(Count), (ulong)length);
            Count += sizeof(ulong);
        }
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_bytes.AsSpan(Count));
        Count += part.Length;
    }
}
