using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Timers;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Recording;

/// <summary>Runs a recorded session again in a virtual world: each lane takes the same entries with the same stamps in the same order.</summary>
/// <remarks>
/// The composition is the same code as in the session; its ports are silent ones, because whatever they said is in the recording. What
/// lanes send each other is sent again by the re-run itself, so that a difference shows where it begins. Not thread safe.
/// </remarks>
/// <param name="recording">What was recorded.</param>
/// <param name="codecs">The same as in the session.</param>
public sealed partial class LaneReplay(LaneRecording recording, MessageCodecs codecs)
{
    private const long ProgressMask = 4_095;
    private readonly Dictionary<int, ReplayedLane> _lanes = [];
    private readonly Dictionary<EntryOrigin, TimerEntry> _timers = [];
    private readonly PriorityQueue<ReplayedLane, (long StampNanos, int Lane)> _ready = new();
    private ReplayedLane? _lane;
    private RecordedTurn? _turn;
    private string? _difference;

    /// <summary>Whether each lane's trace is compared.</summary>
    internal bool IsTraced => recording.IsTraced;

    /// <summary>How far it is: bytes of the logs that were read, of <see cref="LaneRecording.Bytes"/>. Cost grows with the lanes.</summary>
    public long BytesRead => _lanes.Values.Sum(lane => (long)lane.BytesRead);

    /// <summary>Runs everything that was recorded. Call once, when the actors have been spawned.</summary>
    /// <param name="world">The world that the replay was given to.</param>
    /// <param name="progress">Told the count of turns now and then.</param>
    /// <param name="turnEnded">Told each lane whose turn is over.</param>
    /// <param name="cancellation">Ends between two turns.</param>
    /// <exception cref="InvalidOperationException">The recording cannot be replayed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public ReplayReport Run(VirtualWorld world, Action<long>? progress = null, Action<Lane>? turnEnded = null, CancellationToken cancellation = default)
    {
        if (recording.NotReplayable is { } reason)
            throw new InvalidOperationException($"the recording cannot be run again: {reason}");
        world.RunUntilIdle(); // lanes outside the recording live as ever
        foreach (var lane in world.Lanes.Where(lane => !lane.IsOutside))
            Offer(Of(lane));
        var turns = 0L;
        while (_difference is null && _ready.TryDequeue(out var lane, out _))
        {
            if ((++turns & ProgressMask) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(turns);
            }

            (_lane, _turn) = (lane, lane.Take());
            world.SetTo(_turn.StampNanos);
            if (TryEnter(lane, _turn))
                world.RunUntilIdle();
            turnEnded?.Invoke(lane.Lane);
            _turn.Sent = null; // what waits remembers its cause, and not the causes of that
            (_lane, _turn) = (null, null);
            Offer(lane);
        }

        return new ReplayReport(turns, _difference ?? Compare(world), recording.CutOff);
    }

    /// <summary>Whether a mailbox outside the recording refused what the present turn sends.</summary>
    internal bool IsRefused(EntryOrigin origin) => !origin.IsPort && _turn?.IsRefused(origin.Ordinal) == true;

    internal bool TrySend<TProtocol>(ActorCell<TProtocol> cell, in TProtocol message)
    {
        var origin = EntryOrigin.Next(cell.Lane.World.RunningLane);
        if (origin.IsPort)
            return true; // what ports said is in the recording
        if (_turn!.IsRefused(origin.Ordinal))
            return false;
        Hold(cell.Lane, origin, new HeldMessage<TProtocol>(this, cell, message));
        return true;
    }

    internal void Send(ActorCell cell, SystemMessage system)
    {
        var origin = EntryOrigin.Next(cell.Lane.World.RunningLane);
        if (!origin.IsPort)
            Hold(cell.Lane, origin, new HeldSystem(cell, system));
        else if (system is StartActor)
            Of(cell.Lane).Starts[cell.Path] = new HeldSystem(cell, system);
    }

    internal void Hold(TimerEntry timer) => _timers[timer.Origin] = timer;

    /// <summary>What a mailbox that keeps the newest gives next.</summary>
    internal bool TryTakeNewest<TProtocol>(Lane lane, out TProtocol message)
    {
        message = default!;
        if (_turn?.NextTake() is not { } take)
            return false;
        if (take.Origin.IsPort)
            message = Decode<TProtocol>(take.Content);
        else if (Find(Of(lane), take.Origin) is HeldMessage<TProtocol> held)
            message = held.Message;
        else
            return Differ($"{lane.Name}, turn {lane.TurnNumber}: the mailbox gave a message of {Words(take.Origin)}, which was not sent");
        return true;
    }

    internal TProtocol Decode<TProtocol>(ReadOnlyMemory<byte> content) => codecs.TryGet<TProtocol>(out var codec)
        ? codec.Read(content.Span)
        : throw new InvalidOperationException($"there is no codec for {typeof(TProtocol).Name}");

    private bool TryEnter(ReplayedLane lane, RecordedTurn turn)
    {
        foreach (var dropped in turn.Dropped)
            lane.Held.Remove(dropped);
        if (turn.Kind == RecordKind.FromLane)
        {
            if (Find(lane, turn.Origin) is not { } sent)
                return Differ($"{lane.Lane.Name}, turn {lane.Turns}: the timer of {Words(turn.Origin)} brought nothing");
            turn.Sent = sent;
            sent.Enter();
            return true;
        }

        if (lane.CellOf(turn.Path) is not { } cell)
            return Differ($"{lane.Lane.Name}, turn {lane.Turns}: there is no actor {turn.Path}");
        switch (turn.Kind)
        {
            case RecordKind.Start:
                lane.Starts.Remove(turn.Path, out var start);
                start?.Enter();
                break;
            case RecordKind.Stop:
                new HeldSystem(cell, StopActor.Instance).Enter();
                break;
            case RecordKind.StopDrained:
                new HeldSystem(cell, StopDrained.Instance).Enter();
                break;
            case RecordKind.Signal:
                new HeldSystem(cell, new SignalActor(Decode<ActorSignal>(turn.Content))).Enter();
                break;
            case RecordKind.Completion:
                cell.EnterCompletion(this, turn.Incarnation, turn.Content);
                break;
            default:
                cell.EnterFromPort(this, turn.Content);
                break;
        }

        return true;
    }

    /// <summary>Queues the lane's next turn, when what begins it is there.</summary>
    private void Offer(ReplayedLane lane)
    {
        if (lane.Next is not { } turn || lane.IsOffered || lane.Lane.IsStopped || Missing(lane, turn) is not null)
            return;
        lane.IsOffered = true;
        _ready.Enqueue(lane, (turn.StampNanos, lane.Lane.Id));
    }

    /// <summary>What the turn still waits for; null when it can run.</summary>
    private EntryOrigin? Missing(ReplayedLane lane, RecordedTurn turn)
    {
        foreach (var needed in turn.Needs)
        {
            if (!lane.Held.ContainsKey(needed) && !_timers.ContainsKey(needed))
                return needed;
        }

        return null;
    }

    private void Hold(Lane lane, EntryOrigin origin, HeldEntry entry)
    {
        var target = Of(lane);
        if (_lane is not null && _turn is not null)
            entry.Cause = (_lane, _turn);
        target.Held[origin] = entry;
        Offer(target);
    }

    private HeldEntry? Find(ReplayedLane lane, EntryOrigin origin)
    {
        if (!lane.Held.ContainsKey(origin) && _timers.Remove(origin, out var timer))
            timer.FireAgain();
        lane.Held.Remove(origin, out var held);
        return held;
    }

    private ReplayedLane Of(Lane lane)
    {
        if (_lanes.TryGetValue(lane.Id, out var replayed))
            return replayed;
        _lanes[lane.Id] = replayed = new ReplayedLane(lane, recording.ReaderOf(lane.Name), recording.CutOff is not null);
        return replayed;
    }

    private string? Compare(VirtualWorld world)
    {
        if (recording.CutOff is null && recording.Lanes.Except(world.Lanes.Select(lane => lane.Name)).FirstOrDefault() is { } missing)
            return $"there is no lane {missing}";
        foreach (var lane in _lanes.Values.OrderBy(lane => lane.Lane.Id))
        {
            if (lane.Lane.IsStopped && lane.Next is not null && world.Fault is { } fault)
                return $"{fault.Lane}, turn {fault.TurnNumber}: {fault.Exception.Message}; the session went on";
            if (recording.CutOff is not null && !IsNotSentAgain(lane))
                continue; // what it waits for is not in the recording any more
            if (lane.Next is { } turn)
                return $"{lane.Lane.Name}, turn {lane.Turns + 1}: it waits for what {Words(Missing(lane, turn) ?? turn.Origin)} sent, which was not sent again";
            if (lane.Difference() is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>Whether the lane waits for what a turn that was run again has not sent.</summary>
    private bool IsNotSentAgain(ReplayedLane lane) =>
        lane.Next is { } turn && Missing(lane, turn) is { } missing && _lanes.TryGetValue(missing.Lane, out var sender) && sender.Turns >= missing.Turn;

    private bool Differ(string difference)
    {
        _difference ??= difference;
        return false;
    }
}
