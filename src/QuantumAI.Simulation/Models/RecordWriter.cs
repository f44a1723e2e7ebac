using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace QuantumAI.Simulation.Models;

/// <summary>Writes numbers little-endian, bytes and texts with their length before them.</summary>
internal sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void Write(ReadOnlySpan<byte> value)
    {
        Write(value.Length);
        _bytes.Write(value);
    }

    /// <summary>As UTF-16, so that any text survives; −1 stands for none.</summary>
    public void Write(string? text)
    {
        if (text is null)
            Write(-1);
        else
            Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}

/// <summary>Reads what <see cref="RecordWriter"/> has written, in the same order.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public byte[] ReadBytes() => Take(ReadInt32()).ToArray();

    public string? ReadText()
    {
        var length = ReadInt32();
        return length < 0 ? null : new string(MemoryMarshal.Cast<byte, char>(Take(length)));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
