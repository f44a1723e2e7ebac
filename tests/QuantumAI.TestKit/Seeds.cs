using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace QuantumAI.TestKit;

/// <summary>Properties over many seeds: a case is a seed and a size, so that a failure shrinks to its shortest run and can be repeated.</summary>
/// <remarks>
/// A failure names seed, size and the command that replays it. The command sets <see cref="Variable"/> to <c>seed:size</c>; the
/// property then runs that case only.
/// </remarks>
public static class Seeds
{
    /// <summary>The environment variable that chooses one case.</summary>
    public const string Variable = "QUANTUM_SEED";

    private static readonly AsyncLocal<bool> Running = new();

    /// <summary>Whether a property runs: it says itself how to replay what fails within.</summary>
    internal static bool IsRunning => Running.Value;

    /// <summary>Runs a property for many seeds; it fails by throwing.</summary>
    /// <param name="mostSize">Largest size.</param>
    /// <param name="run">Draws only from the given source; the size bounds the run: steps, elements, messages.</param>
    /// <param name="leastSize">Smallest size.</param>
    /// <param name="runs">Cases.</param>
    /// <exception cref="SeedFailedException">A case failed.</exception>
    public static void Hold(int mostSize, Action<Random, int> run, int leastSize = 0, int runs = 100) =>
        HoldEach(mostSize, (seed, size) => run(new Random(seed), size), leastSize, runs);

    /// <summary>The same for who makes its own source of the seed.</summary>
    public static void HoldEach(int mostSize, Action<int, int> run, int leastSize = 0, int runs = 100)
    {
        (int Seed, int Size, Exception Failure)? failed = null;
        void Try((int Seed, int Size) example)
        {
            try
            {
                run(example.Seed, example.Size);
            }
            catch (Exception failure)
            {
                failed = (example.Seed, example.Size, failure); // the last one is the smallest
                throw;
            }
        }

        Running.Value = true;
        try
        {
            if (Chosen(mostSize) is { } chosen)
                Try(chosen);
            else
                Prop.ForAll(Cases(leastSize, mostSize), Try).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));
        }
        catch (Exception) when (failed is not null)
        {
            var (seed, size, failure) = failed.Value;
            throw new SeedFailedException(seed, size, Replay.Command($"{seed}:{size}"), failure);
        }
        finally
        {
            Running.Value = false;
        }
    }

    /// <summary>Random numbers from 0 up to, not including, <paramref name="below"/>.</summary>
    public static int[] Numbers(this Random random, int count, int below = 1_000) => [.. Enumerable.Range(0, count).Select(_ => random.Next(below))];

    /// <summary>Reads <c>seed</c> or <c>seed:size</c>.</summary>
    internal static (int Seed, int Size)? Parse(string? text, int mostSize)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var parts = text.Split(':');
        var size = mostSize;
        if (parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out size)))
            return (seed, size);
        throw new FormatException($"{Variable} must be a seed, or seed:size, was {text}");
    }

    private static (int Seed, int Size)? Chosen(int mostSize) => Parse(Environment.GetEnvironmentVariable(Variable), mostSize);

    private static Arbitrary<(int Seed, int Size)> Cases(int least, int most) => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from size in Gen.Choose(least, most)
        select (Seed: seed, Size: size),
        failing => new[] { failing.Size / 2, failing.Size - (failing.Size / 4), failing.Size - 1 }
            .Where(size => size >= least && size < failing.Size).Distinct().Select(size => (failing.Seed, size)));
}
