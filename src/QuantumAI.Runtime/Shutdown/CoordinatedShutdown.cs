using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Shutdown;

/// <summary>Ends a program in phases: the tasks of one run side by side until all are over or its time is, then comes the next.</summary>
/// <remarks>
/// <para>Thread safe; runs once, whoever asks again joins. What misses its phase's deadline is named in the report; an actor is then stopped by
/// force and an action cancelled, but neither is waited for. With <see cref="ShutdownPhase.Recover"/> off the rest is not run.</para>
/// <para>A shutdown never throws: a task that fails or cannot begin is a line of the report. It needs a lane of its own, so that no
/// other actor's fault ends it.</para>
/// <para>In a virtual world deadlines are virtual time, and outside actions are awaited one by one while that time stands still, each at
/// most its phase's timeout of machine time: the run stays repeatable as long as they are completed.</para>
/// </remarks>
public sealed class CoordinatedShutdown
{
    /// <summary>Most tasks, all phases together.</summary>
    public const int MostTasks = 1024;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ShutdownReport> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, List<ShutdownTask>> _tasks;
    private readonly Queue<OutsideWork> _outside = new();
    private readonly ActorRef<ShutdownMessage> _self;
    private readonly World _world;
    private int _taskCount;
    private long _deadlineNanos;
    private bool _isDriven;

    private CoordinatedShutdown(Lane lane, IReadOnlyList<ShutdownPhase> phases, string name)
    {
        Phases = PhaseOrder.Sort(phases);
        _tasks = Phases.ToDictionary(phase => phase.Name, _ => new List<ShutdownTask>(), StringComparer.Ordinal);
        _world = lane.World;
        _self = lane.Spawn(name, new ShutdownActor(Phases, Report, _outside.Enqueue));
    }

    /// <summary>Tells each step, on the shutdown's lane; must be short. A handler that throws is counted as a dead letter.</summary>
    public event Action<ShutdownProgress>? Progressed;

    /// <summary>The phases in the order in which they run.</summary>
    public IReadOnlyList<ShutdownPhase> Phases { get; }

    /// <summary>Why it was begun, said by the first who asked; null before.</summary>
    public string? Reason { get; private set; }

    /// <summary>Completes when the shutdown is over, whoever began it.</summary>
    public Task<ShutdownReport> Completion => _completion.Task;

    /// <summary>Makes a shutdown with its phases; nothing is stopped yet.</summary>
    /// <param name="lane">A lane of its own.</param>
    /// <exception cref="ArgumentException">The phases cannot be put in an order: see <see cref="PhaseOrder.Sort"/>.</exception>
    public static CoordinatedShutdown Start(Lane lane, IReadOnlyList<ShutdownPhase> phases, string name = "coordinated-shutdown") =>
        new(lane, phases, name);

    /// <summary>Adds an action outside the actors. It is told by the token that its phase is over; it must not block in a virtual world.</summary>
    /// <exception cref="ArgumentException">There is no such phase, or it has a task of that name.</exception>
    /// <exception cref="InvalidOperationException">The shutdown has begun, or has <see cref="MostTasks"/> tasks.</exception>
    public void AddTask(string phase, string name, Func<CancellationToken, Task> action) => Add(phase, new OutsideAction(name, action));

    /// <summary>Adds a request to actors, over when one answers; repeatable in a virtual world.</summary>
    /// <inheritdoc cref="AddTask"/>
    public void AddActorTask(string phase, string name, Action<ReplyTo<Done>> ask) => Add(phase, new ActorRequest(name, ask));

    /// <summary>Adds an actor that is stopped after the messages that wait then, and by force at the deadline.</summary>
    /// <inheritdoc cref="AddTask"/>
    public void AddActorTermination(string phase, string name, ActorRef actor) =>
        Add(phase, new ActorTermination(name, actor, actor.StopWhenDrained));

    /// <summary>Adds an actor that stops itself when it is told <paramref name="stopMessage"/>, and by force at the deadline.</summary>
    /// <inheritdoc cref="AddTask"/>
    public void AddActorTermination<TProtocol>(string phase, string name, ActorRef<TProtocol> actor, TProtocol stopMessage) =>
        Add(phase, new ActorTermination(name, actor, () => actor.TellReserved(in stopMessage)));

    /// <summary>Begins the shutdown, or joins one that has begun. For actors, and for edges of a live world; returns at once.</summary>
    /// <param name="reason">For the report; counts only from the first who asks.</param>
    /// <returns><see cref="Completion"/>. In a virtual world somebody has to drive it, see <see cref="RunAsync"/>.</returns>
    public Task<ShutdownReport> Begin(string reason)
    {
        IReadOnlyList<ShutdownTask>[] tasks;
        lock (_gate)
        {
            if (Reason is not null)
                return Completion;
            Reason = reason;
            tasks = [.. Phases.Select(phase => _tasks[phase.Name])];
        }

        if (!_self.TryEnter(new BeginShutdown(reason, tasks), isReserved: true))
            _completion.TrySetException(new LaneStoppedException(_self.Path));
        return Completion;
    }

    /// <summary>Begins or joins, and drives a virtual world until the shutdown is over: from the thread that drives it, never from an actor.</summary>
    /// <exception cref="LaneStoppedException">The lane of the shutdown has stopped after another actor's fault.</exception>
    public async Task<ShutdownReport> RunAsync(string reason)
    {
        var completion = Begin(reason);
        if (_world is VirtualWorld world && !_isDriven)
        {
            _isDriven = true;
            await DriveAsync(world).ConfigureAwait(false);
        }

        return await completion.ConfigureAwait(false);
    }

    private async Task DriveAsync(VirtualWorld world)
    {
        world.RunUntilIdle();
        while (!Completion.IsCompleted)
        {
            if (_self.Lane.IsStopped)
            {
                _completion.TrySetException(new LaneStoppedException(_self.Path));
            }
            else if (_outside.TryDequeue(out var outside))
            {
                await outside.Work.WaitAsync(outside.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (outside.Work.IsCompleted)
                    _self.TellReserved(new TaskEnded(outside.Phase, outside.Task, await ShutdownActor.Settle(outside.Work).ConfigureAwait(false)));
                world.RunUntilIdle();
            }
            else
            {
                world.AdvanceTo(_deadlineNanos);
            }
        }
    }

    private void Add(string phase, ShutdownTask task)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(phase, out var tasks))
                throw new ArgumentException($"the shutdown has no phase {phase}", nameof(phase));
            if (tasks.Exists(other => other.Name == task.Name))
                throw new ArgumentException($"shutdown phase {phase} has a task {task.Name} already", nameof(task));
            if (Reason is not null)
                throw new InvalidOperationException($"{phase}/{task.Name} came too late: the shutdown has begun");
            if (_taskCount >= MostTasks)
                throw new InvalidOperationException($"{phase}/{task.Name} is one too many: a shutdown has at most {MostTasks} tasks");
            tasks.Add(task);
            _taskCount++;
        }
    }

    private void Report(ShutdownProgress progress)
    {
        if (progress is PhaseBegan phase)
            _deadlineNanos = phase.DeadlineNanos;
        try
        {
            Progressed?.Invoke(progress);
        }
#pragma warning disable CA1031 // Who looks on must not keep the program from ending.
        catch (Exception)
#pragma warning restore CA1031
        {
            _world.CountDeadLetter($"{_self.Path}/progress-threw");
        }

        if (progress is ShutdownEnded ended)
            _completion.TrySetResult(ended.Report);
    }
}
