using FsCheck;
using FsCheck.Fluent;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>Stream laws over many seeds: a failure names the seed and the size, and shrinks the size.</summary>
internal static class Seeds
{
    /// <param name="mostElements">Largest size given to <paramref name="run"/>; the smallest is 0.</param>
    public static void Hold(int mostElements, Action<Random, int> run)
    {
        var cases = Arb.From(
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from size in Gen.Choose(0, mostElements)
            select (Seed: seed, Size: size),
            failing => new[] { failing.Size / 2, failing.Size - 1 }.Where(size => size >= 0 && size < failing.Size).Select(size => (failing.Seed, size)));
        Prop.ForAll(cases, example => run(new Random(example.Seed), example.Size)).QuickCheckThrowOnFailure();
    }

    public static int[] Numbers(this Random random, int count, int below = 1_000) => [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];
}
