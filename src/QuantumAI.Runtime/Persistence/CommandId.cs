using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Runtime.Persistence;

/// <summary>Names one command of one stream, so that a repeat of it is recognised: 128 bits, chosen by whoever sends the command.</summary>
/// <remarks>The same command carries the same id however often it is sent; two commands of a stream never share one. Zero means “none”.</remarks>
public readonly record struct CommandId(ulong High, ulong Low)
{
    /// <summary>Length of <see cref="WriteTo"/>.</summary>
    public const int Bytes = 16;

    /// <summary>No id: the command is not de-duplicated.</summary>
    public static CommandId None => default;

    public bool IsNone => (High | Low) == 0;

    /// <summary>The id of a command that is named by text: the first 128 bits of its SHA-256.</summary>
    public static CommandId OfText(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return ReadFrom(hash);
    }

    /// <summary>Reads 16 bytes, big-endian.</summary>
    public static CommandId ReadFrom(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    /// <summary>Writes 16 bytes, big-endian.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
    }

    public bool Equals(CommandId other) => High == other.High && Low == other.Low;

    public override int GetHashCode()
    {
        var mixed = unchecked((High * 0x9E3779B97F4A7C15UL) ^ Low);
        return (int)(mixed ^ (mixed >> 32));
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";
}

/// <summary>Where the events of a command lie in its stream.</summary>
/// <param name="Id">The command.</param>
/// <param name="FirstSequence">Sequence of its first event.</param>
/// <param name="LastSequence">Sequence of its last event.</param>
public readonly record struct CommandPlace(CommandId Id, long FirstSequence, long LastSequence);
