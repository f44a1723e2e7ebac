using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Limits;

/// <summary>How much a client may ask for. Defaults are the venue's published ones.</summary>
/// <param name="WeightPerMinute">Weight of requests of one address.</param>
/// <param name="RawPer5Minutes">Requests of one address.</param>
/// <param name="OrdersPer10Seconds">New orders of one account.</param>
/// <param name="OrdersPerDay">New orders of one account.</param>
public sealed record ExchangeLimits(int WeightPerMinute = 6_000, int RawPer5Minutes = 300_000, int OrdersPer10Seconds = 100, int OrdersPerDay = 200_000)
{
    /// <summary>First ban of an address that goes on after 429; doubled each time up to <see cref="MostBan"/>.</summary>
    public TimeSpan FirstBan { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan MostBan { get; init; } = TimeSpan.FromDays(3);

    /// <summary>As exchangeInfo tells them.</summary>
    public IReadOnlyList<RateLimit> Told =>
    [
        Of("REQUEST_WEIGHT", "MINUTE", 1, WeightPerMinute), Of("ORDERS", "SECOND", 10, OrdersPer10Seconds),
        Of("ORDERS", "DAY", 1, OrdersPerDay), Of("RAW_REQUESTS", "MINUTE", 5, RawPer5Minutes),
    ];

    internal static RateLimit Of(string kind, string interval, int number, long limit, long? count = null) =>
        new(Words<SpotRateLimit>.Of(kind), Words<SpotInterval>.Of(interval), number, limit, count);
}
