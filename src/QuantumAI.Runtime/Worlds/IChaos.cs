namespace QuantumAI.Runtime.Worlds;

/// <summary>What a simulation does to the code that runs in its world, and hears from it. No other world has any.</summary>
/// <remarks>Asked by code through <see cref="World.Buggify"/>, <see cref="World.Probe"/> and <see cref="World.Keeps"/>. One thread.</remarks>
public interface IChaos
{
    /// <summary>Whether something unlikely but allowed happens at a place in the code, this time.</summary>
    /// <param name="site">The place: kebab-case, the same name at one place only.</param>
    bool Fires(string site);

    /// <summary>A branch that is rarely run was run.</summary>
    void Reached(string branch);

    /// <summary>Whether a safeguard is left out in this run, to see that its absence is found.</summary>
    bool Omits(Safeguard safeguard);
}

/// <summary>What keeps faults from becoming losses. A simulation leaves them out one at a time, to prove that it would see it.</summary>
public enum Safeguard : byte
{
    Unspecified = 0,

    /// <summary>A writer whose ownership is over is refused.</summary>
    Fencing = 1,

    /// <summary>What was told or asked twice counts once.</summary>
    Deduplication = 2,

    /// <summary>Nothing is sent to a venue before it is durably intended.</summary>
    AppendBeforeSend = 3,

    /// <summary>What open orders may cost is reserved when the next one is approved.</summary>
    Reservation = 4,

    /// <summary>An owner that gives its work away finishes what it has begun first.</summary>
    DrainBeforeHandOver = 5,

    /// <summary>Silence is not taken for a no.</summary>
    UnknownIsNotFailure = 6,

    /// <summary>A fill that is told after the order's end is booked.</summary>
    LateFills = 7,
}
