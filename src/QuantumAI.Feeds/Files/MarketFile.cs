using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Files;

/// <summary>A market file that passed its inspection. Immutable; <see cref="Open"/> may be called any number of times.</summary>
public sealed class MarketFile
{
    internal MarketFile(MarketFileRequest request, FileStamp stamp, DecimalNumber largestPrice, DecimalNumber largestQuantity)
    {
        Request = request;
        Stamp = stamp;
        LargestPrice = largestPrice;
        LargestQuantity = largestQuantity;
    }

    /// <summary>The full path.</summary>
    public string Path => Stamp.FullPath;

    /// <summary>The instrument, upper case.</summary>
    public required string Symbol { get; init; }

    public required MarketFileFormat Format { get; init; }

    public required MarketFileContents Contents { get; init; }

    /// <summary>Length of a bar or of a quote bar; 0 where there are none.</summary>
    public required long IntervalNanos { get; init; }

    /// <summary>Decimals that the prices need, 0 to 12.</summary>
    public required int PriceDecimals { get; init; }

    /// <summary>Decimals that the quantities need, 0 to 8.</summary>
    public required int QuantityDecimals { get; init; }

    /// <summary>Rows or messages that became records; headers, blank ends and ignored messages are not counted.</summary>
    public required long RecordCount { get; init; }

    /// <summary>Events that a source gives: two for a bar (opening quote, closed bar) or a quote bar, one for anything else.</summary>
    public required long EventCount { get; init; }

    /// <summary>Receive time of the first event, UTC nanoseconds; of bars: the start of the first.</summary>
    public required long FirstNanos { get; init; }

    /// <summary>Receive time of the last event, UTC nanoseconds; of bars: the end of the last.</summary>
    public required long LastNanos { get; init; }

    /// <summary>Quantities whose digits beyond 8 decimals were rounded half-even.</summary>
    public required long RoundedQuantities { get; init; }

    /// <summary>Places where bars are missing.</summary>
    public required long GapCount { get; init; }

    /// <summary>Bars that are missing there.</summary>
    public required long MissingBars { get; init; }

    public required long BarCount { get; init; }

    /// <summary>Quote messages, or rows of quote bars.</summary>
    public required long QuoteCount { get; init; }

    public required long TradeCount { get; init; }

    public required long DepthUpdateCount { get; init; }

    public required long DepthSnapshotCount { get; init; }

    /// <summary>Messages of kinds that no event exists for.</summary>
    public required long IgnoredCount { get; init; }

    /// <summary>Of the file's bytes as they are on disk, lower-case hexadecimal.</summary>
    public string Sha256 => Stamp.Sha256;

    public bool HasBars => Contents.HasFlag(MarketFileContents.Bars);

    public bool HasTrades => Contents.HasFlag(MarketFileContents.Trades);

    public bool HasQuotes => Contents.HasFlag(MarketFileContents.Quotes);

    public bool HasDepth => Contents.HasFlag(MarketFileContents.Depth);

    internal MarketFileRequest Request { get; }

    internal FileStamp Stamp { get; }

    internal DecimalNumber LargestPrice { get; }

    internal DecimalNumber LargestQuantity { get; }

    /// <summary>
    /// An instrument that holds every number of this file: its price decimals, and 8 decimals of quantity or, where a volume
    /// is too large for that (some tokens trade 10^13 a day), as many as fit.
    /// </summary>
    public Instrument DescribeInstrument()
    {
        var scale = (int)Instrument.DefaultQuantityScale;
        while (scale > QuantityDecimals && !LargestQuantity.TryToUnits(scale, out _))
            scale--;
        return Instrument.FromFile(Symbol, (byte)PriceDecimals) with { QuantityScale = (byte)scale };
    }

    /// <summary>Reads the file a second time as events in units of the instrument's scales. Constant memory.</summary>
    /// <remarks>
    /// A bar gives a quote with bid = ask = open and sizes 0 at its start and the closed bar at its end; where the next bar starts
    /// at that time, its quote comes after. A quote bar gives its opening quote at its start (sizes 0: only those of the end are
    /// in the file) and its closing quote one nanosecond before its end. TryRead throws when the file has changed meanwhile.
    /// </remarks>
    /// <param name="instrumentId">Index of the instrument in the session's list.</param>
    /// <param name="instrument">Its scales must not be coarser than the file's numbers.</param>
    /// <exception cref="MarketFileException">A scale is too coarse or too fine for the file, or the file has changed.</exception>
    public IMarketSource Open(int instrumentId, Instrument instrument)
    {
        var problems = new ProblemLog(System.IO.Path.GetFileName(Path), stopsAtFirst: true);
        RequireScale("price", instrument.PriceScale, PriceDecimals, LargestPrice, problems);
        RequireScale("quantity", instrument.QuantityScale, QuantityDecimals, LargestQuantity, problems);
        Stamp.RequireUnchanged(problems);
        var sink = new EventSink(instrumentId, instrument, IntervalNanos, problems);
        return new FileMarketSource(FilePass.Open(Request, problems), sink, this);
    }

    private static void RequireScale(string name, int scale, int decimals, DecimalNumber largest, ProblemLog problems)
    {
        if (scale < decimals)
            throw problems.Fatal($"the instrument's {name} scale must not be coarser than the file's {decimals} decimals", $"{scale}");
        if (!largest.TryToUnits(scale, out _))
            throw problems.Fatal($"the file's largest {name} {largest} must fit 64-bit units of the instrument's {name} scale", $"{scale} decimals");
    }
}
