using System.Buffers.Binary;

namespace QuantumAI.Simulation.Models;

/// <summary>Up to where a file was acknowledged: entries of i64 length ‖ u32 CRC-32C, only ever appended; the last one that verifies counts.</summary>
internal sealed class AcknowledgedLength(SimulatedDisk disk, string file)
{
    private const int EntryBytes = 12;

    public int Bytes { get; private set; }

    /// <summary>Whether an entry that was refused may be on the disk, so that a later reader would believe it.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Reads what is there; changes nothing.</summary>
    public void Read()
    {
        var content = disk.Read(file);
        for (var entry = content.Length / EntryBytes; entry > 0; entry--)
        {
            var bytes = content.AsSpan((entry - 1) * EntryBytes, EntryBytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != JournalRecord.Checksum(entry, bytes[..8]))
                continue;
            Bytes = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            return;
        }
    }

    /// <summary>The entry is durable, or an exception.</summary>
    public void Advance(int length)
    {
        var entries = disk.Length(file) / EntryBytes;
        disk.Truncate(file, entries * EntryBytes);
        var bytes = new byte[EntryBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), JournalRecord.Checksum(entries + 1, bytes.AsSpan(0, 8)));
        disk.Append(file, bytes);
        IsDoubtful = true;
        disk.Sync(file);
        (Bytes, IsDoubtful) = (length, false);
    }

    /// <summary>Says again what was acknowledged, in place of whatever an attempt that failed has left: before the file itself is cut.</summary>
    public void Confirm() => Advance(Bytes);
}
