namespace QuantumAI.Feeds.Compression;

/// <summary>The header of a gzip member (RFC 1952 section 2.3).</summary>
internal static class GzipHeader
{
    private const int HasCheckSum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int TextMax = 64 * 1024;

    /// <summary>Identification and the only method there is, deflate.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1f, 0x8b, 8];

    /// <summary>Moves behind the header; false when there is no whole one.</summary>
    public static bool TrySkip(Stream file)
    {
        Span<byte> start = stackalloc byte[10];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
            return false;
        var flags = start[3];
        if ((flags & 0xe0) != 0)
            return false;
        if ((flags & HasExtra) != 0)
        {
            var low = file.ReadByte();
            var high = file.ReadByte();
            if (low < 0 || high < 0 || !TrySkipBytes(file, low + (high << 8)))
                return false;
        }

        return ((flags & HasName) == 0 || TrySkipText(file))
            && ((flags & HasComment) == 0 || TrySkipText(file))
            && ((flags & HasCheckSum) == 0 || TrySkipBytes(file, 2));
    }

    private static bool TrySkipBytes(Stream file, int count)
    {
        for (; count > 0; count--)
        {
            if (file.ReadByte() < 0)
                return false;
        }

        return true;
    }

    private static bool TrySkipText(Stream file)
    {
        for (var i = 0; i < TextMax; i++)
        {
            var value = file.ReadByte();
            if (value <= 0)
                return value == 0;
        }

        return false;
    }
}
