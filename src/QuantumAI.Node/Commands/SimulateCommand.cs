using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;
using QuantumAI.Simulation.Swarm;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum simulate</c>: the whole system in a virtual world with failures, from one seed or many.</summary>
internal static class SimulateCommand
{
    private const long MostMinutes = 24 * 60;
    private const long MostSeeds = 1_000_000;
    private const int MostShrinkRuns = 400;

    public static Command Create()
    {
        var seed = new Option<ulong?>("--seed") { Description = "Runs this seed alone." };
        var seeds = SharedOptions.Count("--seeds", "Runs as many seeds; 100 when neither this nor --seed is given.");
        var first = new Option<ulong>("--first-seed") { Description = "The first of many seeds.", DefaultValueFactory = _ => 1 };
        var minutes = SharedOptions.Count("--minutes", "Simulated minutes with faults; two and a half (behind an adapter five) follow without, in which everything must settle. 5 when not given.");
        var settings = new Option<FileInfo?>("--settings") { Description = "Runs what this file says instead of what a seed draws: a failure that was made small." };
        var trace = new Option<FileInfo?>("--trace") { Description = "Writes everything that happens to this file; with --seed or --settings." };
        var shrink = new Option<FileInfo?>("--shrink") { Description = "Where the first failure is kept, made as small as it stays red; replay it with --settings." };
        var mutations = new Option<bool>("--mutations") { Description = "Leaves one safeguard after another out of the code and runs seeds until its absence is found." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output; everything else on standard error." };
        var command = new Command("simulate", "Runs the whole system from a seed with failures injected and checks every invariant.")
        {
            seed, seeds, first, minutes, settings, trace, shrink, mutations, json,
        };
        AtMost(minutes, MostMinutes);
        AtMost(seeds, MostSeeds);
        command.Validators.Add(result =>
        {
            Option[] whats = [seed, seeds, settings];
            if (whats.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("--seed, --seeds and --settings exclude each other");
            if (result.GetResult(settings) is not null && result.GetResult(minutes) is { Implicit: false })
                result.AddError("--settings say how long: --minutes is for seeds");
            if (result.GetResult(mutations) is { Implicit: false } && (result.GetResult(shrink) is not null || result.GetResult(json) is { Implicit: false } || result.GetResult(seed) is not null || result.GetResult(settings) is not null))
                result.AddError("--mutations prints a table of many seeds: it goes with --seeds, --first-seed and --minutes only");
            if (result.GetResult(trace) is not null && result.GetResult(seed) is null && result.GetResult(settings) is null)
                result.AddError("--trace is of one run: give --seed or --settings");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var length = TimeSpan.FromMinutes(parsed.GetValue(minutes) ?? 5);
            var isJson = parsed.GetValue(json);
            var (kept, count) = (parsed.GetValue(shrink), (int)(parsed.GetValue(seeds) ?? 100));
            if (kept is not null && kept.Directory?.Exists != true)
                throw new UsageException($"--shrink {kept} cannot be written: there is no such folder");

            // On a thread of its own, so that Ctrl-C is heard while it works; and a universe has no synchronisation context.
            return Task.Run(
                () =>
                {
                    if (parsed.GetValue(settings) is { } file)
                        return One(Read(file), parsed.GetValue(trace), kept, isJson, cancellation);
                    if (parsed.GetValue(seed) is { } one)
                        return One(SwarmSettings.Draw(one, length), parsed.GetValue(trace), kept, isJson, cancellation);
                    return parsed.GetValue(mutations)
                        ? Mutate(parsed.GetValue(first), count, length, cancellation)
                        : Many(parsed.GetValue(first), count, length, kept, isJson, cancellation);
                },
                CancellationToken.None);
        });
        return command;
    }

    private static int One(SwarmSettings settings, FileInfo? trace, FileInfo? kept, bool isJson, CancellationToken cancellation)
    {
        SwarmResult result;
        using (var writer = trace is null ? null : Create(trace, "--trace"))
            result = SwarmRun.Run(settings, writer, AdapterVenue.Create, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Console.Out.WriteLine(isJson ? SwarmText.Json(result) : SwarmText.Of(result));
        if (!result.IsGreen)
            Shrink(result, kept, cancellation);
        return result.IsGreen ? ExitCode.Done : ExitCode.Found;
    }

    private static int Many(ulong first, int count, TimeSpan length, FileInfo? kept, bool isJson, CancellationToken cancellation)
    {
        SwarmReport report;
        using (var progress = new ProgressBar())
            report = SwarmBatch.Run(first, count, length, (done, failed) => progress.Show(failed == 0 ? "simulating" : $"{failed} failed", done, count), cancellation);
        Console.Out.WriteLine(isJson ? SwarmText.Json(report) : SwarmText.Of(report));
        cancellation.ThrowIfCancellationRequested(); // what is done is said
        if (report.Failed.Count > 0)
            Shrink(report.Failed[0], kept, cancellation);
        return report.Failed.Count == 0 ? ExitCode.Done : ExitCode.Found;
    }

    private static int Mutate(ulong first, int count, TimeSpan length, CancellationToken cancellation)
    {
        var rows = new List<MutationRow>();
        using (var progress = new ProgressBar())
        {
            foreach (var safeguard in SwarmMutations.All)
            {
                progress.Show("mutations", rows.Count, SwarmMutations.All.Count);
                rows.Add(SwarmMutations.Run(safeguard, first, count, length, cancellation));
            }
        }

        Console.Out.WriteLine(SwarmText.Of(rows));
        return rows.TrueForAll(row => row.Found is not null) ? ExitCode.Done : ExitCode.Found;
    }

    /// <summary>Makes a failure small, says what is left of it and keeps it where that was asked for.</summary>
    private static void Shrink(SwarmResult failed, FileInfo? kept, CancellationToken cancellation)
    {
        using var writer = kept is null ? null : Create(kept, "--shrink");
        SwarmResult small;
        using (var progress = new ProgressBar())
            small = SwarmShrinker.Shrink(failed, MostShrinkRuns, runs => progress.Show("shrinking", runs, MostShrinkRuns), AdapterVenue.Create, cancellation);
        Console.Error.WriteLine(SwarmText.Small(small));
        writer?.WriteLine(SwarmSettingsJson.Write(small.Settings));
        Console.Error.WriteLine(kept is null ? "keep it with --shrink FILE" : $"replay: quantum simulate --settings {kept}");
    }

    /// <exception cref="UsageException">There is no such file, or it is not one of settings.</exception>
    private static SwarmSettings Read(FileInfo file)
    {
        try
        {
            var read = SwarmSettingsJson.Read(File.ReadAllText(file.FullName));
            return read.Fault() is { } fault ? throw new JsonException(fault) : read;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--settings {file}: {refused.Message}");
        }
    }

    /// <exception cref="UsageException">It cannot be written.</exception>
    private static StreamWriter Create(FileInfo file, string option)
    {
        try
        {
            return file.CreateText();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {file} cannot be written: {refused.Message}");
        }
    }

    private static void AtMost(Option<long?> option, long most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > most)
            result.AddError($"{option.Name} must be at most {most}");
    });
}
