using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>A venue that is made anew from its stored books at any step does what one that goes on does.</summary>
public sealed class VenueRestarts
{
    [Fact]
    public void Prop_restart_at_any_step_equals_no_restart() => Seeds.Hold(120, leastSize: 1, runs: 60, run: (random, steps) =>
    {
        // What a feed showed is not stored, nor how much of an iceberg is shown: no triggers and no icebergs here.
        var client = new RandomClient(random, hasAll: false);
        var settings = new PaperVenueSettings(1_000, 500);
        var (going, restarted) = (new VenueDesk(deposit: 400_000, settings: settings), new VenueDesk(deposit: 400_000, settings: settings));
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(4) == 0)
            {
                restarted.Restart();
                foreach (var show in new[] { client.Quote(), client.Trade() })
                    Same(show, going, restarted);
            }

            Same(client.Next(), going, restarted);
        }
    });

    private static void Same(Func<VenueDesk, IReadOnlyList<QuantumAI.Trading.Execution.VenueReport>> step, VenueDesk going, VenueDesk restarted)
    {
        Assert.Equal(step(going), step(restarted));
        Assert.Equal(going.Dump(), restarted.Dump());
    }
}
