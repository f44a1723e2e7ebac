namespace QuantumAI.Runtime.Discovery;

/// <summary>Limits of a receptionist. Immutable.</summary>
public sealed record ReceptionistSettings
{
    /// <summary>Most registrations, all keys together; one more is refused.</summary>
    public int MostRegistrations { get; init; } = 4096;

    /// <summary>Most subscriptions, all keys together; one more is refused.</summary>
    public int MostSubscribers { get; init; } = 1024;

    /// <summary>Most requests that wait.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>World time after which a subscriber whose mailbox was full is offered the newest listing again.</summary>
    public long RetryNanos { get; init; } = 100_000_000;

    internal ReceptionistSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostRegistrations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MostSubscribers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RetryNanos);
        return this;
    }
}
