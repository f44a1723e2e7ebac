using System.Text;

namespace QuantumAI.Runtime.Recording;

/// <summary>Reads the blocks of a recording from a stream with a buffer of its own; one that is not whole is none.</summary>
internal sealed class BlockReader(Stream input)
{
    private const int LongestName = 4_096;
    private const int LongestBlock = 1 << 28;
    private byte[] _block = new byte[LaneRecorder.BlockBytes * 2];

    /// <summary>The next block; its bytes are valid until the next call. False at the end, or where the rest is not whole.</summary>
    public bool TryRead(out string lane, out ReadOnlyMemory<byte> block)
    {
        (lane, block) = ("", default);
        if (!TryBytes(LongestName, out var name))
            return false;
        lane = Encoding.UTF8.GetString(name.Span);
        return TryBytes(LongestBlock, out block) && (lane.Length > 0 || block.Length > 0);
    }

    private bool TryBytes(int most, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (!TryNumber(out var length) || length < 0 || length > most)
            return false;
        if (_block.Length < length)
            _block = new byte[length];
        if (input.ReadAtLeast(_block.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) < length)
            return false;
        bytes = _block.AsMemory(0, (int)length);
        return true;
    }

    private bool TryNumber(out long number)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = input.ReadByte();
            if (next < 0)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80)
                continue;
            number = unchecked((long)(value >> 1) ^ -(long)(value & 1));
            return true;
        }

        number = 0;
        return false;
    }
}
