namespace QuantumAI.Runtime.Lanes;

/// <summary>The lane of an actor has stopped after a fault: it takes no message any more. The fault itself is the world's.</summary>
public sealed class LaneStoppedException : InvalidOperationException
{
    public LaneStoppedException()
    {
    }

    public LaneStoppedException(string actorPath)
        : base($"the lane of {actorPath} has stopped")
    {
    }

    public LaneStoppedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
