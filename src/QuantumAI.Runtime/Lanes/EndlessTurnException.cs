namespace QuantumAI.Runtime.Lanes;

/// <summary>An actor kept its turn going with messages inside the lane until the limit: it fails, so that the lane's other actors get their turns.</summary>
public sealed class EndlessTurnException : InvalidOperationException
{
    public EndlessTurnException()
    {
    }

    public EndlessTurnException(string message)
        : base(message)
    {
    }

    public EndlessTurnException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal EndlessTurnException(string actorPath, int mostMessages)
        : base($"{actorPath}: the turn has not ended after {mostMessages} messages inside the lane")
    {
    }
}
