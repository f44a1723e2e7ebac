using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Shutdown;

internal abstract record ShutdownMessage;

/// <param name="Tasks">Of each phase, in its order.</param>
internal sealed record BeginShutdown(string Reason, IReadOnlyList<IReadOnlyList<ShutdownTask>> Tasks) : ShutdownMessage;

/// <param name="Failure">Null when it was done.</param>
internal sealed record TaskEnded(int Phase, int Task, string? Failure) : ShutdownMessage;

internal sealed record PhaseDeadlinePassed(int Phase) : ShutdownMessage;

/// <summary>Work that a virtual world's driver has to await, since the world itself cannot.</summary>
internal sealed record OutsideWork(int Phase, int Task, Task Work, TimeSpan Patience);

/// <summary>Goes through the phases: starts their tasks, hears how they end, keeps the deadlines.</summary>
#pragma warning disable CA1001 // The source of a phase is disposed at its end, which always comes.
internal sealed class ShutdownActor(IReadOnlyList<ShutdownPhase> phases, Action<ShutdownProgress> report, Action<OutsideWork> awaitOutside)
#pragma warning restore CA1001
    : Actor<ShutdownMessage>
{
    private IReadOnlyList<IReadOnlyList<ShutdownTask>> _tasks = [];
    private ShutdownLedger? _ledger;
    private CancellationTokenSource? _phaseEnd;

    private IReadOnlyList<ShutdownTask> PhaseTasks => _tasks[_ledger!.PhaseIndex];

    public void Watch(ActorRef actor) => Context.Watch(actor);

    /// <summary>Where the answer to a request of the present phase goes.</summary>
    public ReplyTo<Done> Expect(int task)
    {
        var phase = _ledger!.PhaseIndex;
        return new ActorQuestion<ShutdownMessage, Done>(Context.Cell, _ => new TaskEnded(phase, task, null));
    }

    /// <summary>Runs an action of the present phase: off the lane in a live world, on it in a virtual one.</summary>
    public void RunOutside(int task, Func<CancellationToken, Task> action)
    {
        var (phase, token, isVirtual) = (_ledger!.PhaseIndex, _phaseEnd!.Token, Context.Lane.World.IsSingleThreaded);
        var work = isVirtual ? action(token) : Task.Run(() => action(token), CancellationToken.None);
        if (isVirtual && !work.IsCompleted)
            awaitOutside(new OutsideWork(phase, task, work, phases[phase].Timeout));
        else
            Context.PipeToSelf(Settle(work), failure => new TaskEnded(phase, task, failure.GetAwaiter().GetResult()));
    }

    /// <summary>What a task failed with, in words; null when it did not. Never throws.</summary>
    public static async Task<string?> Settle(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCanceled ? "cancelled" : work.Exception?.InnerException?.Message;
    }

    protected override void Receive(in ShutdownMessage message)
    {
        switch (message)
        {
            case BeginShutdown begin when _ledger is null:
                _tasks = begin.Tasks;
                _ledger = new ShutdownLedger(
                    begin.Reason, Context.NowNanos, phases, [.. begin.Tasks.Select(tasks => tasks.Select(task => task.Name).ToArray())]);
                report(new ShutdownBegan(begin.Reason));
                BeginPhases();
                break;
            case TaskEnded ended:
                EndTask(ended.Phase, ended.Task, ended.Failure);
                break;
            case PhaseDeadlinePassed passed when !_ledger!.IsOver && passed.Phase == _ledger.PhaseIndex:
                EndPhase();
                BeginPhases();
                break;
            default:
                break; // a deadline that came too late, a second begin
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is not Terminated ended || _ledger!.IsOver)
            return;
        foreach (var task in _ledger.Open.Where(task => PhaseTasks[task] is ActorTermination waiting && ReferenceEquals(waiting.Actor, ended.Actor)).ToArray())
            EndTask(_ledger.PhaseIndex, task, null);
    }

    private void EndTask(int phase, int task, string? failure)
    {
        if (_ledger!.IsOver || phase != _ledger.PhaseIndex)
            return;
        _ledger.EndTask(phase, task, failure is null ? ShutdownTaskOutcome.Done : ShutdownTaskOutcome.Failed, failure ?? "");
        if (!_ledger.IsPhaseOver)
            return;
        EndPhase();
        BeginPhases();
    }

    /// <summary>Begins the next phase, and those after it while there is nothing to wait for.</summary>
    private void BeginPhases()
    {
        while (!_ledger!.IsOver)
        {
            BeginPhase();
            if (!_ledger.IsPhaseOver)
                return;
            EndPhase();
        }

        report(new ShutdownEnded(_ledger.Report(Context.NowNanos)));
    }

    private void BeginPhase()
    {
        var phase = _ledger!.BeginPhase(Context.NowNanos);
        var timeoutNanos = Context.Lane.World.PatienceNanos(phase.Timeout);
        _phaseEnd = new CancellationTokenSource();
        Context.StartTimer(nameof(PhaseDeadlinePassed), timeoutNanos, new PhaseDeadlinePassed(_ledger.PhaseIndex));
        report(new PhaseBegan(phase.Name, Context.NowNanos + timeoutNanos));
        for (var task = 0; task < PhaseTasks.Count; task++)
            BeginTask(task);
    }

    private void BeginTask(int task)
    {
        try
        {
            PhaseTasks[task].Begin(this, task);
        }
#pragma warning disable CA1031 // A task that cannot even begin is a failed task; the others and the next phases are still due.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _ledger!.EndTask(_ledger.PhaseIndex, task, ShutdownTaskOutcome.Failed, failure.Message);
        }
    }

    private void EndPhase()
    {
        Context.CancelTimer(nameof(PhaseDeadlinePassed));
        var tasks = PhaseTasks;
        var missed = _ledger!.Open.ToArray();
        var ended = _ledger.EndPhase(Context.NowNanos, task => tasks[task].Waiting);
        foreach (var task in missed)
            tasks[task].Force();
        if (missed.Length > 0)
            CancelActions();
        _phaseEnd!.Dispose();
        report(new PhaseEnded(ended));
    }

    private void CancelActions()
    {
        try
        {
            _phaseEnd!.Cancel();
        }
        catch (AggregateException)
        {
            Context.Lane.World.CountDeadLetter($"{Context.Self.Path}/cancellation-threw");
        }
    }
}
