using QuantumAI.Feeds.Lean;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Files;

/// <summary>What the first line and the names say about a file.</summary>
/// <param name="Format">How its lines are read.</param>
/// <param name="HasHeader">True when the first line is no data.</param>
/// <param name="Lean">What a Lean file's name says.</param>
internal readonly record struct DetectedFormat(MarketFileFormat Format, bool HasHeader, LeanName? Lean = null);

/// <summary>Tells the formats apart by their first line; a format is never guessed from the ending.</summary>
internal static class FormatDetector
{
    public const int KlineColumns = 12;
    public const int AggTradeColumns = 8;
    public const int LeanTradeColumns = 6;
    public const int LeanQuoteColumns = 11;

    private const string ExpectedHeader = "the first line must be the header timestamp,open,high,low,close,volume";

    /// <exception cref="MarketFileException">It is none of the supported formats.</exception>
    public static DetectedFormat Detect(ReadOnlySpan<byte> firstLine, string contentName, string path, ProblemLog problems)
    {
        Span<Range> fields = stackalloc Range[KlineColumns];
        var columns = CsvFields.Split(firstLine, fields);
        if (IsRecording(firstLine))
            return new DetectedFormat(MarketFileFormat.WebSocketRecording, HasHeader: false);
        if (firstLine.ContainsAnyInRange((byte)'A', (byte)'Z') || firstLine.ContainsAnyInRange((byte)'a', (byte)'z'))
            return ByHeader(firstLine, columns, problems);
        var startsWithNumber = WallTime.TryDigits(firstLine[fields[0]], out _);
        if (startsWithNumber && columns == KlineColumns)
            return new DetectedFormat(MarketFileFormat.BinanceKlines, HasHeader: false);
        if (columns is not (LeanTradeColumns or LeanQuoteColumns) || !LeanName.TryParse(contentName, out var lean))
            throw problems.Fatal(ExpectedHeader, ProblemLog.Printable(firstLine));
        LeanName.RefuseScaledPrices(path, problems);
        var isDated = firstLine[fields[0]].Contains((byte)' ');
        if (isDated == lean.HasDate || (!isDated && !startsWithNumber))
        {
            throw problems.Fatal(
                $"{ExpectedHeader}, or the file a Lean one named like 20180404_btcusd_minute_trade.csv or btcusd.csv",
                $"{ProblemLog.Printable(firstLine)} in {ProblemLog.Printable(contentName)}");
        }

        var format = columns == LeanTradeColumns ? MarketFileFormat.LeanTradeBars : MarketFileFormat.LeanQuoteBars;
        return new DetectedFormat(format, HasHeader: false, lean);
    }

    private static DetectedFormat ByHeader(ReadOnlySpan<byte> line, int columns, ProblemLog problems)
    {
        if (StartsWith(line, "timestamp,open,high,low,close,volume"u8, exactly: true)
            || StartsWith(line, "date,open,high,low,close,volume"u8, exactly: true))
            return new DetectedFormat(MarketFileFormat.Csv, HasHeader: true);
        if (StartsWith(line, "open_time,open,high,low,close,volume,close_time,"u8) && columns == KlineColumns)
            return new DetectedFormat(MarketFileFormat.BinanceKlines, HasHeader: true);
        if (StartsWith(line, "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"u8))
            return new DetectedFormat(MarketFileFormat.BinanceAggTrades, HasHeader: true);

        // Aggregated trades without a header hold letters too: True and False.
        if (columns is AggTradeColumns or (AggTradeColumns - 1) && line[0] is >= (byte)'0' and <= (byte)'9'
            && (EndsWith(line, "true"u8) || EndsWith(line, "false"u8)))
            return new DetectedFormat(MarketFileFormat.BinanceAggTrades, HasHeader: false);
        throw problems.Fatal(
            line.Contains((byte)';') || line.Contains((byte)'\t') ? $"{ExpectedHeader}, separated by commas" : ExpectedHeader,
            ProblemLog.Printable(line));
    }

    private static bool IsRecording(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        return space is > 0 and < 20
            && line[(space + 1)..].StartsWith("{"u8)
            && WallTime.TryDigits(line[..space], out _);
    }

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerCase, bool exactly = false) =>
        (exactly ? line.Length == lowerCase.Length : line.Length >= lowerCase.Length)
        && System.Text.Ascii.EqualsIgnoreCase(line[..lowerCase.Length], lowerCase);

    private static bool EndsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerCase) =>
        line.Length > lowerCase.Length && System.Text.Ascii.EqualsIgnoreCase(line[^lowerCase.Length..], lowerCase);
}
