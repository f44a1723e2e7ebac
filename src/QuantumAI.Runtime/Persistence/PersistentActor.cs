using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Persistence;

/// <summary>An actor whose truth is a journal stream: command → decide → append → durable → effects → reply.</summary>
/// <typeparam name="TCommand">Its protocol. A sender that wants an answer puts an <see cref="ActorRef{TProtocol}"/> or a delegate into it.</typeparam>
/// <typeparam name="TEvent">What is recorded.</typeparam>
/// <typeparam name="TState">An immutable value: <see cref="Apply"/> returns the next one and leaves its argument as it is.</typeparam>
/// <remarks>
/// Pipelined: a command is decided against the state with all appended events, without waiting for the disk; its effects and its
/// reply wait until its events, and everything its decision has seen, are durable. Answers come in the order of the commands,
/// exactly one each while the actor lives; only “rejected” overtakes.
/// <para>A command with an id is carried out at most once, also across restarts. An unknown outcome is resolved by re-reading the
/// stream and, where the events are absent, by deciding again; a conflict or a fence stops the actor. A stop is not a fault: the
/// lane's other actors go on, later commands are answered “rejected” with the reason. After an exception the actor's supervision
/// decides; a restarted instance recovers from the journal.</para>
/// <para>An effect runs at most once: a crash between durable and effect loses it. What must happen is therefore in the state,
/// and <see cref="OnRecovered"/> looks for what is still open.</para>
/// </remarks>
public abstract partial class PersistentActor<TCommand, TEvent, TState> : Actor<TCommand>
{
    private readonly IJournal _journal;
    private readonly IEventCodec<TEvent> _codec;
    private readonly SnapshotPlan<TState>? _snapshots;
    private readonly PersistenceLimits _limits;
    private readonly CommandWindow _window;
    private readonly Queue<PendingCommand<TCommand, TEvent, TState>> _pending = new();
    private readonly Queue<TCommand> _stash = new();
    private readonly PersistenceSignals _signals;
    private readonly Action<AppendResult> _answered;
    private readonly Action<JournalPage> _pageRead;
    private ActorRef<PersistenceSignal>? _signalRef;
    private Mode _mode = Mode.Recovering;
    private TState _state;
    private TState _durableState;
    private long _appendedSequence;
    private long _durableSequence;
    private int _unanswered;
    private PersistenceStop? _stop;

    /// <param name="stream">The journal stream; nobody else writes to it.</param>
    /// <param name="journal">Shared by many actors; not disposed by them.</param>
    /// <param name="codec">The events' bytes.</param>
    /// <param name="initialState">The state before the first event.</param>
    /// <param name="epoch">The owner's epoch; above 0 the stream is claimed before it is read. 0 for a journal with one owner.</param>
    /// <param name="snapshots">Shortens recovery; null for none.</param>
    /// <param name="limits">The defaults when null.</param>
    protected PersistentActor(
        string stream, IJournal journal, IEventCodec<TEvent> codec, TState initialState, long epoch = 0,
        SnapshotPlan<TState>? snapshots = null, PersistenceLimits? limits = null)
    {
        Stream = stream;
        Epoch = epoch;
        _journal = journal;
        _codec = codec;
        _snapshots = snapshots;
        _limits = limits ?? new PersistenceLimits();

        // What is in flight is not in the journal yet: only the window can tell that it is repeated.
        _window = new CommandWindow(Math.Max(_limits.DeduplicationWindow, _limits.MostInFlight));
        _initialState = _state = _durableState = initialState;
        _signals = new PersistenceSignals(OnJournalSignal);
        _answered = answer => _signalRef!.TellReserved(new PersistenceSignal(SignalKind.Answer, Answer: answer));
        _pageRead = page => _signalRef!.TellReserved(new PersistenceSignal(SignalKind.Page, Page: page));
    }

    private enum Mode
    {
        Recovering = 1,
        Running = 2,
        Resolving = 3,
        Stopped = 4,
    }

    public string Stream { get; }

    public long Epoch { get; }

    /// <summary>Why the actor has stopped; null while it works. Thread safe.</summary>
    public PersistenceStop? Stopped => Volatile.Read(ref _stop);

    /// <summary>Snapshots that could not be saved or read. Nothing is lost by that but time at the next recovery.</summary>
    public long SnapshotFailures { get; private set; }

    /// <summary>The state with everything appended, durable or not: what the next command is decided against.</summary>
    protected TState State => _state;

    /// <summary>The state up to the last durable event: what may be shown to others.</summary>
    protected TState DurableState => _durableState;

    protected long DurableSequence => _durableSequence;

    /// <summary>The command's id; <see cref="CommandId.None"/> for one that need not be de-duplicated.</summary>
    protected virtual CommandId IdOf(in TCommand command) => CommandId.None;

    /// <summary>What led to the command and what it belongs to; stored with each of its events.</summary>
    protected virtual EventCause CauseOf(in TCommand command) => EventCause.None;

    /// <summary>Pure: the same state and command give the same decision. Time, ids and random values arrive inside the command.</summary>
    protected abstract Decision<TEvent> Decide(in TState state, in TCommand command);

    /// <summary>Pure: the state after an event.</summary>
    protected abstract TState Apply(in TState state, in TEvent domainEvent);

    /// <summary>Tells the sender what became of its command; called once per command, on the lane.</summary>
    /// <param name="command">It carries whom to tell.</param>
    /// <param name="state">The durable state right after the command; for a repeat, the durable state now.</param>
    /// <param name="outcome">What became of it.</param>
    protected abstract void Reply(in TCommand command, in TState state, in CommandOutcome<TEvent> outcome);

    /// <summary>Called on the lane after recovery, before the first command.</summary>
    protected virtual void OnRecovered()
    {
    }

    /// <summary>
    /// Called on the lane once, after the actor has stopped working and its waiting commands were answered. It goes on to reject
    /// commands with the reason; call <c>Context.Stop()</c> to end it, or throw to have its supervision restart it.
    /// </summary>
    protected virtual void OnStopped(PersistenceStop stop)
    {
    }

    protected sealed override void OnStart()
    {
        _signalRef = Context.Spawn("journal", new Props<PersistenceSignal>(() => _signals));
        BeginRecovery();
    }

    /// <summary>Answers what still waits: the outcome of what was appended is unknown to the senders, the rest was not recorded.</summary>
    protected override void OnStop()
    {
        if (_mode != Mode.Stopped)
            AnswerAll("the actor was stopped", firstIsRefused: false);
    }

    protected sealed override void Receive(in TCommand message)
    {
        if (_mode == Mode.Running && _stash.Count == 0 && _pending.Count < _limits.MostInFlight)
            Handle(in message);
        else if (_stop is { } stop)
            Reject(in message, stop.Reason);
        else if (_stash.Count < _limits.StashCapacity)
            _stash.Enqueue(message);
        else
            Reject(in message, $"{_limits.StashCapacity} commands wait already");
    }

    private void OnJournalSignal(PersistenceSignal signal)
    {
        if (_mode == Mode.Stopped)
            return;
        if (signal.Answer is { } answer)
            OnAnswer(answer);
        else if (signal.Page is { } page)
            OnPage(page);
        else
            OnRetryDue();
        HandleStash();
    }

    private void HandleStash()
    {
        while (_mode == Mode.Running && _stash.Count > 0 && _pending.Count < _limits.MostInFlight)
            Handle(_stash.Dequeue());
    }

    private void Reject(in TCommand command, string reason) =>
        Reply(in command, in _durableState, new CommandOutcome<TEvent>(CommandResult.Rejected, default, _durableSequence, Reason: reason));

    /// <param name="cause">Why.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="firstIsRefused">The oldest waiting append is known not to be written; of the others nothing is known.</param>
    private void Stop(StopCause cause, string reason, bool firstIsRefused = false)
    {
        var stop = new PersistenceStop(cause, reason);
        _mode = Mode.Stopped;
        Volatile.Write(ref _stop, stop);
        AnswerAll(reason, firstIsRefused);
        OnStopped(stop);
    }
}
