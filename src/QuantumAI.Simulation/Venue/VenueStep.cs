using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>A report and whom it is for.</summary>
/// <param name="Account">The account's number.</param>
/// <param name="Report">What is said.</param>
/// <param name="Order">The order as it was right after that; null where the venue has none.</param>
public readonly record struct VenueTold(int Account, VenueReport Report, VenueOrder? Order);

/// <summary>The answer to a request or to a market event: what to store, then whom to tell what.</summary>
public readonly record struct VenueStep(VenueChange Change, IReadOnlyList<VenueTold> Told)
{
    /// <summary>What is told, without whom: for a venue with one account. Made anew each time.</summary>
    public IReadOnlyList<VenueReport> Reports
    {
        get
        {
            var reports = new VenueReport[Told.Count];
            for (var i = 0; i < reports.Length; i++)
                reports[i] = Told[i].Report;
            return reports;
        }
    }
}
