using System.Text;

namespace QuantumAI.Runtime.Recording;

/// <summary>Reads what <see cref="RecordWriter"/> wrote.</summary>
/// <param name="bytes">One lane's log.</param>
internal sealed class RecordReader(ReadOnlyMemory<byte> bytes)
{
    private const int MostBitsOfNumber = 64;
    private int _at;

    /// <summary>Bytes that were read.</summary>
    public int Position => _at;

    public bool IsAtEnd => _at == bytes.Length;

    public RecordKind Kind() => (RecordKind)bytes.Span[Take(1)];

    public RecordKind PeekKind() => IsAtEnd ? RecordKind.Unspecified : (RecordKind)bytes.Span[_at];

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < MostBitsOfNumber; shift += 7)
        {
            var next = bytes.Span[Take(1)];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
        }

        throw new InvalidDataException($"a number does not end at byte {_at}");
    }

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        return bytes.Slice(Take(length), (int)length);
    }

    public EntryOrigin Origin() => new((int)Number(), Number(), (int)Number());

    private int Take(long length)
    {
        if (length < 0 || length > bytes.Length - _at)
            throw new InvalidDataException($"a record is cut off at byte {_at} of {bytes.Length}");
        var at = _at;
        _at += (int)length;
        return at;
    }
}
