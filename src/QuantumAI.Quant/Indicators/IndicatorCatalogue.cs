namespace QuantumAI.Quant.Indicators;

/// <summary>Every indicator there is, in the order of its id.</summary>
public static class IndicatorCatalogue
{
    /// <summary>All entries, ordered by id (ordinal).</summary>
    public static IReadOnlyList<IndicatorEntry> All { get; } = [Adx.Entry, Atr.Entry, Ema.Entry, Rsi.Entry];

    /// <summary>The entry with exactly this id, or null when there is none.</summary>
    public static IndicatorEntry? Find(string id)
    {
        foreach (IndicatorEntry entry in All)
        {
            if (string.Equals(entry.Id, id, StringComparison.Ordinal))
                return entry;
        }

        return null;
    }
}
