using System.Buffers.Binary;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Rows on their way from the thread that reads them to the one that hashes them; used again and again.</summary>
/// <remarks>
/// The bytes of an append lie as its link covers them: 32 bytes of room for the link before it, then its events one behind the other.
/// An append is never split between chunks.
/// </remarks>
internal sealed class RowChunk
{
    private const int FullRows = 2048;
    private const int FullBytes = 512 * 1024;
    private byte[] _bytes = new byte[FullBytes];
    private Row[] _rows = new Row[FullRows];

    public int Count { get; private set; }

    public int Length { get; private set; }

    public bool IsFull => Count >= FullRows || Length >= FullBytes;

    public ref readonly Row this[int index] => ref _rows[index];

    public void Clear() => (Count, Length) = (0, 0);

    public Span<byte> Bytes(int from, int length) => _bytes.AsSpan(from, length);

    /// <summary>Makes room for the link before an append; answers where the append begins.</summary>
    public int BeginAppend()
    {
        var at = Length;
        Reserve(HashChain.LinkBytes);
        Length += HashChain.LinkBytes;
        return at;
    }

    /// <summary>Adds the bytes of an event as <see cref="HashChain"/> lays them out.</summary>
    public void AddEventBytes(ReadOnlySpan<byte> type, long timeNanos, ReadOnlySpan<byte> payload)
    {
        var room = Reserve(16 + type.Length + payload.Length);
        BinaryPrimitives.WriteInt32LittleEndian(room, type.Length);
        type.CopyTo(room[4..]);
        BinaryPrimitives.WriteInt64LittleEndian(room[(4 + type.Length)..], timeNanos);
        BinaryPrimitives.WriteInt32LittleEndian(room[(12 + type.Length)..], payload.Length);
        payload.CopyTo(room[(16 + type.Length)..]);
        Length += 16 + type.Length + payload.Length;
    }

    /// <summary>Says of the event just added that it has a schema version and a cause.</summary>
    /// <param name="payloadLength">The length of its payload.</param>
    public void MarkMore(int payloadLength, int schemaVersion)
    {
        // The flag is the highest bit of the payload's length, little-endian.
        _bytes[Length - payloadLength - 1] |= 0x80;
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), schemaVersion);
        Length += 4;
    }

    /// <summary>Adds text with its length, −1 for none.</summary>
    public void AddText(ReadOnlySpan<byte> text, bool isNull)
    {
        var room = Reserve(4 + text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(room, isNull ? -1 : text.Length);
        text.CopyTo(room[4..]);
        Length += 4 + text.Length;
    }

    /// <summary>Adds a link; answers where it lies.</summary>
    public int AddLink(ReadOnlySpan<byte> link)
    {
        var at = Length;
        link.CopyTo(Reserve(link.Length));
        Length += link.Length;
        return at;
    }

    public void Add(in Row row)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, Count * 2);
        _rows[Count++] = row;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (Length + bytes > _bytes.Length)
            Array.Resize(ref _bytes, checked(Math.Max(Length + bytes, _bytes.Length * 2)));
        return _bytes.AsSpan(Length, bytes);
    }

    /// <summary>An event or a commit.</summary>
    /// <param name="Number">An event's position; a commit's number.</param>
    /// <param name="Stream">An event's stream; 0 for a commit.</param>
    /// <param name="Place">An event's sequence; a commit's last position.</param>
    /// <param name="IsCommit">Which of the two.</param>
    /// <param name="IsSound">Whether each column is of its declared type.</param>
    /// <param name="AppendAt">Where the append begins that ends with this event.</param>
    /// <param name="AppendLength">Its bytes with the room for the link before it; 0 within an append.</param>
    /// <param name="LinkAt">Where the stored link lies.</param>
    /// <param name="LinkLength">Its length.</param>
    public readonly record struct Row(
        long Number, long Stream, long Place, bool IsCommit, bool IsSound, int AppendAt = 0, int AppendLength = 0, int LinkAt = 0, int LinkLength = 0);
}
