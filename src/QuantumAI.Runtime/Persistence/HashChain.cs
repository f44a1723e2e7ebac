using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Runtime.Persistence;

/// <summary>The chain that makes a change of history visible: each link is the SHA-256 of the link before it and the event.</summary>
/// <remarks>
/// Link = SHA-256(previous link ‖ u32 length of type ‖ type ‖ i64 market time ‖ u32 length of payload ‖ payload), little-endian, UTF-8.
/// Wall time, host, run id and path are not part of it: the same decisions give the same chain on every machine. Thread safe.
/// </remarks>
public static class HashChain
{
    private const int LinkBytes = 32;

    /// <summary>The link before the first event: 32 zero bytes.</summary>
    public static byte[] Origin => new byte[LinkBytes];

    /// <summary>The link of an event that follows <paramref name="previous"/>.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, EventData data)
    {
        var typeBytes = Encoding.UTF8.GetByteCount(data.Type);
        var length = LinkBytes + 4 + typeBytes + 8 + 4 + data.Payload.Length;
        var buffer = length <= 1024 ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(buffer);
        var rest = buffer[LinkBytes..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, typeBytes);
        Encoding.UTF8.GetBytes(data.Type, rest[4..]);
        rest = rest[(4 + typeBytes)..];
        BinaryPrimitives.WriteInt64LittleEndian(rest, data.TimeNanos);
        BinaryPrimitives.WriteInt32LittleEndian(rest[8..], data.Payload.Length);
        data.Payload.Span.CopyTo(rest[12..]);
        return SHA256.HashData(buffer);
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
}
