using System.CommandLine;
using QuantumAI.Feeds.Files;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Output;
using QuantumAI.Node.Recording;
using QuantumAI.Node.Terminal;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum backtest</c>: the live actors over market files, in a virtual world.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data")
        {
            Description = "Market file, [SYMBOL=]FILE: CSV, Binance Vision klines or aggTrades, Lean zip, raw Binance WebSocket recording; .gz and .zip directly. May be repeated.",
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var (symbol, seed, zone) = (SharedOptions.Symbol(), SharedOptions.Seed(), SharedOptions.TimeZone());
        var interval = SharedOptions.Span("--interval", "Length of the bars that the agent decides on, for example 1h; the data's own where that is longer.");
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder for report.html, result.json, trades.csv, orders.csv and fills.csv." };
        var dataDir = SharedOptions.DataDirIfAny("New directory for the back-test's journal, for quantum explain and quantum journal; none is kept when not given.");
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output; everything else on standard error." };
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("backtest", "Trades market files with the live actors in a virtual world.") { data, symbol, seed, zone, interval, output, dataDir, json, config, set };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = SharedOptions.Settings("sim", parsed.GetValue(config), parsed.GetValue(set));
            MarketFileRequest[] requests =
                [.. parsed.GetRequiredValue(data).Select(argument => MarketFileRequest.Parse(argument, parsed.GetValue(symbol), parsed.GetValue(zone)!))];
            var journalPath = parsed.GetValue(dataDir) is { } directory ? BacktestJournal.RequireNew(directory) : null;
            using var progress = new ProgressBar();
            var input = MarketInput.Inspect(
                requests, settings, parsed.GetValue(interval), (name, at) => progress.Show(name, at.FileBytesRead, at.FileBytes), cancellation);
            var actualSeed = parsed.GetValue(seed) ?? 1;
            using var journal = new BacktestJournal();
            var (host, elapsed) = BacktestRun.Run(input, settings, actualSeed, journal, progress, cancellation);
            if (journalPath is not null)
            {
                journal.WriteTo(journalPath, settings.Account, progress);
                SessionRecording.KeepBacktest(parsed.GetValue(dataDir)!, host, input, settings, requests, parsed.GetValue(interval));
            }

            progress.Dispose();
            var report = SessionOutput.OfBacktest(host, input, settings, actualSeed, elapsed);
            if (parsed.GetValue(output) is { } folder)
                report.WriteTo(folder.ToString());
            if (parsed.GetValue(json))
                Console.Out.WriteLine(report.Json);
            else
                Console.Out.WriteLine($"{report.Text}\njournal hash: {report.JournalHash}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
