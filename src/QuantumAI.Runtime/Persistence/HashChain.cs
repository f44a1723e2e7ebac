using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Runtime.Persistence;

/// <summary>The chains that make a change of history visible: one per stream with a link per append, and one over all commits.</summary>
/// <remarks>
/// An append's link = SHA-256(previous link ‖ each of its events), an event = (u32 length of type ‖ type ‖ i64 market time ‖
/// u32 length of payload ‖ payload), little-endian, UTF-8. An event of a later schema or with a cause has the highest bit of its
/// payload length set and goes on with (i32 schema ‖ causation ‖ correlation), each text as i32 length or −1 for none ‖ UTF-8.
/// <para>A commit's link = SHA-256(previous link ‖ i64 number ‖ for each append u32 length of stream ‖ stream ‖ i64 its last
/// sequence ‖ its link), big-endian, as PostgreSQL computes it too.</para>
/// <para>Wall time, host, run id and path are in neither: the same decisions give the same chain on every machine. Thread safe.</para>
/// </remarks>
public static class HashChain
{
    public const int LinkBytes = 32;

    private const uint HasMore = 0x8000_0000;

    /// <summary>The link before the first append and before the first commit: 32 zero bytes.</summary>
    public static byte[] Origin => new byte[LinkBytes];

    /// <summary>The link of an append of one event that follows <paramref name="previous"/>.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, EventData data)
    {
        var length = LinkBytes + LengthOf(data);
        var buffer = length <= 1024 ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(buffer);
        Write(data, buffer[LinkBytes..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>The link of an append that follows <paramref name="previous"/>.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, IReadOnlyList<EventData> append)
    {
        if (append.Count == 1)
            return Next(previous, append[0]);
        var length = LinkBytes;
        for (var i = 0; i < append.Count; i++)
            length += LengthOf(append[i]);
        var buffer = length <= 4096 ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(buffer);
        var rest = buffer[LinkBytes..];
        for (var i = 0; i < append.Count; i++)
            rest = rest[Write(append[i], rest)..];
        return SHA256.HashData(buffer);
    }

    /// <summary>The link of a commit that follows <paramref name="previous"/>.</summary>
    /// <param name="previous">The link of the commit before it.</param>
    /// <param name="number">The commit's number.</param>
    /// <param name="appends">The stream's end after each append, in the order of the appends.</param>
    public static byte[] NextCommit(ReadOnlySpan<byte> previous, long number, IReadOnlyList<StreamHead> appends)
    {
        var length = LinkBytes + sizeof(long);
        for (var i = 0; i < appends.Count; i++)
            length += CommitEntryBytes(appends[i].Stream);
        var buffer = length <= 4096 ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(buffer);
        BinaryPrimitives.WriteInt64BigEndian(buffer[LinkBytes..], number);
        var rest = buffer[(LinkBytes + sizeof(long))..];
        for (var i = 0; i < appends.Count; i++)
            rest = rest[WriteCommitEntry(appends[i], rest)..];
        return SHA256.HashData(buffer);
    }

    /// <summary>How many bytes <see cref="WriteCommitEntry(StreamHead, Span{byte})"/> writes.</summary>
    public static int CommitEntryBytes(string stream) => CommitEntryBytes(Encoding.UTF8.GetByteCount(stream));

    /// <inheritdoc cref="CommitEntryBytes(string)"/>
    /// <param name="nameBytes">Length of the stream's name, UTF-8.</param>
    public static int CommitEntryBytes(int nameBytes) => sizeof(int) + nameBytes + sizeof(long) + LinkBytes;

    /// <summary>Writes what a commit's link covers of one append; answers the length.</summary>
    public static int WriteCommitEntry(StreamHead append, Span<byte> destination) =>
        WriteCommitEntry(Encoding.UTF8.GetBytes(append.Stream), append.LastSequence, append.Link.Span, destination);

    /// <inheritdoc cref="WriteCommitEntry(StreamHead, Span{byte})"/>
    /// <param name="stream">The stream's name, UTF-8.</param>
    /// <param name="lastSequence">The stream's end after the append.</param>
    /// <param name="link">The append's link.</param>
    /// <param name="destination">Where to.</param>
    public static int WriteCommitEntry(ReadOnlySpan<byte> stream, long lastSequence, ReadOnlySpan<byte> link, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, stream.Length);
        stream.CopyTo(destination[4..]);
        BinaryPrimitives.WriteInt64BigEndian(destination[(4 + stream.Length)..], lastSequence);
        link.CopyTo(destination[(12 + stream.Length)..]);
        return CommitEntryBytes(stream.Length);
    }

    /// <summary>
    /// One hash over the ends of all streams: SHA-256 over (u32 length of name ‖ name ‖ i64 last sequence ‖ last link) for each
    /// stream, sorted by name. 64 lower-case hexadecimal digits.
    /// </summary>
    public static string JournalHash(IReadOnlyList<StreamHead> heads)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        foreach (var head in heads.OrderBy(head => head.Stream, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(head.Stream);
            BinaryPrimitives.WriteInt32LittleEndian(number, name.Length);
            hash.AppendData(number[..4]);
            hash.AppendData(name);
            BinaryPrimitives.WriteInt64LittleEndian(number, head.LastSequence);
            hash.AppendData(number);
            hash.AppendData(head.Link.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool HasMoreThanPayload(EventData data) => data.SchemaVersion != 1 || !data.Cause.IsNone;

    private static int LengthOf(EventData data)
    {
        var length = 4 + Encoding.UTF8.GetByteCount(data.Type) + 8 + 4 + data.Payload.Length;
        return HasMoreThanPayload(data) ? length + 4 + LengthOf(data.Cause.Causation) + LengthOf(data.Cause.Correlation) : length;
    }

    private static int LengthOf(string? text) => 4 + (text is null ? 0 : Encoding.UTF8.GetByteCount(text));

    private static int Write(EventData data, Span<byte> destination)
    {
        var at = WriteText(data.Type, destination);
        BinaryPrimitives.WriteInt64LittleEndian(destination[at..], data.TimeNanos);
        var hasMore = HasMoreThanPayload(data);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(at + 8)..], (uint)data.Payload.Length | (hasMore ? HasMore : 0));
        data.Payload.Span.CopyTo(destination[(at + 12)..]);
        at += 12 + data.Payload.Length;
        if (!hasMore)
            return at;
        BinaryPrimitives.WriteInt32LittleEndian(destination[at..], data.SchemaVersion);
        at += 4;
        at += WriteText(data.Cause.Causation, destination[at..]);
        return at + WriteText(data.Cause.Correlation, destination[at..]);
    }

    private static int WriteText(string? text, Span<byte> destination)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, destination[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        return 4 + Math.Max(0, length);
    }
}
