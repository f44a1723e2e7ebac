using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Sharding.Entities;

/// <summary>One ownership of one shard: makes its entities on its own lane, passivates them, and hands over by draining.</summary>
/// <param name="props">The region's.</param>
/// <param name="term">Its ownership.</param>
/// <param name="drained">Told once after <see cref="ShardWordKind.Drain"/>, when no entity is live: the messages for the next owner.</param>
internal sealed class ShardActor<T>(ShardRegionProps<T> props, ShardTerm term, Action<ShardTerm, IReadOnlyList<ShardingEnvelope<T>>> drained)
    : Actor<ShardWord<T>>
{
    private readonly ShardState<T> _state = new(props);
    private readonly Dictionary<ActorRef, EntitySlot<T>> _slots = [];
    private long _alarmNanos = long.MaxValue;
    private bool _hasReported;

    /// <summary>An entity whose own supervision has no answer goes on or is stopped: it never takes its shard along.</summary>
    public static SupervisorStrategy Supervision { get; } =
        new(static failure => failure is ChildFailureException ? Directive.Resume : Directive.Escalate);

    protected override void OnStart()
    {
        var self = Context.Self;
        props.Remembered?.Read(term, ids => self.TellReserved(new ShardWord<T>(ShardWordKind.Remembered, Ids: ids)));
    }

    protected override void OnStop() => RefuseLeftovers();

    protected override void Receive(in ShardWord<T> word)
    {
        if (word.Kind == ShardWordKind.Deliver && Deliver(word.Envelope))
            return;
        switch (word.Kind)
        {
            case ShardWordKind.Started:
                Flush(word.Life!);
                break;
            case ShardWordKind.Ended:
                Settle(word.Life!);
                break;
            case ShardWordKind.Passivate when SlotOf(word.Life!) is { } slot && _state.Stop(slot, Context.NowNanos):
                Stop(slot);
                break;
            case ShardWordKind.Remembered:
                foreach (var id in word.Ids!.Take(props.MostEntities))
                    _state.Admit(ShardingEnvelope<T>.Start(id), Context.NowNanos, out _);
                break;
            case ShardWordKind.Due:
                _alarmNanos = long.MaxValue;
                break;
            case ShardWordKind.Drain:
                _state.Drain();
                break;
            case ShardWordKind.List:
                word.Reply!.Tell(_state.EntityIds);
                break;
        }

        GoOn();
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is Terminated ended && _slots.TryGetValue(ended.Actor, out var slot))
        {
            // The cause comes right after this signal; what this actor tells itself comes after both.
            ShardState<T>.End(slot);
            Context.Self.TellReserved(new ShardWord<T>(ShardWordKind.Ended, Life: slot.Life));
        }
        else if (signal is ChildFailed failed && _slots.TryGetValue(failed.Actor, out slot))
        {
            slot.Failure = failed.Cause;
        }
    }

    private static Props<T> Contained(Props<T> entity)
    {
        var decide = entity.Supervision.Decide;
        return entity with
        {
            Supervision = entity.Supervision with
            {
                Decide = failure => decide(failure) is var directive && directive == Directive.Escalate ? Directive.Stop : directive,
            },
        };
    }

    /// <summary>True when nothing else changes by it.</summary>
    private bool Deliver(in ShardingEnvelope<T> envelope)
    {
        switch (_state.Admit(in envelope, Context.NowNanos, out var slot))
        {
            case Admission.Forward:
                if (!slot!.Ref!.TryTell(envelope.Message))
                    envelope.Refuse(slot.Ref, "mailbox-full");
                return true;
            case Admission.Refused:
                envelope.Refuse(Context.Self, "buffer-full");
                return true;
            default:
                return false;
        }
    }

    private void GoOn()
    {
        var nowNanos = Context.NowNanos;
        while (_state.TryTakeStart(nowNanos, out var slot))
            Make(slot);
        while (_state.TryTakeStop(nowNanos, out var slot))
            Stop(slot);
        while (_state.TryTakeOverdue(nowNanos, out var slot))
            slot.Ref!.Stop();
        var dueNanos = _state.NextDueNanos();
        if (dueNanos < _alarmNanos)
        {
            _alarmNanos = dueNanos;
            Context.StartTimer("due", Math.Max(0, dueNanos - nowNanos), new ShardWord<T>(ShardWordKind.Due));
        }

        if (!_state.IsDrained || _hasReported)
            return;
        _hasReported = true;
        drained(term, _state.TakeLeftovers());
    }

    private void Make(EntitySlot<T> slot)
    {
        var self = Context.Self;
        slot.Life = new EntityContext(slot.EntityId, term, life => self.TellReserved(new ShardWord<T>(ShardWordKind.Passivate, Life: life)));
        try
        {
            slot.Ref = Context.Spawn(slot.EntityId, Contained(props.Entity(slot.Life)));
        }
#pragma warning disable CA1031 // A factory that throws is a failure of its entity, answered like any other.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ShardState<T>.End(slot, failure);
            Finish(slot);
            return;
        }

        _slots.Add(slot.Ref, slot);
        Context.Watch(slot.Ref);
        props.Remembered?.Add(term, slot.EntityId);
        self.TellReserved(new ShardWord<T>(ShardWordKind.Started, Life: slot.Life)); // comes after the entity's start
    }

    private void Stop(EntitySlot<T> slot)
    {
        if (props.StopMessage is { } message)
            slot.Ref!.TellReserved(message());
        else
            slot.Ref!.StopWhenDrained();
    }

    /// <summary>Gives what was kept one by one: an entity that ends at one message leaves the rest to its successor.</summary>
    private void Flush(EntityContext life)
    {
        if (SlotOf(life) is not { } slot || !_state.TryGive(slot, out var message))
            return;
        slot.Ref!.TellReserved(message); // its room was that in the buffer
        Context.Self.TellReserved(new ShardWord<T>(ShardWordKind.Started, Life: life));
    }

    private void Settle(EntityContext life)
    {
        if (SlotOf(life) is not { } slot)
            return;
        _slots.Remove(slot.Ref!);
        Finish(slot);
    }

    private void Finish(EntitySlot<T> slot)
    {
        if (slot.Failure is { } failure)
            props.Failed?.Invoke(slot.Life!, failure);
        if (_state.Settle(slot, Context.NowNanos, WorldRandom.ToUnit(Context.NextRandom())))
            props.Remembered?.Remove(term, slot.EntityId);
    }

    private EntitySlot<T>? SlotOf(EntityContext life) => _state.Find(life.EntityId) is { } slot && ReferenceEquals(slot.Life, life) ? slot : null;

    private void RefuseLeftovers()
    {
        foreach (var envelope in _state.TakeLeftovers())
            envelope.Refuse(Context.Self, "stopped");
    }
}
