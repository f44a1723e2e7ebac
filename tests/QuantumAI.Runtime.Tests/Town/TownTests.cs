namespace QuantumAI.Runtime.Tests.Town;

/// <summary>Random programs of everything that actors can do, in the virtual world; each seed is run twice.</summary>
public sealed class TownTests
{
    private static readonly Deed[] Deeds = [.. Enum.GetValues<Deed>().Where(deed => deed != Deed.Escalate)];

    [Fact]
    public void Prop_every_letter_is_handled_refused_or_dead_each_pair_keeps_its_order_and_ends_are_heard_once()
    {
        var (ends, unstashed, instances) = (0L, 0L, 0L);
        var seeds = 0;
        Scenario.Hold(200, scenario =>
        {
            var totals = Play(scenario);
            seeds++;
            ends += totals.Ends;
            unstashed += totals.Unstashed;
            instances += totals.Instances;
        }, runs: 1_000);
        Assert.True(seeds <= 2 || (ends > 100 && unstashed > 100 && instances > 2_000), $"{ends} ends, {unstashed} unstashed, {instances} instances are too few to tell");
    }

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_town_keeps_its_books_over_many_seeds() => Scenario.Hold(600, scenario => Play(scenario), runs: 5_000);

    private static (long Handled, long Ends, long Unstashed, long Instances) Play(Scenario scenario)
    {
        var (world, random) = (scenario.World, scenario.Random);
        var town = new TownHall(world, lanes: random.Next(1, 5), citizens: random.Next(2, 14)) { Noted = scenario.Note };
        for (var step = 0; step < scenario.Size; step++)
        {
            switch (random.Next(10))
            {
                case 0:
                    world.AdvanceTo(world.NowNanos + random.Next(200));
                    break;
                case 1:
                    world.RunUntilIdle();
                    break;
                default:
                    // What ends an actor is rare, so that most of a run has somebody to play.
                    var deed = Deeds[random.Next(Deeds.Length)];
                    if (deed is Deed.Fail or Deed.StopSelf or Deed.StopOther or Deed.DrainOther && random.Next(4) > 0)
                        deed = Deed.Pass;
                    town.Post(0, (ulong)random.NextInt64(), deed, hops: random.Next(5));
                    break;
            }
        }

        world.AdvanceTo(world.NowNanos + 1_000_000);
        town.CheckWatches();
        world.RunUntilIdle();
        town.StopAll();
        world.RunUntilIdle();
        town.CheckBooks();
        return town.Totals;
    }
}
