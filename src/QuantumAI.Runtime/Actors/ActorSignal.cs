namespace QuantumAI.Runtime.Actors;

/// <summary>What an actor is told apart from its protocol and ahead of it: by the runtime, or by <see cref="ActorRef.Signal"/>.</summary>
public abstract record ActorSignal;

/// <summary>A watched actor has ended; told exactly once per watch.</summary>
public sealed record Terminated(ActorRef Actor) : ActorSignal;

/// <summary>A child has failed for good: it was stopped by its supervision.</summary>
public sealed record ChildFailed(ActorRef Actor, Exception Cause) : ActorSignal;
