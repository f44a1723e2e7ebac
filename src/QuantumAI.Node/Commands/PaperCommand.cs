using System.CommandLine;
using System.Globalization;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Http;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum paper</c>: trades a made-up or recorded market on the built-in venue.</summary>
internal static class PaperCommand
{
    public static Command Create()
    {
        var length = SharedOptions.Span("--for", "Market time from the session's start to its end, for example 30d; until stopped when not given.");
        var speed = new Option<string>("--speed")
        {
            Description = "Market seconds per second: 3600 shows a 1 h bar every second. max = as fast as the machine can, repeatably.",
            DefaultValueFactory = _ => "3600",
        };
        speed.Validators.Add(result =>
        {
            if (!SharedOptions.TryReadSpeed(result.GetValueOrDefault<string>() ?? "", out _))
                result.AddError($"--speed must be a number above 0 and at most 1000000, or max, was “{result.GetValueOrDefault<string>()}”");
        });
        var replay = new Option<string?>("--replay") { Description = "A market file instead of the synthetic market, [SYMBOL=]FILE." };
        var port = new Option<int?>("--port") { Description = "Port of the status pages on 127.0.0.1; 0 = any free one." };
        port.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || !ushort.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                result.AddError("--port must be 0 to 65535");
        });
        var (seed, dataDir, symbol, zone) = (SharedOptions.Seed(), SharedOptions.DataDir(), SharedOptions.Symbol(), SharedOptions.TimeZone());
        var interval = SharedOptions.Span("--interval", "Length of a bar, for example 1h.");
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("paper", "Trades on paper: a seeded synthetic market or a recording, the built-in venue, a journal that survives everything.")
        {
            length, speed, seed, replay, symbol, zone, interval, dataDir, port, config, set,
        };
        command.SetAction((parsed, cancellation) =>
        {
            SharedOptions.TryReadSpeed(parsed.GetRequiredValue(speed), out var number);
            return RunAsync(
                new RunOptions(
                    SharedOptions.Settings("paper", parsed.GetValue(config), parsed.GetValue(set)), parsed.GetValue(seed), parsed.GetValue(length),
                    number, parsed.GetValue(replay), parsed.GetValue(symbol), parsed.GetValue(zone)!, parsed.GetValue(interval),
                    parsed.GetRequiredValue(dataDir), parsed.GetValue(port)),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(RunOptions options, CancellationToken cancellation)
    {
        if (options.Port is { } port)
            StatusServer.RequireFree(port);
        using var progress = new ProgressBar();
        var run = await SessionRun.OpenAsync(options, progress, cancellation).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            run.World.Faulted += _ => stop.Cancel();
            var server = await StatusServer.StartAsync(run, options.Port ?? options.Settings.HttpPort, mayMoveOn: options.Port is null).ConfigureAwait(false);
            var view = new LiveView(run, options, server.Port, stop);
            run.Shutdown.AddTask(TradingPhases.ClosePorts, "screen", _ => view.DisposeAsync().AsTask());
            run.Shutdown.AddTask(TradingPhases.ClosePorts, "status-pages", _ => server.DisposeAsync().AsTask());
            run.Shutdown.Progressed += SayWhatWentWrong;
            view.Start();
            await run.TradeAsync(stop.Token).ConfigureAwait(false);
            var notWritten = run.NotWritten();
            var report = SessionOutput.OfPaper(run, options);
            Console.Out.WriteLine($"{report.Text}\njournal hash: {report.JournalHash}");
            if (notWritten is null)
                return ExitCode.Done;
            Console.Error.WriteLine($"stopped before everything was written: {notWritten}; nobody was told of it, the next start reconciles");
            return ExitCode.Unreachable;
        }
    }
    private static void SayWhatWentWrong(ShutdownProgress progress)
    {
        if (progress is not ShutdownEnded ended)
            return;
        foreach (var complaint in ended.Report.Complaints)
            Console.Error.WriteLine($"while stopping: {complaint}");
    }
}
