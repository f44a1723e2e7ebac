using System.Buffers;

namespace QuantumAI.Trading.Recording;

/// <summary>Numbers of seven bits a byte, small ones first, whatever their sign.</summary>
internal ref struct CompactWriter
{
    private const int MostBytes = 10;
    private const int Room = 128;
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _length;

    public CompactWriter(IBufferWriter<byte> output, byte first)
    {
        _output = output;
        _span = output.GetSpan(Room);
        _span[_length++] = first;
    }

    public void Number(long number)
    {
        if (_span.Length - _length < MostBytes)
        {
            End();
            _span = _output.GetSpan(Room);
        }

        var rest = unchecked((ulong)((number << 1) ^ (number >> 63)));
        for (; rest >= 0x80; rest >>= 7)
            _span[_length++] = (byte)(rest | 0x80);
        _span[_length++] = (byte)rest;
    }

    /// <summary>Hands over what was written; nothing is before that.</summary>
    public void End()
    {
        _output.Advance(_length);
        _span = default;
        _length = 0;
    }
}

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <exception cref="InvalidDataException">There is no whole number.</exception>
    public long Number()
    {
        var value = 0UL;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return unchecked((long)(value >> 1) ^ -(long)(value & 1));
        }

        throw new InvalidDataException("a number of a recorded message is cut off");
    }

    /// <summary>A count of things of at least two bytes each.</summary>
    /// <exception cref="InvalidDataException">There cannot be so many.</exception>
    public int Count() => Number() is >= 0 and var count && count <= _rest.Length / 2 ? (int)count : throw new InvalidDataException("a count of a recorded message is wrong");
}
