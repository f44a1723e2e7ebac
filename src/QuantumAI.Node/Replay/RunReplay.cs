using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Replay;

/// <summary>One recorded run of a live world, run again: the same actors, put together by the same code, take what was recorded.</summary>
/// <param name="run">The run.</param>
/// <param name="settings">The configuration: the recorded one, or another one to see where it leaves the recording.</param>
internal sealed class RunReplay(RecordedRun run, QuantumSettings settings)
{
    /// <summary>What the agents decided.</summary>
    public DecisionLog Decisions { get; } = new();

    /// <param name="comparison">What it is held against.</param>
    /// <param name="progress">Told now and then how many bytes of the recording were run, and how many there are.</param>
    /// <param name="cancellation">Ends it between two turns.</param>
    /// <exception cref="UsageException">It cannot be run again; the message says why.</exception>
    public RunOutcome Run(CommandComparison comparison, Action<long, long> progress, CancellationToken cancellation)
    {
        var (manifest, symbols) = (run.Manifest, run.ReadSymbols());
        var recording = run.ReadLanes();
        var replay = new LaneReplay(recording, TradingCodecs.Create());
        using var world = new VirtualWorld(manifest.Seed, manifest.StartNanos, replay: replay, speed: manifest.Speed);
        var outside = manifest.LanesBefore.Select(name => world.CreateLane(name, isOutside: true)).ToArray();
        CommandPlaces? places = null;
        using var journal = new RecordedJournal(
            run.StoreBefore(), request => comparison.Add(request, command => places!.Doing(command, replay.Current)), isAnswering: false);
        var host = new SessionHost(
            world, MarketInput.InQuoteCurrency(settings, symbols.Select(symbol => symbol.Instrument)), [.. symbols.Select(symbol => symbol.Restore())],
            (_, _) => new SilentMarket(), journal, new SilentVenue(outside[0], manifest), new StatusBoard());
        places = new CommandPlaces(host, Decisions, settings.AgentId);
        run.RequireSameStart(host.Session.Books.RecoveredHash);
        var accountLane = world.Lanes.First(lane => lane.Name == $"account-{manifest.Account}");
        var report = Play();
        var recorded = report.CutOff is null ? null : recording.LastNanos();
        comparison.End(
            recorded is null ? null : report.FirstDifference is null ? replay.LastNanosOf(accountLane) : recorded.GetValueOrDefault(accountLane.Name), places.Missing);
        comparison.Explain(report.FirstDifference);
        return new RunOutcome(manifest.Run, report.Turns, comparison.Count, comparison.Difference, report.CutOff, report.CutOff is null ? null : RecordedUntil.Of(recording, manifest));

        ReplayReport Play()
        {
            try
            {
                return replay.Run(world, _ => progress(replay.BytesRead, recording.Bytes), TurnEnded, cancellation);
            }
            catch (Exception damage) when (run.End?.LanesHash is null && DamagedFile.IsDamage(damage))
            {
                throw run.Damaged(damage);
            }
        }

        void TurnEnded(Runtime.Lanes.Lane lane)
        {
            if (ReferenceEquals(lane, accountLane))
                comparison.Pass(lane.TurnNanos, places.Missing);
            else
                Decisions.Observe(host.Board);
        }
    }
}
