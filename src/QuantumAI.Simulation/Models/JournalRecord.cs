using System.Buffers.Binary;
using System.Numerics;
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
        var writer = new RecordWriter();
        writer.Write(0L); // length and checksum, filled in below
        writer.Write(Stream);
        writer.Write(Epoch);
        writer.Write(Appends.Count);
        foreach (var append in Appends)
            Write(writer, append);
        var bytes = writer.ToArray();
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
        var reader = new RecordReader(content);
        var (stream, epoch) = (reader.ReadText(), reader.ReadInt64());
        var appends = new AppendRequest[reader.ReadInt32()];
        for (var i = 0; i < appends.Length; i++)
            appends[i] = ReadAppend(ref reader);
        return (new JournalRecord(appends, stream, epoch), HeaderBytes + length);
    }

    public static uint Checksum(long number, ReadOnlySpan<byte> content)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)number);
        foreach (var value in content)
            sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    private static void Write(RecordWriter writer, AppendRequest append)
    {
        writer.Write(append.Stream);
        writer.Write(append.ExpectedSequence);
        writer.Write(append.Epoch);
        writer.Write((long)append.CommandId.High);
        writer.Write((long)append.CommandId.Low);
        writer.Write(append.Events.Count);
        foreach (var data in append.Events)
        {
            writer.Write(data.Type);
            writer.Write(data.Payload.Span);
            writer.Write(data.TimeNanos);
            writer.Write(data.SchemaVersion);
            writer.Write(data.Cause.Causation);
            writer.Write(data.Cause.Correlation);
        }
    }

    private static AppendRequest ReadAppend(ref RecordReader reader)
    {
        var (stream, expected, epoch) = (reader.ReadText()!, reader.ReadInt64(), reader.ReadInt64());
        var id = new CommandId((ulong)reader.ReadInt64(), (ulong)reader.ReadInt64());
        var events = new EventData[reader.ReadInt32()];
        for (var i = 0; i < events.Length; i++)
        {
            var (type, payload) = (reader.ReadText()!, reader.ReadBytes());
            events[i] = new EventData(
                type, payload, reader.ReadInt64(), reader.ReadInt32(), new EventCause(reader.ReadText(), reader.ReadText()));
        }

        return new AppendRequest(stream, expected, events, epoch, id);
    }
}
