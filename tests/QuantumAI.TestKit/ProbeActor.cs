using QuantumAI.Runtime.Actors;

namespace QuantumAI.TestKit;

/// <summary>What reached a probe, and the time of the turn that brought it.</summary>
internal readonly record struct Arrival<T>(T Item, long Nanos);

/// <summary>The actor of a probe: hands on what it is told.</summary>
internal sealed class ProbeActor<T>(Action<Arrival<T>> arrived) : Actor<T>
{
    protected override void Receive(in T message) => arrived(new Arrival<T>(message, Context.NowNanos));
}

/// <summary>Watches for a probe, whose own protocol has no room for that.</summary>
internal sealed class ProbeWatcher(Action<Arrival<ActorRef>> ended) : Actor<ActorRef>
{
    protected override void Receive(in ActorRef message) => Context.Watch(message);

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is Terminated terminated)
            ended(new Arrival<ActorRef>(terminated.Actor, Context.NowNanos));
    }
}
