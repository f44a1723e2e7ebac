using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Quant.Tests.RiskMeasures;

public sealed class TailSelectionTests
{
    private static readonly int[] Lengths = [1, 15, 16, 17, 100, 255, 500, 1_000, 2_000];

    /// <summary>Losses in random order, with ties, all equal, rising, falling, and with the largest exactly where the sample looks or does not.</summary>
    [Theory]
    [InlineData("random")]
    [InlineData("ties")]
    [InlineData("equal")]
    [InlineData("rising")]
    [InlineData("falling")]
    [InlineData("sampled")]
    [InlineData("unsampled")]
    public void tail_must_be_that_of_a_full_sort(string kind)
    {
        Random random = new(6);
        foreach (int length in Lengths)
        {
            double[] losses = [.. Enumerable.Range(0, length).Select(i => Loss(kind, i, random))];
            double[] before = [.. losses];
            double[] sorted = [.. losses.Order()];
            double[] buffer = new double[length];
            for (int count = 1; count <= length; count += 1 + (count / 8))
            {
                ReadOnlySpan<double> tail = TailSelection.Largest(losses, count, buffer);
                Assert.True(tail.Length >= count, $"{length} losses: {tail.Length} kept of {count}");
                Assert.Equal(sorted[^count..], tail[^count..].ToArray());
            }

            Assert.Equal(before, losses);
        }
    }

    [Fact]
    public void tail_must_be_a_small_part_when_losses_are_random()
    {
        Random random = new(7);
        double[] buffer = new double[1_000];
        for (int i = 0; i < 1_000; i++)
        {
            double[] losses = [.. Enumerable.Range(0, 1_000).Select(_ => random.NextDouble())];
            Assert.InRange(TailSelection.Largest(losses, 51, buffer).Length, 51, 500);
        }
    }

    private static double Loss(string kind, int i, Random random) => kind switch
    {
        "random" => random.NextDouble(),
        "ties" => random.Next(5),
        "equal" => 3,
        "rising" => i,
        "falling" => -i,
        "sampled" => i % 16 == 0 ? 10_000 + i : i,
        _ => i % 16 == 0 ? i : 10_000 + i,
    };
}
