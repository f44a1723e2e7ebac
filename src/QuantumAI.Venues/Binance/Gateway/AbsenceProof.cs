using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>Collects what proves that the venue never had an order. Pure.</summary>
/// <remarks>
/// “No such order” right after sending proves nothing: the request may still be on its way, and queries are answered from a copy. It begins to count when
/// the venue would refuse the request itself, and it must be said again. That no trade exists is looked at last (<see cref="IsReady"/>).
/// </remarks>
/// <param name="ValidUntilNanos">The venue refuses the order's request after this, with all margins; venue's clock.</param>
/// <param name="Misses">How often it was missing after that.</param>
/// <param name="LastNanos">When the last of these was asked; venue's clock.</param>
public readonly record struct AbsenceProof(long ValidUntilNanos, int Misses, long LastNanos = 0)
{
    /// <summary>Two questions that are closer than this are one.</summary>
    public const long ApartNanos = UnixNanos.PerSecond;

    /// <summary>Answers that count.</summary>
    public const int MissesNeeded = 2;

    /// <summary>True when only the trades are left to be looked at.</summary>
    public bool IsReady => Misses >= MissesNeeded;

    /// <summary>The venue said that it does not have the order.</summary>
    public AbsenceProof Missed(long askedVenueNanos) => askedVenueNanos > ValidUntilNanos && askedVenueNanos - LastNanos >= ApartNanos
        ? this with { Misses = Misses + 1, LastNanos = askedVenueNanos } : this;
}
