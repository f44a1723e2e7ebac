using System.Buffers.Binary;

namespace QuantumAI.Feeds.Compression;

/// <summary>The check sum of gzip and zip (RFC 1952 section 8: reflected polynomial 0xEDB88320), four bytes a step.</summary>
internal struct Crc32
{
    private static readonly uint[][] Tables = BuildTables();

    private uint _inverted;

    /// <summary>The sum of all bytes so far; 0 of none.</summary>
    public readonly uint Value => _inverted;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var (first, second, third, fourth) = (Tables[0], Tables[1], Tables[2], Tables[3]);
        var sum = ~_inverted;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            sum = fourth[(byte)sum] ^ third[(byte)(sum >> 8)] ^ second[(byte)(sum >> 16)] ^ first[sum >> 24];
        }

        foreach (var value in bytes)
            sum = (sum >> 8) ^ first[(byte)(sum ^ value)];
        _inverted = ~sum;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[4][];
        for (var t = 0; t < tables.Length; t++)
            tables[t] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var sum = i;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            tables[0][i] = sum;
        }

        for (var i = 0; i < 256; i++)
        {
            for (var t = 1; t < tables.Length; t++)
                tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][(byte)tables[t - 1][i]];
        }

        return tables;
    }
}
