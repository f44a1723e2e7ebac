using FsCheck;
using FsCheck.Fluent;

namespace QuantumAI.TestKit;

/// <summary>Properties of things with a history: a run is a seed and a number of steps, so that a failure shrinks to its shortest prefix.</summary>
public static class RandomRuns
{
    /// <summary>Runs a scenario for many seeds; it fails by throwing, and the failure names seed and steps.</summary>
    /// <param name="mostSteps">Longest run.</param>
    /// <param name="run">Draws only from the given source and makes at most the given number of steps.</param>
    public static void Hold(int mostSteps, Action<Random, int> run)
    {
        var cases = Arb.From(
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from steps in Gen.Choose(1, mostSteps)
            select (Seed: seed, Steps: steps),
            failing => Shorter(failing.Steps).Select(steps => (failing.Seed, steps)));
        Prop.ForAll(cases, example => run(new Random(example.Seed), example.Steps)).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<int> Shorter(int steps) => new[] { steps / 2, steps - (steps / 4), steps - 1 }.Where(fewer => fewer > 0 && fewer < steps).Distinct();
}
