using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Reports;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Node.Output;

/// <summary>What a finished session shows: the table, the JSON object and the files of <c>--out</c>.</summary>
internal sealed class SessionOutput
{
    private readonly ReportInput _input;

    private readonly SummaryFigures _figures;

    private SessionOutput(ReportInput input) => (_input, _figures) = (input, SummaryFigures.Of(input));

    public string Text => TextSummary.Render(_input, _figures).TrimEnd();

    public string Json => BacktestJson.Render(_input, _figures);

    public string JournalHash => _input.JournalHash;

    public static SessionOutput OfBacktest(SessionHost host, MarketInput input, QuantumSettings settings, ulong seed, TimeSpan elapsed) => new(
        Describe(host, ReportKind.Backtest, settings, seed, input.IntervalNanos) with
        {
            Ticks = input.TickCount,
            EventsPerSecond = elapsed > TimeSpan.Zero ? host.Ingest.Delivered / elapsed.TotalSeconds : null,
            FirstMarketNanos = input.FirstNanos,
            LastMarketNanos = input.LastNanos,
            Settings =
            [
                .. Facts(settings, seed, input.IntervalNanos),
                .. input.Files.Select(file => new SettingFact("Data", $"{Path.GetFileName(file.Path)} ({file.Symbol}, SHA-256 {file.Sha256[..12]}…)")),
                .. input.Files.Where(file => file.GapCount + file.RoundedQuantities > 0).Select(file => new SettingFact(
                    "Data quality", $"{Path.GetFileName(file.Path)}: {file.MissingBars} bars missing in {file.GapCount} gaps, {file.RoundedQuantities} quantities rounded to 8 decimals")),
            ],
        });

    public static SessionOutput OfPaper(SessionRun run, RunOptions options) => new(
        Describe(run.Host, ReportKind.Paper, options.Settings, run.Seed, run.Market.IntervalNanos) with
        {
            Ticks = run.Host.Ingest.Delivered,
            ResumedNanos = run.IsResumed ? run.StartNanos : null,
            FirstMarketNanos = run.Market.BeginsNanos,
            LastMarketNanos = Math.Max(run.StartNanos, run.Host.Ingest.LastNanos),
            Settings = Facts(options.Settings, run.Seed, run.Market.IntervalNanos),
        });

    /// <summary>Writes report.html, result.json and the three CSV files.</summary>
    public void WriteTo(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "result.json"), Json + "\n");
            Write(folder, "report.html", writer => HtmlReport.Write(writer, _input, _figures));
            Write(folder, "trades.csv", writer => TradesCsv.Write(writer, _input.Session));
            Write(folder, "orders.csv", writer => OrdersCsv.Write(writer, _input.Session));
            Write(folder, "fills.csv", writer => FillsCsv.Write(writer, _input.Session));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out {folder} cannot be written: {failure.Message}");
        }
    }

    private static void Write(string folder, string name, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(Path.Combine(folder, name));
        write(writer);
    }

    private static ReportInput Describe(SessionHost host, ReportKind kind, QuantumSettings settings, ulong seed, long intervalNanos)
    {
        host.CountSilentSymbols();
        return new ReportInput
        {
            Kind = kind,
            Title = $"{settings.AgentId} on {string.Join(", ", host.Symbols.Select(symbol => symbol.Instrument.Symbol))}",
            Session = host.Report(),
            Charts = [.. host.Symbols.Select(symbol => new SymbolBars(symbol.Instrument, host.Board.BarsOf(symbol.Instrument.Symbol)))],
            Bars = host.Board.Bars,
            JournalHash = HashChain.JournalHash(host.Journal.Heads()),
            WhyNoTrades = host.Board.WhyNoTrades,
            Settings = Facts(settings, seed, intervalNanos),
        };
    }

    private static SettingFact[] Facts(QuantumSettings settings, ulong seed, long intervalNanos) =>
    [
        new("Seed", seed.ToString(CultureInfo.InvariantCulture)),
        new("Bar interval", UnixNanos.ToTimeSpan(intervalNanos).ToString("c", CultureInfo.InvariantCulture)),
        new("Fee", string.Create(CultureInfo.InvariantCulture, $"{settings.Venue.FeePpm / 1e4} % of what is received")),
        new("Agent's share", string.Create(CultureInfo.InvariantCulture, $"{settings.Limits.AgentSharesPpm.GetValueOrDefault(settings.AgentId) / 1e4} % of equity")),
        new("Configuration", $"SHA-256 {settings.Hash}"),
    ];
}
