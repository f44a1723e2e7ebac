using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>Something that was sent in a re-run and waits until the recording says that its lane took it.</summary>
internal abstract class HeldEntry(ActorCell cell)
{
    public ActorCell Cell => cell;

    /// <summary>The turn that sent it, for people; null when no turn did.</summary>
    public (ReplayedLane Lane, RecordedTurn Turn)? Cause { get; set; }

    /// <summary>What it says, for people.</summary>
    public abstract string Words { get; }

    /// <summary>Lets it enter its lane.</summary>
    public abstract void Enter();
}

internal sealed class HeldMessage<TProtocol>(LaneReplay replay, ActorCell<TProtocol> cell, TProtocol message) : HeldEntry(cell)
{
    public override string Words => replay.Describe(in message);

    public TProtocol Message => message;

    public override void Enter() => ((ActorCell<TProtocol>)Cell).EnterReplayed(in message);
}

internal sealed class HeldSystem(ActorCell cell, SystemMessage system) : HeldEntry(cell)
{
    public override string Words => system.Words;

    public override void Enter() => Cell.Lane.Intake.AddReplayed(null, new SystemEntry(Cell, system));
}
