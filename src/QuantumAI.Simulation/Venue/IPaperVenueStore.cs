using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>What one step of the built-in venue changed: stored in one commit before anybody is told.</summary>
/// <param name="Orders">Orders that are new or changed, whole.</param>
/// <param name="Trades">New trades.</param>
/// <param name="Balances">Balances that changed, by asset.</param>
/// <param name="MarketNanos">Market time of the step.</param>
public sealed record VenueChange(
    IReadOnlyList<VenueOrder> Orders,
    IReadOnlyList<VenueTrade> Trades,
    IReadOnlyDictionary<string, Balance> Balances,
    long MarketNanos);

/// <summary>Everything that the venue has stored.</summary>
public sealed record VenueBooks(
    IReadOnlyList<VenueOrder> Orders,
    IReadOnlyList<VenueTrade> Trades,
    IReadOnlyDictionary<string, Balance> Balances,
    long MarketNanos);

/// <summary>The built-in venue's own books: accounts, orders and trades. They survive what happens to the trading system.</summary>
/// <remarks>Synchronous and durable; one caller at a time.</remarks>
public interface IPaperVenueStore : IDisposable
{
    /// <summary>The books as they were left; empty for a new venue.</summary>
    VenueBooks Load();

    /// <summary>Stores a change in one commit; returns when it is durable.</summary>
    /// <remarks>A change whose saving has failed may be saved again, the same object: one that was written after all is then left alone.</remarks>
    void Save(VenueChange change);

    /// <summary>Whether what <see cref="Save"/> threw may pass by itself: a full disk, another program's lock.</summary>
    bool IsPassing(Exception failure) => false;
}
