using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Actors;

/// <summary>What the runtime tells a cell on its lane.</summary>
internal abstract class SystemMessage
{
    public abstract void Run(ActorCell cell);

    /// <summary>What it says, for people.</summary>
    public virtual string Words => GetType().Name;

    /// <summary>It came from outside the lanes and begins a turn: writes it down.</summary>
    public virtual void WriteTo(LaneLog log, ActorCell cell) => log.GiveUp($"{GetType().Name} for {cell.Path} came from outside");

    /// <summary>The cell's lane has stopped: who waits for an answer is told.</summary>
    public virtual void Refused(ActorCell cell)
    {
    }
}

internal sealed class StartActor : SystemMessage
{
    public static readonly StartActor Instance = new();

    public override void Run(ActorCell cell) => cell.Start();

    public override void WriteTo(LaneLog log, ActorCell cell) => log.Life(RecordKind.Start, cell);

    public override void Refused(ActorCell cell) => cell.FallWithLane(new Lanes.LaneStoppedException(cell.Path));
}

internal sealed class StopActor : SystemMessage
{
    public static readonly StopActor Instance = new();

    public override void Run(ActorCell cell) => cell.BeginStop();

    public override void WriteTo(LaneLog log, ActorCell cell) => log.Life(RecordKind.Stop, cell);
}

/// <summary>Somebody has sent a signal.</summary>
internal sealed class SignalActor(ActorSignal signal) : SystemMessage
{
    public override string Words => signal.ToString();

    public override void Run(ActorCell cell) => cell.Hear(signal);

    public override void WriteTo(LaneLog log, ActorCell cell) => log.Signal(cell, signal);

    public override void Refused(ActorCell cell) => cell.CountDeadLetter();
}

/// <summary>Stops behind the messages that waited before it, told from inside the lane.</summary>
internal sealed class DrainActor : SystemMessage
{
    public static readonly DrainActor Instance = new();

    public override void Run(ActorCell cell) => cell.Drain();
}

/// <summary>Stops behind the messages that waited before it.</summary>
internal sealed class StopDrained : SystemMessage
{
    public static readonly StopDrained Instance = new();

    public override void Run(ActorCell cell) => cell.StopDrainedNow();

    public override void WriteTo(LaneLog log, ActorCell cell) => log.Life(RecordKind.StopDrained, cell);
}

/// <summary>The failure was answered: drop the message, keep the state, go on.</summary>
internal sealed class ResumeActor : SystemMessage
{
    public static readonly ResumeActor Instance = new();

    public override void Run(ActorCell cell) => cell.GoOn();
}

/// <summary>What may not be lost was refused.</summary>
internal sealed class OverflowActor : SystemMessage
{
    public static readonly OverflowActor Instance = new();

    public override void Run(ActorCell cell) => cell.FailOverflowing();
}

/// <summary>The pause before a restart is over.</summary>
internal sealed class RestartDue(int incarnation) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.RestartNow(incarnation);
}

internal sealed class WatchActor(ActorCell watcher) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.AddWatcher(watcher);

    public override void Refused(ActorCell cell) => watcher.Lane.Add(watcher, new ActorTerminated(cell), isControl: true);
}

internal sealed class UnwatchActor(ActorCell watcher) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.RemoveWatcher(watcher);
}

internal sealed class ActorTerminated(ActorCell ended) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.HearTerminated(ended);
}

/// <summary>A child on another lane has ended.</summary>
internal sealed class ChildEnded(ActorCell child, Exception? cause) : SystemMessage
{
    public override void Run(ActorCell cell) => cell.HearChildEnded(child, cause);
}

/// <summary>A child on another lane escalated: its failure is the parent's.</summary>
internal sealed class ChildEscalated(ActorCell child, Exception failure) : SystemMessage
{
    public override void Run(ActorCell cell)
    {
        if (cell.MustAnswer(child))
            throw new ChildFailureException(failure);
    }
}

/// <summary>A message that an incarnation asked for: a timer, an answer, the end of asynchronous work. An earlier incarnation's is a dead letter.</summary>
internal sealed class Completion<TProtocol>(int incarnation, TProtocol message, Timers.ActorTimer<TProtocol>? timer = null) : SystemMessage
{
    public override string Words => timer is null ? $"{message}" : $"the timer {timer.Key} with {message}";

    public override void Run(ActorCell cell) => ((ActorCell<TProtocol>)cell).Complete(incarnation, in message, timer);

    public override void WriteTo(LaneLog log, ActorCell cell) => log.Completion(cell, incarnation, in message);

    public override void Refused(ActorCell cell) => cell.CountDeadLetter();
}
