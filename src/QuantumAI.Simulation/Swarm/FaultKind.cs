namespace QuantumAI.Simulation.Swarm;

/// <summary>What is done to a swarm at a planned moment. What happens to single messages, commits and requests is drawn as they come.</summary>
public enum FaultKind : byte
{
    Unspecified = 0,

    /// <summary>A machine ends with everything on it, and comes back after a while.</summary>
    NodeCrash = 1,

    /// <summary>One trading process ends; its machine starts it again.</summary>
    ProcessCrash = 2,

    /// <summary>A machine stands still for a while.</summary>
    NodeFreeze = 3,

    /// <summary>A machine gives its accounts away in good order, and comes back later.</summary>
    NodeLeave = 4,

    /// <summary>Nothing passes between a machine and the journal's server.</summary>
    JournalPartition = 5,

    /// <summary>Nothing passes between a machine and the venue.</summary>
    VenuePartition = 6,

    /// <summary>A machine can send and hears nothing, or hears and cannot send.</summary>
    OneWayPartition = 7,

    /// <summary>The journal's server does not answer.</summary>
    JournalOutage = 8,

    /// <summary>The journal's disk is full for a while.</summary>
    DiskFull = 9,

    /// <summary>Commits take seconds.</summary>
    SlowDisk = 10,

    /// <summary>The connections that bring the market break.</summary>
    MarketGap = 11,

    /// <summary>The market says nothing for a while.</summary>
    MarketSilence = 12,

    /// <summary>The bid is above the ask for a while.</summary>
    CrossedBook = 13,

    /// <summary>Lanes of agents run late: a slow model.</summary>
    SlowAgents = 14,

    /// <summary>An operator halts an account, and resumes it later.</summary>
    OperatorHalt = 15,

    /// <summary>An operator closes every position of an account, and resumes it later.</summary>
    OperatorFlatten = 16,

    /// <summary>Somebody moves money into an account at the venue.</summary>
    Transfer = 17,

    /// <summary>The venue ends and starts again from its books.</summary>
    VenueRestart = 18,

    /// <summary>The clocks of a machine's next processes are wrong by seconds.</summary>
    ClockJump = 19,

    /// <summary>An actor is sent something that it cannot handle.</summary>
    PoisonMessage = 20,

    /// <summary>An owner stands still inside a transaction of the journal and holds up everybody.</summary>
    OpenTransaction = 21,

    /// <summary>Somebody trades by hand at the venue, in the same account.</summary>
    ManualTrade = 22,
}

/// <summary>One planned fault.</summary>
/// <param name="AfterNanos">Time since the start of the run.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">Which machine or account, modulo their number.</param>
/// <param name="LengthNanos">How long it lasts.</param>
public sealed record PlannedFault(long AfterNanos, FaultKind Kind, int Target, long LengthNanos)
{
    /// <summary>The kind as reports name it: kebab-case.</summary>
    public static string WordOf(FaultKind kind) =>
        string.Concat(kind.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
