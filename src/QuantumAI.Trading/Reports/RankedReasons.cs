namespace QuantumAI.Trading.Reports;

/// <summary>Counts by reason, the most frequent first, equals by name.</summary>
internal static class RankedReasons
{
    internal const string Rest = "(other)";

    /// <summary>The <paramref name="most"/> largest; the sum of the rest as one more.</summary>
    internal static IReadOnlyList<(string Reason, long Count)> Of(IReadOnlyDictionary<string, long> counts, int most)
    {
        var ranked = counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => (Reason: count.Key, Count: count.Value)).ToList();
        if (ranked.Count <= most)
            return ranked;
        var rest = ranked.Skip(most).Sum(count => count.Count);
        return [.. ranked.Take(most), (Rest, rest)];
    }
}
