using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Models;

/// <summary>One commit in a <see cref="FileJournal"/>: appends, or a stream's new epoch. u32 length ‖ u32 CRC-32C of (number ‖ content) ‖ content, little-endian.</summary>
/// <param name="Appends">What was appended; none when an epoch was raised.</param>
/// <param name="Stream">Whose epoch was raised; null when something was appended.</param>
/// <param name="Epoch">The raised epoch.</param>
internal sealed record JournalRecord(IReadOnlyList<AppendRequest> Appends, string? Stream = null, long Epoch = 0)
{
    private const int HeaderBytes = 8;

    public static JournalRecord OfEpoch(string stream, long epoch) => new([], stream, epoch);

    /// <param name="number">Of the record in its file, from 1: a record that lies where another was written does not verify.</param>
    public byte[] Write(long number)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(0L);
        Write(writer, Stream);
        writer.Write(Epoch);
        writer.Write(Appends.Count);
        foreach (var append in Appends)
            Write(writer, append);
        var bytes = memory.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum(number, bytes.AsSpan(HeaderBytes)));
        return bytes;
    }

    /// <summary>Reads the record at the beginning of <paramref name="bytes"/>; null when there is none that verifies.</summary>
    public static (JournalRecord Record, int Length)? Read(ReadOnlySpan<byte> bytes, long number)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var length && (length < 0 || length > bytes.Length - HeaderBytes))
            return null;
        var content = bytes.Slice(HeaderBytes, length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum(number, content))
            return null;
        using var reader = new BinaryReader(new MemoryStream(content.ToArray()));
        var (stream, epoch) = (ReadText(reader), reader.ReadInt64());
        var appends = new AppendRequest[reader.ReadInt32()];
        for (var i = 0; i < appends.Length; i++)
            appends[i] = ReadAppend(reader);
        return (new JournalRecord(appends, stream, epoch), HeaderBytes + length);
    }

    public static uint Checksum(long number, ReadOnlySpan<byte> content)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)number);
        foreach (var value in content)
            sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    private static void Write(BinaryWriter writer, AppendRequest append)
    {
        Write(writer, append.Stream);
        writer.Write(append.ExpectedSequence);
        writer.Write(append.Epoch);
        writer.Write(append.CommandId.High);
        writer.Write(append.CommandId.Low);
        writer.Write(append.Events.Count);
        foreach (var data in append.Events)
        {
            Write(writer, data.Type);
            writer.Write(data.Payload.Length);
            writer.Write(data.Payload.Span);
            writer.Write(data.TimeNanos);
            writer.Write(data.SchemaVersion);
            Write(writer, data.Cause.Causation);
            Write(writer, data.Cause.Correlation);
        }
    }

    private static AppendRequest ReadAppend(BinaryReader reader)
    {
        var (stream, expected, epoch) = (ReadText(reader)!, reader.ReadInt64(), reader.ReadInt64());
        var id = new CommandId(reader.ReadUInt64(), reader.ReadUInt64());
        var events = new EventData[reader.ReadInt32()];
        for (var i = 0; i < events.Length; i++)
        {
            var (type, payload) = (ReadText(reader)!, reader.ReadBytes(reader.ReadInt32()));
            events[i] = new EventData(type, payload, reader.ReadInt64(), reader.ReadInt32(), new EventCause(ReadText(reader), ReadText(reader)));
        }

        return new AppendRequest(stream, expected, events, epoch, id);
    }

    /// <summary>As UTF-16, so that any text survives.</summary>
    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text?.Length ?? -1);
        writer.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static string? ReadText(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length < 0 ? null : new string(MemoryMarshal.Cast<byte, char>(reader.ReadBytes(length * sizeof(char))));
    }
}
