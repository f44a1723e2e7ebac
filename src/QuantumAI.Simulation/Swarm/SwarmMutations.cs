using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What leaving one safeguard out led to.</summary>
/// <param name="Safeguard">Which.</param>
/// <param name="Seeds">Seeds that were run until one went red, or all of them.</param>
/// <param name="Found">The run that went red; null when none did: the simulation would not have seen it.</param>
public sealed record MutationRow(Safeguard Safeguard, int Seeds, SwarmResult? Found);

/// <summary>Proves that the simulation sees what it is for: without any one of the safeguards it must go red.</summary>
public static class SwarmMutations
{
    /// <summary>Every safeguard that can be left out.</summary>
    public static IReadOnlyList<Safeguard> All { get; } = [.. Enum.GetValues<Safeguard>().Where(safeguard => safeguard != Safeguard.Unspecified)];

    /// <summary>Runs seed after seed without a safeguard until one goes red.</summary>
    /// <param name="safeguard">What is left out.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="most">Seeds at the most.</param>
    /// <param name="length">Time with faults in each.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static MutationRow Run(Safeguard safeguard, ulong first, int most, TimeSpan length, CancellationToken cancellation)
    {
        for (var i = 0; i < most; i++)
        {
            var result = SwarmRun.Run(SwarmSettings.Draw(first + (ulong)i, length) with { Omitted = safeguard, VenueKind = SwarmVenueKind.BuiltIn, Disk = null }, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (!result.IsGreen)
                return new MutationRow(safeguard, i + 1, result);
        }

        return new MutationRow(safeguard, most, null);
    }
}
