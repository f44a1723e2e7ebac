using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading;

namespace QuantumAI.Simulation.Swarm;

/// <summary>The branches that a simulation is to reach: order transitions, denials, and the places in the code that say so.</summary>
public static class SwarmBranches
{
    /// <summary>By name, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OrderTransitions.Legal.Select(cell => $"order:{cell.From}+{cell.Move}")
            .Concat(RuntimeProbes.Unlikely.Concat(TradingProbes.Unlikely).Select(site => $"buggify:{site}"))
            .Concat(RuntimeProbes.All).Concat(TradingProbes.All)
            .Concat(Enum.GetValues<DenialCode>().Where(code => code is not (DenialCode.Unspecified or DenialCode.VenueFilter)).Select(code => $"denied:{code}"))
            .Distinct().Order(StringComparer.Ordinal),
    ];
}
