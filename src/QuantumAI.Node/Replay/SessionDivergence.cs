using System.Security.Cryptography;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Replay;

/// <summary>What another configuration, or other code, would have done in a session, and what the session did that a back-test would not have.</summary>
/// <remarks>
/// Two ways. The first decision that changed is found by running the recording again with the other configuration: up to it everything is the
/// same, so that nothing else can be its cause. What follows is told by shadows: back-tests of the recorded market, one with each configuration.
/// </remarks>
/// <param name="session">The session's runs.</param>
/// <param name="configuration">The other configuration: a file that is layered over the recorded one.</param>
internal sealed class SessionDivergence(SessionReplay session, string configuration) : IDisposable
{
    private readonly IncrementalHash _replayed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _recorded = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<DivergenceRow> _rows = [];
    private readonly List<RunEquity> _equity = [];
    private readonly List<SessionFacts> _facts = [];
    private readonly List<string> _notes = [];
    private readonly List<RunOutcome> _outcomes = [];
    private ChangedDecision? _first;

    /// <summary>How the re-runs with the other configuration went. Call it when <see cref="Run"/> has returned.</summary>
    public ReplayOutcome Outcome() => new(
        session.Session, _outcomes.Sum(outcome => outcome.Commands), Convert.ToHexStringLower(_replayed.GetCurrentHash()),
        Convert.ToHexStringLower(_recorded.GetCurrentHash()), _outcomes);

    public void Dispose()
    {
        _replayed.Dispose();
        _recorded.Dispose();
    }

    /// <param name="progress">Told what runs (re-run or shadow, of which run) and how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">A run cannot be run again.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public DivergenceReport Run(Action<string, long, long> progress, CancellationToken cancellation)
    {
        IReadOnlyList<ConfigurationChange> changes = [];
        var isOtherCode = false;
        var currency = "";
        foreach (var run in session.Runs)
        {
            var recorded = QuantumSettings.Read(ConfigurationFiles.Restore(run.Manifest.Config));
            var other = QuantumSettings.Read(ConfigurationFiles.Restore(run.Manifest.Config, configuration));
            var differing = ConfigurationDifference.Of(recorded, other);
            changes = changes.Count == 0 ? differing : changes;
            currency = recorded.BaseCurrency;
            isOtherCode |= run.Manifest.CodeHash != ProgramCode.Hash;
            Look(run, recorded, other, differing, progress, cancellation);
        }

        return new DivergenceReport(session.Session, configuration, isOtherCode, changes, _first, _rows, _equity, _notes)
        {
            IsNothingCompared = _rows.Count == 0 && _outcomes.All(outcome => outcome.IsNothing),
            Currency = currency,
            Runs = _facts,
        };
    }

    private void Look(
        RecordedRun run, QuantumSettings recorded, QuantumSettings other, IReadOnlyList<ConfigurationChange> changes, Action<string, long, long> progress,
        CancellationToken cancellation)
    {
        var name = run.Folder.Id;
        var times = changes.Count == 0 ? 1 : 2;
        var comparison = run.Compare();
        cancellation.ThrowIfCancellationRequested();
        var now = session.Rerun(run, other, comparison, $"{name} re-run 1/{times}", progress, cancellation);
        _outcomes.Add(now.Outcome);
        comparison.AddTo(_replayed, _recorded);
        var before = times == 1 ? null : session.Rerun(run, recorded, run.Compare(), $"{name} re-run 2/2", progress, cancellation).Decisions;
        _first ??= FirstOf(run, comparison, before, now.Decisions, changes);
        StoredEvent[] events = now.Outcome.RecordedUntilNanos is { } until ? [.. run.Events.Where(stored => stored.Data.TimeNanos <= until)] : [.. run.Events];
        var (tales, marks) = (OrderTale.Of(events), EquityCurves.MarksOf(events));
        var facts = SessionFactsOf.Run(run, now.Outcome.RecordedUntilNanos, tales.Count);
        _facts.Add(facts);
        if (run.Manifest.World == RunManifest.Virtual)
        {
            _rows.AddRange(DivergenceComparison.Compare(tales, OrderTale.Of(now.Events), tales));
            _equity.Add(new RunEquity(name, EquityOf(run.Events), EquityOf(run.Events), EquityOf(now.Events)) { Curves = new(marks, marks, EquityCurves.MarksOf(now.Events)) });
            return;
        }

        var market = ShadowMarket.Of(run, now.Outcome.RecordedUntilNanos, (done, all) => progress($"{name} market", done, all));
        var usual = ShadowRun.Play(run, recorded, market, (done, all) => progress($"{name} shadow 1/{times}", done, all), cancellation);
        var changed = times == 1 ? usual : ShadowRun.Play(run, other, market, (done, all) => progress($"{name} shadow 2/2", done, all), cancellation);
        var rows = DivergenceComparison.Compare(tales, changed.Tales, usual.Tales);
        _rows.AddRange(rows);
        _equity.Add(new RunEquity(name, EquityOf(events), usual.Equity, changed.Equity) { Curves = new(marks, usual.Marks, changed.Marks) });
        Note(run, now.Outcome);
        if (SpeedNote.Of(facts, rows) is { } speed)
            _notes.Add(speed);
    }

    private void Note(RecordedRun run, RunOutcome outcome)
    {
        var name = run.Folder.Id;
        if (run.Manifest.Venue is { } venue)
            _notes.Add($"{name}: orders went to {venue}; its shadow fills on the built-in venue, from the market that was recorded");
        if (outcome is { CutOff: { } reason, RecordedUntilNanos: { } until })
            _notes.Add($"{name}: compared until {RecordedUntil.Words(until)}, where it is recorded until: {reason}");
        if (OpenBefore(run) is > 0 and var open)
            _notes.Add($"{name}: {open} orders were open at its start; the shadow's venue does not have them");
    }

    private static ChangedDecision? FirstOf(
        RecordedRun run, CommandComparison comparison, DecisionLog? before, DecisionLog now, IReadOnlyList<ConfigurationChange> changes) => comparison.Difference is not { } difference
        ? null
        : new ChangedDecision(
            difference.Run, difference.Command, difference.Actor, difference.Input, difference.Recorded, difference.Replayed, difference.State,
            ChangeCause.Of(comparison.Differing.Session, comparison.Differing.Rerun, before, now, changes, run.Manifest.CodeHash != ProgramCode.Hash));

    private static Money EquityOf(IEnumerable<StoredEvent> events) => events
        .Where(stored => stored.Data.Type == nameof(EquityMarked))
        .Select(stored => ((EquityMarked)AccountEventCodec.Instance.Decode(stored)).Equity)
        .LastOrDefault();

    private static int OpenBefore(RecordedRun run)
    {
        if (run.Before.Count == 0)
            return 0;
        var account = new Account(run.ReadSymbols().ToDictionary(symbol => symbol.Instrument.Symbol, symbol => symbol.Instrument));
        foreach (var stored in run.Before)
            account.Apply(AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos);
        return account.OpenOrders.Count;
    }
}
