namespace QuantumAI.Trading.Divergence;

/// <summary>How a session's decision differs from its shadow's.</summary>
public enum DivergenceKind : byte
{
    Unspecified = 0,

    /// <summary>The same decision, price and time to the fill.</summary>
    Matched = 1,

    /// <summary>One of them ordered or was denied where the other was not, and not because of the configuration: an earlier fill, the clock or the code.</summary>
    Signal = 2,

    /// <summary>The same decision, filled at another price.</summary>
    FillPrice = 3,

    /// <summary>The same decision and price, filled sooner or later.</summary>
    Latency = 4,

    /// <summary>The same decision, filled in one of them and in the other not, or not as far.</summary>
    MissedFill = 5,

    /// <summary>The recorded configuration decides as the session did, the other one does not.</summary>
    Configuration = 6,
}

/// <summary>One decision, in the session and in its shadow.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="Session">What the session did; null when nothing.</param>
/// <param name="Shadow">What its shadow did; null when nothing.</param>
/// <param name="Cost">What the session's price cost more than its shadow's, in the quote asset; negative when it was better. 0 unless both were filled.</param>
/// <param name="CostBps">The same as a part of the shadow's price, in basis points.</param>
/// <param name="LaterNanos">World time by which the session's first fill came later after its decision; null unless both were filled.</param>
public sealed record DivergenceRow(DivergenceKind Kind, OrderTale? Session, OrderTale? Shadow, double Cost, double CostBps, long? LaterNanos)
{
    public DecisionKey Key => (Session ?? Shadow!).Key;

    public long DecidedNanos => (Session ?? Shadow!).DecidedNanos;

    /// <summary>The same decision, but for another quantity: equity had come apart before. Never of two decisions that differ.</summary>
    public bool IsOtherSize => Kind is not (DivergenceKind.Signal or DivergenceKind.Configuration) && Session is not null && Shadow is not null && Session.Quantity.Units != Shadow.Quantity.Units;
}
