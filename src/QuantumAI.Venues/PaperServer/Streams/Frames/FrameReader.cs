using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace QuantumAI.Venues.PaperServer.Streams.Frames;

/// <summary>Reads a client's frames (RFC 6455) and puts fragments together. One reader; not thread safe.</summary>
/// <remarks>The server frames by itself because the framework's WebSocket neither pings at fixed times nor tells of pings and pongs, which the venue counts.</remarks>
/// <param name="wire">The connection.</param>
/// <param name="messageBytesMax">A longer message closes the connection.</param>
internal sealed class FrameReader(System.IO.Stream wire, int messageBytesMax)
{
    private const int FirstBufferBytes = 4_096;
    private const int HeaderBytesMax = 14;
    private const int ControlBytesMax = 125;
    private const byte FinalBit = 0x80;
    private const byte MaskBit = 0x80;
    private const byte ReservedBits = 0x70;

    private readonly ArrayBufferWriter<byte> _parts = new();
    private byte[] _buffer = new byte[FirstBufferBytes];
    private int _start;
    private int _end;
    private FrameKind _partsKind;

    /// <summary>The next whole message or control frame.</summary>
    /// <exception cref="FrameFaultException">The client breaks the protocol.</exception>
    /// <exception cref="System.IO.IOException">The connection broke.</exception>
    public async ValueTask<Frame> ReadAsync(CancellationToken stop)
    {
        if (_partsKind == FrameKind.Unspecified)
            _parts.ResetWrittenCount();
        while (true)
        {
            if (!await FillAsync(2, stop).ConfigureAwait(false))
                return new Frame(FrameKind.Close, default);
            var (first, second) = (_buffer[_start], _buffer[_start + 1]);
            Check(first, second);
            var extra = (second & ~MaskBit) switch { 126 => 2, 127 => 8, _ => 0 };
            if (!await FillAsync(2 + extra + 4, stop).ConfigureAwait(false))
                return new Frame(FrameKind.Close, default);
            var length = LengthOf(first, second, _buffer.AsSpan(_start + 2, extra));
            var headerBytes = 2 + extra + 4;
            if (!await FillAsync(headerBytes + length, stop).ConfigureAwait(false))
                return new Frame(FrameKind.Close, default);
            var payload = _buffer.AsMemory(_start + headerBytes, length);
            Unmask(payload.Span, BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + headerBytes - 4)));
            _start += headerBytes + length;
            if (Take((FrameKind)(first & 0x0f), (first & FinalBit) != 0, payload) is { } frame)
                return frame;
        }
    }

    private static void Check(byte first, byte second)
    {
        if ((first & ReservedBits) != 0)
            throw new FrameFaultException(CloseReason.ProtocolError, "reserved bits must be zero");
        if ((second & MaskBit) == 0)
            throw new FrameFaultException(CloseReason.ProtocolError, "a client's frame must be masked");
    }

    private int LengthOf(byte first, byte second, ReadOnlySpan<byte> extended)
    {
        var length = extended.Length switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(extended),
            8 => BinaryPrimitives.ReadUInt64BigEndian(extended),
            _ => (ulong)(second & ~MaskBit),
        };
        var isControl = (first & 0x08) != 0;
        if (isControl && (length > ControlBytesMax || (first & FinalBit) == 0))
            throw new FrameFaultException(CloseReason.ProtocolError, "a control frame must be short and whole");
        if (length + (ulong)(isControl ? 0 : _parts.WrittenCount) > (ulong)messageBytesMax)
            throw new FrameFaultException(CloseReason.TooBig, $"a message must not be longer than {messageBytesMax} bytes");
        return (int)length;
    }

    private Frame? Take(FrameKind kind, bool isFinal, ReadOnlyMemory<byte> payload)
    {
        switch (kind)
        {
            case FrameKind.Close:
                CheckClose(payload.Span);
                return new Frame(kind, payload);
            case FrameKind.Ping or FrameKind.Pong:
                return new Frame(kind, payload);
            case FrameKind.Text or FrameKind.Binary when _partsKind == FrameKind.Unspecified && isFinal:
                return Whole(kind, payload);
            case FrameKind.Text or FrameKind.Binary when _partsKind == FrameKind.Unspecified:
                _partsKind = kind;
                break;
            case FrameKind.Unspecified when _partsKind != FrameKind.Unspecified:
                break;
            default:
                throw new FrameFaultException(CloseReason.ProtocolError, "a frame must begin a message or continue one");
        }

        _parts.Write(payload.Span);
        if (!isFinal)
            return null;
        kind = _partsKind;
        _partsKind = FrameKind.Unspecified;
        return Whole(kind, _parts.WrittenMemory);
    }

    private static Frame Whole(FrameKind kind, ReadOnlyMemory<byte> payload) => kind != FrameKind.Text || Utf8.IsValid(payload.Span)
        ? new Frame(kind, payload) : throw new FrameFaultException(CloseReason.InvalidText, "a text must be UTF-8");

    private static void CheckClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return;
        var code = payload.Length > 1 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : 0;
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
            throw new FrameFaultException(CloseReason.ProtocolError, "a close frame must have a code that may be sent");
        if (!Utf8.IsValid(payload[2..]))
            throw new FrameFaultException(CloseReason.InvalidText, "a close frame's text must be UTF-8");
    }

    private static void Unmask(Span<byte> payload, uint mask)
    {
        var words = MemoryMarshal.Cast<byte, uint>(payload);
        var key = BitConverter.IsLittleEndian ? mask : BinaryPrimitives.ReverseEndianness(mask);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= key;
        for (var i = words.Length * sizeof(uint); i < payload.Length; i++)
            payload[i] ^= (byte)BitOperations.RotateRight(mask, 8 * (i & 3));
    }

    /// <summary>Reads until so many bytes are there; false when the connection ends before.</summary>
    private async ValueTask<bool> FillAsync(int bytes, CancellationToken stop)
    {
        if (_end - _start >= bytes)
            return true;
        MakeRoom(bytes);
        while (_end - _start < bytes)
        {
            var read = await wire.ReadAsync(_buffer.AsMemory(_end), stop).ConfigureAwait(false);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    private void MakeRoom(int bytes)
    {
        if (_buffer.Length - _start >= bytes)
            return;
        var target = _buffer.Length >= bytes ? _buffer : new byte[Math.Min(messageBytesMax + HeaderBytesMax, Math.Max(bytes, 2 * _buffer.Length))];
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _end, _start) = (target, _end - _start, 0);
    }
}
