using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Lean;

/// <summary>What the name of a Lean file says: <c>20180404_btcusd_minute_trade.csv</c>, <c>…_perp.csv</c>, or <c>btcusd.csv</c> for hours and days.</summary>
/// <param name="Symbol">As written.</param>
/// <param name="DayNanos">The day of a minute or second file, on the file's clock.</param>
/// <param name="IntervalNanos">One minute or one second; 0 where the rows have to show it.</param>
/// <param name="HasDate">True when the name has a date and the rows have milliseconds of that day.</param>
internal sealed record LeanName(string Symbol, long DayNanos, long IntervalNanos, bool HasDate)
{
    private static readonly string[] ScaledFolders = ["equity", "option", "indexoption"];

    public static bool TryParse(string name, out LeanName lean)
    {
        lean = new LeanName("", 0, 0, HasDate: false);
        if (!name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return false;
        var parts = name[..^4].Split('_');
        if (parts.Length == 1)
            lean = lean with { Symbol = parts[0] };
        if (parts.Length == 1)
            return MarketSymbol.TryParse(parts[0], out _);
        if (parts.Length < 4 || !WallTime.TryCompactDate(Encoding.UTF8.GetBytes(parts[0]), out var day))
            return false;
        var interval = parts[2].ToUpperInvariant() switch
        {
            "MINUTE" => UnixNanos.PerMinute,
            "SECOND" => UnixNanos.PerSecond,
            _ => 0,
        };
        lean = new LeanName(parts[1], day, interval, HasDate: true);
        return interval > 0;
    }

    /// <summary>Lean writes prices of shares and options ×10000; reading them as prices would be wrong by that factor.</summary>
    /// <exception cref="MarketFileException">The path goes through such a folder.</exception>
    public static void RefuseScaledPrices(string path, ProblemLog problems)
    {
        foreach (var folder in Path.GetFullPath(path).Split(Path.DirectorySeparatorChar))
        {
            if (ScaledFolders.Contains(folder, StringComparer.OrdinalIgnoreCase))
                throw problems.Fatal("Lean prices must not be scaled by 10000 as those of shares and options are", $"the folder {ProblemLog.Printable(folder)}");
        }
    }
}
