using QuantumAI.Domain.Instruments;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>A venue that is made anew from its stored books at any step does what one that goes on does.</summary>
public sealed class VenueRestarts
{
    /// <remarks>What a feed showed is not stored: it shows again where it stands, rising, so that either venue has seen the same last move.</remarks>
    [Fact]
    public void Prop_restart_at_any_step_equals_no_restart() => Restart(new PaperVenueSettings(1_000, 500), hasAll: false, 60, (client, going, restarted) =>
    {
        restarted.Restart();
        foreach (var show in new[] { client.Quote(), client.Trade() })
            Same(show, going, restarted);
    });

    /// <remarks>Prices are stored with a step, here a deposit: a price that moved nothing since is lost with the process.</remarks>
    [Theory]
    [InlineData(EntryPolicy.NextEvent)]
    [InlineData(EntryPolicy.AtOnce)]
    public void Prop_restart_equals_no_restart_with_icebergs_triggers_and_trails(EntryPolicy entry) =>
        Restart(new PaperVenueSettings(1_000, 500, Entry: entry), hasAll: true, 40, (client, going, restarted) =>
        {
            Same(desk => desk.Take(desk.Venue.Deposit("USDT", Money.Whole(1), desk.Sequence)), going, restarted);
            restarted.Restart();
            foreach (var show in new[] { client.Quote(), client.Rise(), client.Trade() })
                Same(show, going, restarted);
        });

    private static void Restart(PaperVenueSettings settings, bool hasAll, int runs, Action<RandomClient, VenueDesk, VenueDesk> restart) =>
        Seeds.Hold(120, leastSize: 1, runs: runs, run: (random, steps) =>
        {
            var client = new RandomClient(random, hasAll);
            var (going, restarted) = (new VenueDesk(deposit: 400_000, settings: settings), new VenueDesk(deposit: 400_000, settings: settings));
            for (var i = 0; i < steps; i++)
            {
                if (random.Next(4) == 0)
                    restart(client, going, restarted);
                Same(client.Next(), going, restarted);
            }
        });

    private static void Same(Func<VenueDesk, IReadOnlyList<QuantumAI.Trading.Execution.VenueReport>> step, VenueDesk going, VenueDesk restarted)
    {
        Assert.Equal(step(going), step(restarted));
        Assert.Equal(going.Dump(), restarted.Dump());
    }
}
