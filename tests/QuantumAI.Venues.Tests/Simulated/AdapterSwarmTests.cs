using System.Globalization;
using QuantumAI.Simulation.Swarm;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>The whole system under faults, with the Binance adapter between its sessions and the exchange.</summary>
public sealed class AdapterSwarmTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    public AdapterSwarmTests() => SynchronizationContext.SetSynchronizationContext(null); // a universe has one thread, that of the test

    [Fact]
    public void Sim_invariants_must_hold_behind_the_adapter() => Hold(first: 1, seeds: 12);

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_invariants_must_hold_behind_the_adapter_over_300_seeds() => Hold(first: 10_001, seeds: 300);

    [Fact]
    public void Sim_same_seed_must_give_the_same_trace_behind_the_adapter()
    {
        for (var seed = 1UL; seed <= 3; seed++)
            Assert.True(Trace(seed) == Trace(seed), $"seed {seed} ran differently");
    }

    private static SwarmSettings Behind(ulong seed) => SwarmSettings.Draw(seed, Length) with { VenueKind = SwarmVenueKind.Adapter };

    private static string Trace(ulong seed)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        SwarmRun.Run(Behind(seed), text, AdapterVenue.Create);
        return text.ToString();
    }

    private static void Hold(ulong first, int seeds)
    {
        var results = new SwarmResult[seeds];
        Parallel.For(0, seeds, i =>
        {
            SynchronizationContext.SetSynchronizationContext(null);
            results[i] = SwarmRun.Run(Behind(first + (ulong)i), adapters: AdapterVenue.Create);
        });
        Assert.True(
            results.All(result => result.IsGreen), string.Join('\n', results.Where(result => !result.IsGreen).Select(red => $"seed {red.Settings.Seed}: {red.Violations[0]}")));
        Assert.True(results.Sum(result => result.Traffic.Orders) > 20 * seeds, "hardly an order reached the exchange");
        Assert.Contains(results, result => result.Faults.Keys.Any(kind => kind.StartsWith("call-done", StringComparison.Ordinal)));
    }
}
