namespace QuantumAI.Runtime.Shutdown;

/// <summary>Where a shutdown stands: which phase, which tasks are open, what became of the others. No clock, no actor.</summary>
/// <param name="phases">In their order.</param>
/// <param name="tasks">Names of the tasks of each phase.</param>
internal sealed class ShutdownLedger(string reason, long beganNanos, IReadOnlyList<ShutdownPhase> phases, IReadOnlyList<IReadOnlyList<string>> tasks)
{
    private readonly List<ShutdownPhaseReport> _ended = [];
    private ShutdownTaskReport?[] _outcomes = [];
    private long _phaseBeganNanos;
    private bool _isAborted;

    /// <summary>Index of the present phase, or of the one that comes next.</summary>
    public int PhaseIndex => _ended.Count;

    public bool IsOver => _isAborted || _ended.Count == phases.Count;

    public IEnumerable<int> Open => Enumerable.Range(0, _outcomes.Length).Where(task => _outcomes[task] is null);

    public bool IsPhaseOver => !Open.Any();

    public ShutdownPhase BeginPhase(long nowNanos)
    {
        (_phaseBeganNanos, _outcomes) = (nowNanos, new ShutdownTaskReport?[tasks[PhaseIndex].Count]);
        return phases[PhaseIndex];
    }

    /// <summary>Notes what became of a task. The first word counts, and only while its phase lasts.</summary>
    public void EndTask(int phase, int task, ShutdownTaskOutcome outcome, string detail)
    {
        if (!IsOver && phase == PhaseIndex)
            _outcomes[task] ??= new ShutdownTaskReport(tasks[phase][task], outcome, detail);
    }

    /// <summary>Closes the phase: what is still open has missed its deadline.</summary>
    public ShutdownPhaseReport EndPhase(long nowNanos, Func<int, string> describeOpen)
    {
        foreach (var task in Open.ToArray())
            EndTask(PhaseIndex, task, ShutdownTaskOutcome.MissedDeadline, describeOpen(task));
        var report = new ShutdownPhaseReport(phases[PhaseIndex].Name, nowNanos - _phaseBeganNanos, [.. _outcomes.Select(outcome => outcome!)]);
        _isAborted = !report.IsClean && !phases[PhaseIndex].Recover;
        _ended.Add(report);
        _outcomes = [];
        return report;
    }

    public ShutdownReport Report(long nowNanos) => new(
        reason, beganNanos, nowNanos, _isAborted,
        [
            .. _ended,
            .. Enumerable.Range(_ended.Count, phases.Count - _ended.Count).Select(phase => new ShutdownPhaseReport(
                phases[phase].Name, 0, [.. tasks[phase].Select(task => new ShutdownTaskReport(task, ShutdownTaskOutcome.NotRun, ""))])),
        ]);
}
