using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Merging;
using QuantumAI.Node.Configuration;
using QuantumAI.Trading;
using QuantumAI.Trading.Market;

namespace QuantumAI.Node.Composition;

/// <summary>Market files that passed their inspection, put together as one market.</summary>
internal sealed class MarketInput
{
    private MarketInput(IReadOnlyList<MarketFile> files, IReadOnlyList<SymbolFiles> symbols, long intervalNanos) =>
        (Files, Symbols, IntervalNanos) = (files, symbols, intervalNanos);

    public IReadOnlyList<MarketFile> Files { get; }

    public IReadOnlyList<SymbolFiles> Symbols { get; }

    /// <summary>Length of the bars that the agent decides on.</summary>
    public long IntervalNanos { get; }

    public long FirstNanos => Files.Min(file => file.FirstNanos);

    public long LastNanos => Files.Max(file => file.LastNanos);

    /// <summary>Events that the source will give.</summary>
    public long EventCount => Files.Sum(file => file.EventCount);

    /// <summary>Quotes, trades and depth messages; bars not counted.</summary>
    public long TickCount => Files.Sum(file => file.RecordCount - file.BarCount);

    /// <summary>The market for the journal's session identity: contents, not names.</summary>
    public string Identity => "files " + string.Join(' ', Files.Select(file => file.Sha256));

    /// <summary>Inspects every file; nothing is written anywhere.</summary>
    /// <param name="requests">At least one.</param>
    /// <param name="settings">Known instruments and the bar interval.</param>
    /// <param name="intervalNanos">Asked for on the command line; null = the configuration's, or the files' where that is longer.</param>
    /// <param name="report">Told what is being read.</param>
    public static MarketInput Inspect(
        IReadOnlyList<MarketFileRequest> requests, QuantumSettings settings, long? intervalNanos,
        Action<string, InspectionProgress> report, CancellationToken cancellation)
    {
        var files = requests
            .Select(request => MarketFileReader.Inspect(
                request, new Reporter(progress => report(Path.GetFileName(request.Path), progress)), cancellation))
            .ToArray();
        var longest = files.Max(file => file.HasBars ? file.IntervalNanos : 0);
        var interval = intervalNanos ?? Math.Max(settings.IntervalNanos, longest);
        foreach (var file in files.Where(file => file.HasBars && interval % file.IntervalNanos != 0))
        {
            throw new UsageException(
                $"{Path.GetFileName(file.Path)}: its bars of {file.IntervalNanos / UnixNanos.PerSecond} s do not add up to bars of {interval / UnixNanos.PerSecond} s; use another --interval");
        }

        var symbols = files
            .GroupBy(file => file.Symbol, StringComparer.Ordinal)
            .Select(group => new SymbolFiles(InstrumentOf(group.Key, [.. group], settings), [.. group]))
            .ToArray();
        return new MarketInput(files, symbols, interval);
    }

    /// <summary>The market from its first event on.</summary>
    public IMarketSource Open() => new MergedMarketSource(
        [.. Symbols.SelectMany((symbol, id) => symbol.Files.Select(file => file.Open(id, symbol.Instrument)))]);

    /// <summary>The settings in the currency that this data is quoted in: an account in another one could not buy anything.</summary>
    /// <exception cref="UsageException">The symbols are quoted in different currencies.</exception>
    public static QuantumSettings InQuoteCurrency(QuantumSettings settings, IEnumerable<Instrument> instruments)
    {
        var quotes = instruments.Select(instrument => instrument.QuoteAsset).Distinct(StringComparer.Ordinal).ToArray();
        return quotes.Length == 1
            ? settings with { BaseCurrency = quotes[0] }
            : throw new UsageException($"one account trades one quote currency; the data has {string.Join(", ", quotes)}");
    }

    private static Instrument InstrumentOf(string symbol, IReadOnlyList<MarketFile> files, QuantumSettings settings)
    {
        if (settings.Instruments.TryGetValue(symbol, out var known))
            return known.Instrument;
        var described = files.Select(file => file.DescribeInstrument()).ToArray();
        return described[0] with
        {
            PriceScale = described.Max(instrument => instrument.PriceScale),
            QuantityScale = described.Min(instrument => instrument.QuantityScale),
        };
    }

    private sealed class Reporter(Action<InspectionProgress> report) : IProgress<InspectionProgress>
    {
        public void Report(InspectionProgress value) => report(value);
    }
}

/// <summary>The files of one symbol.</summary>
internal sealed record SymbolFiles(Instrument Instrument, IReadOnlyList<MarketFile> Files)
{
    /// <summary>What bars are made of: the feed's own, else its trades, else its mid prices.</summary>
    public BarOrigin Origin => Files.Any(file => file.HasBars) ? BarOrigin.Bars
        : Files.Any(file => file.HasTrades) ? BarOrigin.Trades
        : BarOrigin.Quotes;

    public SessionSymbol WithoutHistory(long intervalNanos) => new(Instrument, Origin, SymbolHistory.None(intervalNanos));
}
