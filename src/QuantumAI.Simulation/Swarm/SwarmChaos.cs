using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What a run does to the code: each site is active in a quarter of the runs, and fires at a quarter of its visits there.</summary>
internal sealed class SwarmChaos(ulong seed, Safeguard omitted) : IChaos
{
    private const long ActivePpm = 250_000;
    private const long FiresPpm = 250_000;
    private readonly Dictionary<string, SimulatedRandom?> _sites = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _reached = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _fired = new(StringComparer.Ordinal);

    /// <summary>Set when faults have to end.</summary>
    public bool IsHealed { get; set; }

    /// <summary>Branches that were run, with how often.</summary>
    public IReadOnlyDictionary<string, long> Reached => _reached;

    /// <summary>Sites that fired, with how often.</summary>
    public IReadOnlyDictionary<string, long> Fired => _fired;

    public bool Fires(string site)
    {
        if (IsHealed)
            return false;
        if (!_sites.TryGetValue(site, out var draws))
        {
            var random = new SimulatedRandom(seed, site);
            _sites.Add(site, draws = random.Chance(ActivePpm) ? random : null);
        }

        if (draws is null || !draws.Chance(FiresPpm))
            return false;
        _fired[site] = _fired.GetValueOrDefault(site) + 1;
        return true;
    }

    void IChaos.Reached(string branch) => _reached[branch] = _reached.GetValueOrDefault(branch) + 1;

    public bool Omits(Safeguard safeguard) => safeguard == omitted && omitted != Safeguard.Unspecified;
}
