using QuantumAI.Node.Composition;
using QuantumAI.Node.Http;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Commands;

/// <summary>What <c>quantum paper</c> and <c>quantum live</c> do once they know what is asked: run a session with its pages and its screen, then report.</summary>
internal static class SessionProgram
{
    /// <summary>Runs until the session ends or is stopped.</summary>
    /// <returns>An exit code.</returns>
    public static async Task<int> RunAsync(RunOptions options, CancellationToken cancellation)
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
