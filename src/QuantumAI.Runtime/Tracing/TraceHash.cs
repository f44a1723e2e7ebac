using System.Runtime.InteropServices;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tracing;

/// <summary>A running 128-bit hash of what happened, in order. Not cryptographic: it tells two runs apart, nothing more.</summary>
/// <remarks>Two independent 64-bit words, each mixed with every value (SplitMix64's finaliser). The same values in the same order give the same hash on every machine.</remarks>
public struct TraceHash : IEquatable<TraceHash>
{
    private ulong _low;
    private ulong _high;

    public readonly UInt128 Value => new(_high, _low);

    public static bool operator ==(TraceHash left, TraceHash right) => left.Equals(right);

    public static bool operator !=(TraceHash left, TraceHash right) => !left.Equals(right);

    public void Add(ulong value)
    {
        _low = WorldRandom.Mix(_low, value);
        _high = WorldRandom.Mix(_high ^ 0x9E3779B97F4A7C15UL, value);
    }

    public void Add(long value) => Add(unchecked((ulong)value));

    /// <summary>Adds the length and the characters.</summary>
    public void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    /// <summary>Adds the length and the bytes, eight at a time.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        var rest = 0UL;
        for (var i = 0; i < bytes.Length; i++)
            rest |= (ulong)bytes[i] << (8 * i);
        Add(rest);
    }

    public readonly bool Equals(TraceHash other) => _low == other._low && _high == other._high;

    public override readonly bool Equals(object? obj) => obj is TraceHash other && Equals(other);

    public override readonly int GetHashCode() => unchecked((int)_low);

    /// <summary>32 hexadecimal digits.</summary>
    public override readonly string ToString() => $"{_high:x16}{_low:x16}";
}

/// <summary>A message that says itself what of it belongs to a trace; others are traced by their text.</summary>
public interface ITraced
{
    void AddTo(ref TraceHash hash);
}
