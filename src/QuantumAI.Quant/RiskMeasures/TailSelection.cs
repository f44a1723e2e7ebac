namespace QuantumAI.Quant.RiskMeasures;

/// <summary>The largest of many losses without sorting them all.</summary>
/// <remarks>
/// A sample guesses a value below which none of the wanted ones lies; one pass keeps what is not below it, some 10 % of the losses,
/// and only those are sorted. When the guess was too high, a lower one follows: slower, the same result.
/// The idea is that of R. Floyd, R. Rivest (1975), Algorithm 489; unlike a partition, the pass has no branch to mispredict.
/// </remarks>
internal static class TailSelection
{
    private const int SampleStep = 16;

    /// <returns>A part of <paramref name="buffer"/>: at least <paramref name="count"/> largest losses, smallest first.</returns>
    /// <param name="losses">Finite values.</param>
    /// <param name="count">1 to the number of losses.</param>
    /// <param name="buffer">At least as long as the losses, no shared memory.</param>
    internal static ReadOnlySpan<double> Largest(ReadOnlySpan<double> losses, int count, Span<double> buffer)
    {
        // Of the sample, half as many again as its share of the tail, and three.
        int rank = (count * 3 / (2 * SampleStep)) + 3;
        int kept = 0;
        for (; kept < count && (rank + 1) * SampleStep < losses.Length; rank = (2 * rank) + 1)
            kept = Keep(losses, Guess(losses, rank, buffer), buffer);

        if (kept < count)
        {
            losses.CopyTo(buffer);
            kept = losses.Length;
        }

        Span<double> tail = buffer[..kept];
        tail.Sort();
        return tail;
    }

    /// <summary>The loss at a 0-based rank of the sample, largest first.</summary>
    private static double Guess(ReadOnlySpan<double> losses, int rank, Span<double> buffer)
    {
        int sampled = 0;
        for (int i = 0; i < losses.Length; i += SampleStep)
            buffer[sampled++] = losses[i];

        Span<double> sample = buffer[..sampled];
        sample.Sort();
        return sample[^(rank + 1)];
    }

    private static int Keep(ReadOnlySpan<double> losses, double least, Span<double> buffer)
    {
        int kept = 0;
        foreach (double loss in losses)
        {
            buffer[kept] = loss;
            kept += loss >= least ? 1 : 0;
        }

        return kept;
    }
}
