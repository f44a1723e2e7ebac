namespace QuantumAI.Simulation.Venue;

/// <summary>The built-in venue's own books: accounts, orders and trades. They survive what happens to the trading system.</summary>
/// <remarks>Synchronous and durable; one caller at a time.</remarks>
public interface IPaperVenueStore : IDisposable
{
    /// <summary>The books as they were left; empty for a new venue.</summary>
    VenueBooks Load();

    /// <summary>Stores a change in one commit; returns when it is durable.</summary>
    /// <remarks>A change whose saving has failed may be saved again, the same object: one that was written after all is then left alone.</remarks>
    void Save(VenueChange change);

    /// <summary>Stores changes in their order in one commit; returns when all are durable. When it throws none is, and the same may be saved again.</summary>
    void SaveAll(IReadOnlyList<VenueChange> changes)
    {
        foreach (var change in changes)
            Save(change);
    }

    /// <summary>Whether what <see cref="Save"/> threw may pass by itself: a full disk, another program's lock.</summary>
    bool IsPassing(Exception failure) => false;
}
