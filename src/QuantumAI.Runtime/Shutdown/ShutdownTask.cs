using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Shutdown;

/// <summary>One thing to do in a phase.</summary>
internal abstract record ShutdownTask(string Name)
{
    /// <summary>What is waited for, in the words of a report.</summary>
    public abstract string Waiting { get; }

    /// <summary>Starts it; the actor is told when it is over.</summary>
    public abstract void Begin(ShutdownActor actor, int index);

    /// <summary>Its time is over.</summary>
    public virtual void Force()
    {
    }
}

/// <summary>An actor is told to stop, and watched until it has.</summary>
internal sealed record ActorTermination(string Name, ActorRef Actor, Action TellStop) : ShutdownTask(Name)
{
    public override string Waiting => $"{Actor} had not ended";

    public override void Begin(ShutdownActor actor, int index)
    {
        actor.Watch(Actor);
        TellStop();
    }

    public override void Force() => Actor.Stop();
}

/// <summary>Actors are asked for something and answer when it is done.</summary>
internal sealed record ActorRequest(string Name, Action<ReplyTo<Done>> Ask) : ShutdownTask(Name)
{
    public override string Waiting => "no answer";

    public override void Begin(ShutdownActor actor, int index) => Ask(actor.Expect(index));
}

/// <summary>Something outside the actors is done.</summary>
internal sealed record OutsideAction(string Name, Func<CancellationToken, Task> Action) : ShutdownTask(Name)
{
    public override string Waiting => "not completed";

    public override void Begin(ShutdownActor actor, int index) => actor.RunOutside(index, Action);
}
