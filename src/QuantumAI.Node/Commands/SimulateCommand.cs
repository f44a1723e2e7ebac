using System.CommandLine;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;
using QuantumAI.Simulation.Swarm;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum simulate</c>: the whole system in a virtual world with failures, from one seed or many.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var seed = new Option<ulong?>("--seed") { Description = "Runs this seed alone." };
        var seeds = SharedOptions.Count("--seeds", "Runs the seeds 1 … N; 100 when neither this nor --seed is given.");
        var first = new Option<ulong>("--first-seed") { Description = "With --seeds: the first one.", DefaultValueFactory = _ => 1 };
        var minutes = SharedOptions.Count("--minutes", "Simulated minutes with faults; two and a half without follow. 5 when not given.");
        var trace = new Option<FileInfo?>("--trace") { Description = "Writes everything that happens to this file; with --seed." };
        var mutations = new Option<bool>("--mutations") { Description = "Leaves one safeguard after another out of the code and runs seeds until each absence is found: a table." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output; everything else on standard error." };
        var command = new Command("simulate", "Runs the whole system from a seed with failures injected and checks every invariant.") { seed, seeds, first, minutes, trace, mutations, json };
        command.SetAction((parsed, cancellation) =>
        {
            var length = TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? 5);
            if (parsed.GetValue(seed) is { } one)
            {
                using var writer = parsed.GetValue(trace) is { } file ? file.CreateText() : null;
                var result = SwarmRun.Run(SwarmSettings.Draw(one, length), writer, cancellation);
                cancellation.ThrowIfCancellationRequested();
                Console.Out.WriteLine(parsed.GetValue(json) ? SwarmText.Json(result) : SwarmText.Of(result));
                return Task.FromResult(result.IsGreen ? ExitCode.Done : ExitCode.Found);
            }

            using var progress = new ProgressBar();
            if (parsed.GetValue(mutations))
            {
                var rows = new List<MutationRow>();
                foreach (var safeguard in SwarmMutations.All)
                {
                    progress.Show("mutations", rows.Count, SwarmMutations.All.Count);
                    rows.Add(SwarmMutations.Run(safeguard, parsed.GetValue(first), (int)(parsed.GetValue(seeds) ?? 100), length, cancellation));
                }

                progress.Dispose();
                Console.Out.WriteLine(SwarmText.Of(rows));
                return Task.FromResult(rows.TrueForAll(row => row.Found is not null) ? ExitCode.Done : ExitCode.Found);
            }

            var report = SwarmBatch.Run(parsed.GetValue(first), (int)(parsed.GetValue(seeds) ?? 100), length, (done, all) => progress.Show("simulating", done, all), cancellation);
            progress.Dispose();
            Console.Out.WriteLine(parsed.GetValue(json) ? SwarmText.Json(report) : SwarmText.Of(report));
            return Task.FromResult(report.Failed.Count == 0 ? ExitCode.Done : ExitCode.Found);
        });
        return command;
    }
}
