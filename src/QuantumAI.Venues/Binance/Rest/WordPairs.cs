namespace QuantumAI.Venues.Binance.Rest;

/// <summary>Words of the venue and of the domain that mean the same. Where a word stands twice, the first row counts.</summary>
internal sealed class WordPairs<TVenue, TOwn>
    where TVenue : struct, Enum
    where TOwn : struct, Enum
{
    private readonly Dictionary<TVenue, TOwn> _own = [];
    private readonly Dictionary<TOwn, TVenue> _venue = [];

    public WordPairs(params ReadOnlySpan<(TVenue Venue, TOwn Own)> rows)
    {
        foreach (var (venue, own) in rows)
        {
            _own.TryAdd(venue, own);
            _venue.TryAdd(own, venue);
        }
    }

    public TOwn? Own(TVenue venue) => _own.TryGetValue(venue, out var own) ? own : null;

    public TVenue? Venue(TOwn own) => _venue.TryGetValue(own, out var venue) ? venue : null;
}
