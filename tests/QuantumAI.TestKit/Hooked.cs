using QuantumAI.Runtime.Actors;

namespace QuantumAI.TestKit;

/// <summary>An actor whose whole life is written where it is tested; its protected surface is open.</summary>
public sealed class Hooked<T>(Action<Hooked<T>, T> receive) : Actor<T>
{
    public Action<Hooked<T>>? Started { get; init; }

    public Action<Hooked<T>>? Stopped { get; init; }

    public Action<Hooked<T>, ActorSignal>? Heard { get; init; }

    /// <summary>State that a restart must lose and a resume must keep.</summary>
    public int Sum { get; set; }

    public ActorContext<T> Its => Context;

    public void Turn(Receive<T> behaviour) => Become(behaviour);

    public void TurnBack() => Unbecome();

    public bool Keep(T message) => Stash(message);

    public void TakeBack() => UnstashAll();

    protected override void OnStart() => Started?.Invoke(this);

    protected override void OnStop() => Stopped?.Invoke(this);

    protected override void OnSignal(ActorSignal signal) => Heard?.Invoke(this, signal);

    protected override void Receive(in T message) => receive(this, message);
}
