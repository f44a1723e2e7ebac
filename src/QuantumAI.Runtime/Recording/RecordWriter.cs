using System.Buffers;
using System.Text;

namespace QuantumAI.Runtime.Recording;

/// <summary>The primitives of a lane's log: numbers of seven bits a byte, text and bytes with their length.</summary>
internal sealed class RecordWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly ArrayBufferWriter<byte> _content = new(256);

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Kind(RecordKind kind)
    {
        _buffer.GetSpan(1)[0] = (byte)kind;
        _buffer.Advance(1);
    }

    public void Number(long number)
    {
        var rest = unchecked((ulong)((number << 1) ^ (number >> 63)));
        var span = _buffer.GetSpan(10);
        var length = 0;
        for (; rest >= 0x80; rest >>= 7)
            span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        _buffer.Advance(length);
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length)));
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _buffer.Write(bytes);
    }

    public void Origin(EntryOrigin origin)
    {
        Number(origin.Lane);
        Number(origin.Turn);
        Number(origin.Ordinal);
    }

    /// <summary>Makes a message's bytes, which <see cref="Content"/> then writes: a codec that throws leaves no half record.</summary>
    public void Encode<TProtocol>(IMessageCodec<TProtocol> codec, in TProtocol message)
    {
        _content.ResetWrittenCount();
        codec.Write(_content, in message);
    }

    public void Content() => Bytes(_content.WrittenSpan);
}
