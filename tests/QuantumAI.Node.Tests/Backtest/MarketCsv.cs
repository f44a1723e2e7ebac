using System.Globalization;
using System.Text;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Tests.Backtest;

/// <summary>Hourly bars made up from a seed: a market file that everybody has.</summary>
internal static class MarketCsv
{
    public const string Header = "timestamp,open,high,low,close,volume\n";

    /// <summary>Trends that turn every few days, so that the agent trades.</summary>
    public static string Trending(int bars, ulong seed)
    {
        var text = new StringBuilder(Header);
        var time = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        long close = 5_000_000;
        for (var i = 0; i < bars; i++)
        {
            var open = close;
            var trend = i / 60 % 2 == 0 ? 12_000 : -10_000;
            close = Math.Max(1_000_000, open + trend + Draw(seed, i, 0, 30_000) - 15_000);
            var high = Math.Max(open, close) + Draw(seed, i, 1, 9_000);
            var low = Math.Min(open, close) - Draw(seed, i, 2, 9_000);
            text.Append(CultureInfo.InvariantCulture, $"{time.AddHours(i):yyyy-MM-ddTHH:mm:ssZ},{Price(open)},{Price(high)},{Price(low)},{Price(close)},{1 + (i % 7)}.5\n");
        }

        return text.ToString();
    }

    private static long Draw(ulong seed, int bar, int which, long below) => (long)(WorldRandom.Mix(seed, (ulong)bar, (ulong)which) % (ulong)below);

    private static string Price(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
