using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>Something that was sent in a re-run and waits until the recording says that its lane took it.</summary>
internal abstract class HeldEntry
{
    /// <summary>Lets it enter its lane.</summary>
    public abstract void Enter();
}

internal sealed class HeldMessage<TProtocol>(ActorCell<TProtocol> cell, TProtocol message) : HeldEntry
{
    public TProtocol Message => message;

    public override void Enter() => cell.EnterReplayed(in message);
}

internal sealed class HeldSystem(ActorCell cell, SystemMessage system) : HeldEntry
{
    public override void Enter() => cell.Lane.Intake.AddReplayed(null, new SystemEntry(cell, system));
}
