namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>Seeded runs against a journal that fails in every way; a failure names its seed.</summary>
public sealed class PersistentActorProperties
{
    [Fact]
    public void Prop_nothing_acknowledged_is_lost_and_nothing_happens_twice()
    {
        var (repeats, crashes) = (0, 0);
        Seeds.HoldEach(400, (seed, steps) =>
        {
            using var run = new LedgerRun(seed);
            run.Play(steps);
            repeats += run.Repeats;
            crashes += run.Crashes;
        }, leastSize: 200, runs: 600);
        Assert.True(repeats > 400 && crashes > 100, $"{repeats} repeats and {crashes} crashes are too few to tell");
    }
}
