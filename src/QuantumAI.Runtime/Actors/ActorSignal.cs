namespace QuantumAI.Runtime.Actors;

/// <summary>What the runtime tells an actor, apart from its protocol and ahead of it.</summary>
public abstract record ActorSignal;

/// <summary>A watched actor has ended; told exactly once per watch.</summary>
public sealed record Terminated(ActorRef Actor) : ActorSignal;

/// <summary>A child has failed for good: it was stopped by its supervision.</summary>
public sealed record ChildFailed(ActorRef Actor, Exception Cause) : ActorSignal;
