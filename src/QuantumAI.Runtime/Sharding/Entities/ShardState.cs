namespace QuantumAI.Runtime.Sharding.Entities;

/// <summary>What becomes of a message.</summary>
internal enum Admission : byte
{
    Unspecified = 0,

    /// <summary>Its entity is active: hand it on.</summary>
    Forward = 1,

    /// <summary>It waits for its entity.</summary>
    Kept = 2,

    /// <summary>A bound is reached.</summary>
    Refused = 3,
}

/// <summary>Decides which entities of one shard run and which messages wait. No clock, no actors; every order in it is that of events.</summary>
/// <remarks>
/// Entities ≤ MostEntities running, MostEntities + BufferCapacity known; kept messages ≤ BufferCapacity, plus those of one entity that
/// starts in the same turn, so that a broken neighbour that fills the buffer keeps nobody else from starting.
/// </remarks>
internal sealed class ShardState<T>(ShardRegionProps<T> props)
{
    private readonly Dictionary<string, EntitySlot<T>> _slots = [];
    private readonly LinkedList<EntitySlot<T>> _recent = new();
    private readonly LinkedList<EntitySlot<T>> _stopping = new();
    private readonly Queue<EntitySlot<T>> _ready = new();
    private readonly PriorityQueue<EntitySlot<T>, (long DueNanos, long Number)> _paused = new();
    private readonly EntityFailures _failures = new(props.Backoff, props.MostEntities);
    private long _pauses;

    /// <summary>Entities that have not ended.</summary>
    public int Running { get; private set; }

    /// <summary>Messages that wait for their entities.</summary>
    public int Kept { get; private set; }

    public bool IsDraining { get; private set; }

    public bool IsDrained => IsDraining && Running == 0;

    /// <summary>Sorted (ordinal).</summary>
    public IReadOnlyList<string> EntityIds => [.. _slots.Keys.Order(StringComparer.Ordinal)];

    private bool IsPassivatingLeastRecent => props.EntityOverflow == EntityOverflow.PassivateLeastRecentlyUsed;

    public EntitySlot<T>? Find(string entityId) => _slots.GetValueOrDefault(entityId);

    public Admission Admit(in ShardingEnvelope<T> envelope, long nowNanos, out EntitySlot<T>? slot)
    {
        if (_slots.TryGetValue(envelope.EntityId, out slot))
        {
            if (slot.Phase != EntityPhase.Active)
                return Keep(slot, in envelope, mayExceed: false);
            Touch(slot, nowNanos);
            return envelope.IsStart ? Admission.Kept : Admission.Forward;
        }

        if (_slots.Count >= props.MostEntities + (IsPassivatingLeastRecent ? props.BufferCapacity : 0))
            return Admission.Refused;
        slot = new EntitySlot<T>(envelope.EntityId);
        var startsNow = !IsDraining && Running < props.MostEntities && _failures.PausedUntilNanos(slot.EntityId) <= nowNanos;
        if (Keep(slot, in envelope, startsNow) == Admission.Refused)
            return Admission.Refused;
        _slots.Add(slot.EntityId, slot);
        Queue(slot, nowNanos);
        return Admission.Kept;
    }

    /// <summary>The next entity to be made; it counts as running from now on.</summary>
    public bool TryTakeStart(long nowNanos, out EntitySlot<T> slot)
    {
        slot = null!;
        if (IsDraining)
            return false;
        while (_paused.TryPeek(out var paused, out var pause) && pause.DueNanos <= nowNanos)
        {
            _paused.Dequeue();
            paused.Phase = EntityPhase.Ready;
            _ready.Enqueue(paused);
        }

        if (Running >= props.MostEntities || !_ready.TryDequeue(out slot!))
            return false;
        Running++;
        (slot.Phase, slot.IsWanted, slot.StartedNanos, slot.LastUsedNanos) = (EntityPhase.Starting, false, nowNanos, nowNanos);
        slot.Place = _recent.AddLast(slot);
        return true;
    }

    /// <summary>Its start went well: the next of the messages kept for it. False when there is none, or it ends.</summary>
    public bool TryGive(EntitySlot<T> slot, out T message)
    {
        if (slot.Phase == EntityPhase.Starting)
            slot.Phase = EntityPhase.Active;
        message = default!;
        return slot.Phase == EntityPhase.Active && TryTakeKept(slot, out message);
    }

    /// <summary>The next entity to be stopped, drained: it was idle for long, its room is wanted, or the shard moves.</summary>
    public bool TryTakeStop(long nowNanos, out EntitySlot<T> slot)
    {
        slot = _recent.First?.Value!;
        return slot is not null
            && (IsDraining || (slot.Kept.Count == 0 && (IsIdle(slot, nowNanos) || (IsPassivatingLeastRecent && _ready.Count > _stopping.Count))))
            && Stop(slot, nowNanos);
    }

    /// <summary>An active entity is told to stop; while the shard drains, a starting one too.</summary>
    public bool Stop(EntitySlot<T> slot, long nowNanos)
    {
        if (slot.Phase != EntityPhase.Active && !(IsDraining && slot.Phase == EntityPhase.Starting))
            return false;
        Unlist(slot);
        (slot.Phase, slot.StopDueNanos) = (EntityPhase.Stopping, nowNanos + props.StopDeadlineNanos);
        slot.Place = _stopping.AddLast(slot);
        return true;
    }

    /// <summary>The next entity that was told to stop and has not ended in time. While the shard drains, its coordinator knows the time.</summary>
    public bool TryTakeOverdue(long nowNanos, out EntitySlot<T> slot)
    {
        slot = _stopping.First?.Value!;
        if (slot is null || IsDraining || nowNanos < slot.StopDueNanos)
            return false;
        slot.StopDueNanos = nowNanos + props.StopDeadlineNanos;
        _stopping.RemoveFirst();
        _stopping.AddLast(slot.Place!);
        return true;
    }

    /// <summary>Its actor has ended. That it never got to run is a failure.</summary>
    public static void End(EntitySlot<T> slot, Exception? failure = null)
    {
        slot.Failure ??= failure;
        if (slot.Phase == EntityPhase.Starting)
            slot.Failure ??= new InvalidOperationException($"{slot.EntityId} ended while it started");
        Unlist(slot);
        slot.Phase = EntityPhase.Ended;
    }

    /// <summary>Decides what follows an end, once its cause is known.</summary>
    /// <param name="slot">It ended.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="unit">Uniform in [0, 1), for the jitter.</param>
    /// <returns>True when the entity is at rest: passivated, or ended by itself, and nothing waits for it.</returns>
    public bool Settle(EntitySlot<T> slot, long nowNanos, double unit)
    {
        Running--;
        var hasFailed = slot.Failure is not null;
        if (hasFailed)
            _failures.Add(slot.EntityId, nowNanos - slot.StartedNanos, nowNanos, unit);
        (slot.Ref, slot.Life, slot.Failure) = (null, null, null);
        slot.IsWanted |= hasFailed && props.Remembered is not null;
        if (slot.Kept.Count > 0 || slot.IsWanted)
        {
            Queue(slot, nowNanos);
            return false;
        }

        _slots.Remove(slot.EntityId);
        return !hasFailed && !IsDraining;
    }

    /// <summary>From now on every running entity is to be stopped and none is made.</summary>
    public void Drain() => IsDraining = true;

    /// <summary>Takes what still waits, in order per entity, for the shard's next owner.</summary>
    public IReadOnlyList<ShardingEnvelope<T>> TakeLeftovers()
    {
        var left = new List<ShardingEnvelope<T>>(Kept);
        foreach (var slot in _slots.Values.OrderBy(slot => slot.EntityId, StringComparer.Ordinal))
        {
            if (slot.Kept.Count == 0 && slot is { IsWanted: true, Phase: EntityPhase.Ready or EntityPhase.Paused })
                left.Add(ShardingEnvelope<T>.Start(slot.EntityId));
            while (TryTakeKept(slot, out var message))
                left.Add(new ShardingEnvelope<T>(slot.EntityId, message));
        }

        return left;
    }

    /// <summary>When to look again though nothing happens; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDueNanos()
    {
        if (IsDraining)
            return long.MaxValue;
        var dueNanos = _paused.TryPeek(out _, out var pause) ? pause.DueNanos : long.MaxValue;
        if (_stopping.First is { } stopping)
            dueNanos = Math.Min(dueNanos, stopping.Value.StopDueNanos);
        return props.PassivateAfterNanos > 0 && _recent.First is { } first
            ? Math.Min(dueNanos, first.Value.LastUsedNanos + props.PassivateAfterNanos)
            : dueNanos;
    }

    private bool TryTakeKept(EntitySlot<T> slot, out T message)
    {
        if (!slot.Kept.TryDequeue(out message!))
            return false;
        Kept--;
        return true;
    }

    private bool IsIdle(EntitySlot<T> slot, long nowNanos) =>
        props.PassivateAfterNanos > 0 && nowNanos - slot.LastUsedNanos >= props.PassivateAfterNanos;

    private Admission Keep(EntitySlot<T> slot, in ShardingEnvelope<T> envelope, bool mayExceed)
    {
        if (envelope.IsStart)
        {
            slot.IsWanted = slot.Phase != EntityPhase.Starting;
            return Admission.Kept;
        }

        if (Kept >= props.BufferCapacity && !mayExceed)
            return Admission.Refused;
        slot.Kept.Enqueue(envelope.Message);
        Kept++;
        return Admission.Kept;
    }

    private void Queue(EntitySlot<T> slot, long nowNanos)
    {
        var dueNanos = _failures.PausedUntilNanos(slot.EntityId);
        if (dueNanos > nowNanos)
        {
            slot.Phase = EntityPhase.Paused;
            _paused.Enqueue(slot, (dueNanos, ++_pauses));
        }
        else
        {
            slot.Phase = EntityPhase.Ready;
            _ready.Enqueue(slot);
        }
    }

    private void Touch(EntitySlot<T> slot, long nowNanos)
    {
        slot.LastUsedNanos = nowNanos;
        if (ReferenceEquals(_recent.Last, slot.Place))
            return;
        _recent.Remove(slot.Place!);
        _recent.AddLast(slot.Place!);
    }

    private static void Unlist(EntitySlot<T> slot)
    {
        slot.Place?.List!.Remove(slot.Place);
        slot.Place = null;
    }
}
