using System.CommandLine;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Output;
using QuantumAI.Node.Replay;
using QuantumAI.Node.Terminal;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum replay SESSION</c>: runs a recorded session again and says whether it decided the same.</summary>
/// <remarks>Reads only, and may run beside the session.</remarks>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var session = new Argument<string>("SESSION") { Description = "A data directory with all its runs, or one run of --data-dir, such as run-0003." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var (dataDir, config, set) = (SharedOptions.DataDir(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("replay", "Runs a recorded session again through the same actors and compares every decision.") { session, dataDir, json, config, set };
        command.SetAction((parsed, cancellation) =>
        {
            var found = SessionReplay.Find(parsed.GetRequiredValue(session), parsed.GetRequiredValue(dataDir));
            var isConfigured = parsed.GetValue(config) is not null || parsed.GetValue(set) is { Length: > 0 };
            var settings = found.Settings(parsed.GetValue(config), parsed.GetValue(set));
            using var progress = new ProgressBar();
            var outcome = found.Run(settings.Journal, isConfigured ? settings.Hash : null, progress, cancellation);
            progress.Dispose();
            Console.Out.WriteLine(PrintableText.Of(parsed.GetValue(json) ? ReplayWords.Json(outcome) : ReplayWords.Text(outcome), isCut: false));
            return Task.FromResult(outcome.IsEqual ? ExitCode.Done : ExitCode.Found);
        });
        return command;
    }
}
