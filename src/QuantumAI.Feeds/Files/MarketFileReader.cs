namespace QuantumAI.Feeds.Files;

/// <summary>How far an inspection is.</summary>
/// <param name="FileBytesRead">Bytes of the file as it is on disk.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="Lines">Lines read.</param>
public readonly record struct InspectionProgress(long FileBytesRead, long FileBytes, long Lines);

/// <summary>Reads market files. Stateless and thread safe; nothing is written anywhere.</summary>
public static class MarketFileReader
{
    private const int LinesPerReport = 16_384;

    /// <summary>Reads the whole file once and checks every rule.</summary>
    /// <param name="request">Which file, as what.</param>
    /// <param name="progress">Told every 64 MiB while the file is hashed (0 lines), then every 16,384 lines; may be null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MarketFileException">Rules are broken; it lists the first ten problems, at most three of one rule.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MarketFile Inspect(
        MarketFileRequest request, IProgress<InspectionProgress>? progress = null, CancellationToken cancellation = default)
    {
        var problems = new ProblemLog(NameOf(request.Path), stopsAtFirst: false);
        if (request.Symbol is not null && !MarketSymbol.TryParse(request.Symbol, out _))
            throw problems.Fatal(MarketSymbol.Rule, ProblemLog.Printable(request.Symbol));
        var stamp = FileStamp.Take(request.Path, problems, progress, cancellation);
        using var pass = FilePass.Open(request, problems);
        var survey = new FileSurvey(problems);
        while (pass.TryDecodeLine(survey))
        {
            cancellation.ThrowIfCancellationRequested();
            if (problems.Line % LinesPerReport == 0)
                progress?.Report(new InspectionProgress(pass.FileBytesRead, pass.FileBytes, problems.Line));
        }

        pass.Decoder.Finish();
        survey.Finish();
        var records = survey.Bars + survey.QuoteBars + survey.Quotes + survey.Trades + survey.DepthUpdates + survey.DepthSnapshots;
        if (records == 0 && problems.Count == 0)
            problems.AddAt(0, "a market file must hold data", "a header or unknown messages only");
        var symbol = FindSymbol(request, pass, problems);
        problems.ThrowIfAny();
        return Describe(request with { Path = stamp.FullPath }, stamp, pass, survey, symbol, records);
    }

    private static MarketFile Describe(
        MarketFileRequest request, FileStamp stamp, FilePass pass, FileSurvey survey, string symbol, long records)
    {
        var interval = pass.Decoder.Clock?.IntervalNanos ?? 0;
        return new MarketFile(request, stamp, survey.Price.Largest, survey.Quantity.Largest)
        {
            Symbol = symbol,
            Format = pass.Detected.Format,
            Contents = (survey.Bars > 0 ? MarketFileContents.Bars : 0)
                | (survey.Trades > 0 ? MarketFileContents.Trades : 0)
                | (survey.Quotes + survey.QuoteBars > 0 ? MarketFileContents.Quotes : 0)
                | (survey.DepthUpdates + survey.DepthSnapshots > 0 ? MarketFileContents.Depth : 0),
            IntervalNanos = interval,
            PriceDecimals = survey.Price.Decimals,
            QuantityDecimals = survey.Quantity.Decimals,
            RecordCount = records,
            EventCount = records + survey.Bars + survey.QuoteBars,
            FirstNanos = survey.FirstNanos,
            LastNanos = survey.LastNanos + interval - (survey.QuoteBars > 0 ? 1 : 0),
            RoundedQuantities = survey.RoundedQuantities,
            GapCount = pass.Decoder.Clock?.GapCount ?? 0,
            MissingBars = pass.Decoder.Clock?.MissingBars ?? 0,
            BarCount = survey.Bars,
            QuoteCount = survey.Quotes + survey.QuoteBars,
            TradeCount = survey.Trades,
            DepthUpdateCount = survey.DepthUpdates,
            DepthSnapshotCount = survey.DepthSnapshots,
            IgnoredCount = survey.Ignored,
        };
    }

    /// <summary>What the request says, else what the messages, the Lean name or the Binance Vision name say.</summary>
    private static string FindSymbol(MarketFileRequest request, FilePass pass, ProblemLog problems)
    {
        var written = pass.Decoder.Symbol;
        if (request.Symbol is not null && MarketSymbol.TryParse(request.Symbol, out var requested))
        {
            if (written is not null && written != requested)
                problems.AddAt(0, $"the requested symbol must be the one in the messages, {written}", requested);
            return requested;
        }

        var named = written ?? pass.Detected.Format switch
        {
            MarketFileFormat.LeanTradeBars or MarketFileFormat.LeanQuoteBars => pass.Detected.Lean?.Symbol,
            MarketFileFormat.BinanceKlines or MarketFileFormat.BinanceAggTrades => pass.ContentName.Split('-')[0],
            _ => null,
        };
        if (!MarketSymbol.TryParse(named, out var symbol))
            problems.AddAt(0, "a symbol must be given, as SYMBOL=FILE or with --symbol", named is null ? "none" : ProblemLog.Printable(named));
        return symbol;
    }

    private static string NameOf(string path) => ProblemLog.Printable(Path.GetFileName(path) is { Length: > 0 } name ? name : path);
}
