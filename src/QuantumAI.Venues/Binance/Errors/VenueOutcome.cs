namespace QuantumAI.Venues.Binance.Errors;

/// <summary>What is known about a request after its answer. Only the first two are proof that nothing happened.</summary>
public enum VenueOutcome : byte
{
    Unspecified = 0,

    /// <summary>Refused before the matching engine saw it: malformed, not permitted, against a filter.</summary>
    NotSent = 1,

    /// <summary>The matching engine said no.</summary>
    Rejected = 2,

    /// <summary>It may have happened: neither failure nor success until it is queried.</summary>
    OutcomeUnknown = 3,

    /// <summary>Refused for too many requests or orders: it was not sent, and nobody sends until the given time.</summary>
    RateLimited = 4,

    /// <summary>Refused for its time: it was not sent; the clock offset is measured anew before anything else.</summary>
    Clock = 5,

    /// <summary>A request of two halves of which each has its own outcome, told in the answer's data.</summary>
    Split = 6,
}
