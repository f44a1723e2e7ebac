using System.CommandLine;
using System.Text;
using QuantumAI.Node.Output;
using QuantumAI.Node.Replay;
using QuantumAI.Node.Terminal;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum replay SESSION</c>: runs a recorded session again and says whether it decided the same, or what would have differed.</summary>
/// <remarks>Reads only, and may run beside the session.</remarks>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var session = new Argument<string?>("SESSION")
        {
            Description = "A data directory with all its runs, the folder of one run, or one run of --data-dir, such as run-0003. --data-dir when not given.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var with = new Option<FileInfo?>("--with") { Description = "Another configuration, layered over the recorded one: what would have differed, and why. Other code than the session's is accepted then." };
        var html = new Option<FileInfo?>("--html") { Description = "The divergence report of --with as a page, into this file." };
        var (dataDir, config, set) = (SharedOptions.DataDir(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("replay", "Runs a recorded session again through the same actors and compares every decision.") { session, with, html, dataDir, json, config, set };
        command.Validators.Add(result =>
        {
            if (result.GetResult(html) is not null && result.GetResult(with) is null)
                result.AddError("--html is the page of a divergence report: it needs --with CONFIG");
        });
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var name = parsed.GetValue(session) ?? parsed.GetRequiredValue(dataDir);
                var (place, folders) = SessionReplay.Find(name, parsed.GetRequiredValue(dataDir));
                var isConfigured = parsed.GetValue(config) is not null || parsed.GetValue(set) is { Length: > 0 };
                var settings = SessionReplay.SettingsOf(folders[0], parsed.GetValue(config), parsed.GetValue(set));
                var replay = SessionReplay.Open(name, place, folders, settings.Journal);
                using var progress = new ProgressBar();
                if (parsed.GetValue(with) is { } other)
                    return Diverge(replay, other, parsed.GetValue(html), parsed.GetValue(json), progress, cancellation);
                var outcome = replay.Run(isConfigured ? settings.Hash : null, progress.Show, cancellation);
                progress.Dispose();
                Console.Out.WriteLine(PrintableText.Of(parsed.GetValue(json) ? ReplayWords.Json(outcome) : ReplayWords.Text(outcome), isCut: false));
                return outcome.IsEqual ? ExitCode.Done : ExitCode.Found;
            },
            cancellation));
        return command;
    }

    private static int Diverge(SessionReplay replay, FileInfo other, FileInfo? page, bool isJson, ProgressBar progress, CancellationToken cancellation)
    {
        using var divergence = new SessionDivergence(replay, other.ToString());
        var report = divergence.Run(progress.Show, cancellation);
        progress.Dispose();
        if (page is not null)
            Write(page, report);
        Console.Out.WriteLine(PrintableText.Of(isJson ? ReplayWords.Json(divergence.Outcome(), report) : DivergenceText.Render(report), isCut: false));
        return report.First is null ? ExitCode.Done : ExitCode.Found;
    }

    private static void Write(FileInfo page, DivergenceReport report)
    {
        try
        {
            using var writer = new StreamWriter(page.FullName, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            DivergencePage.Write(writer, report);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--html {page}: {failure.Message}");
        }
    }
}
