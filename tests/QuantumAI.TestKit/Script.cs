using QuantumAI.Runtime.Actors;

namespace QuantumAI.TestKit;

/// <summary>An actor whose behaviour is written where it is tested.</summary>
public sealed class Script<T>(Action<ActorContext<T>, T> receive, Action<ActorContext<T>>? start = null) : Actor<T>
{
    protected override void OnStart() => start?.Invoke(Context);

    protected override void Receive(in T message) => receive(Context, message);
}
