using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Compression;

/// <summary>Stops reading when compressed data grows as only a bomb does.</summary>
/// <remarks>Real market data shrinks to a fifth or a twentieth. The ratio counts only behind the first 16 MiB, so small odd files pass.</remarks>
internal static class ExpansionLimit
{
    private const long FreeBytes = 16L << 20;
    private const long RatioMax = 200;
    private const long TotalBytesMax = 64L << 30;

    public static void Check(long expandedBytes, long compressedBytes, ProblemLog problems)
    {
        if (expandedBytes > TotalBytesMax)
            throw problems.Fatal($"compressed data must not unpack to more than {TotalBytesMax} bytes", "more");
        if (expandedBytes > FreeBytes && expandedBytes / RatioMax > compressedBytes)
            throw problems.Fatal($"compressed data must not unpack to more than {RatioMax} times its size", $"{expandedBytes} of {compressedBytes} bytes");
    }
}
