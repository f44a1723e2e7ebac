namespace QuantumAI.Runtime.Discovery;

/// <summary>What a receptionist understands; the requests are nested in <see cref="Receptionist"/>.</summary>
public abstract record ReceptionistMessage
{
    private protected ReceptionistMessage()
    {
    }

    /// <summary>Runs the request where its protocol is known.</summary>
    internal abstract void Apply(ReceptionistActor receptionist);
}

/// <summary>Subscribers whose mailbox was full are due for the newest listing.</summary>
internal sealed record RetryDue : ReceptionistMessage
{
    public static readonly RetryDue Instance = new();

    internal override void Apply(ReceptionistActor receptionist) => receptionist.Retry();
}
