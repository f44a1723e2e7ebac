using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Settings;

/// <summary>Where the venue is and how it is talked to.</summary>
/// <param name="Rest">Base address of the REST interface.</param>
/// <param name="Streams">Base address of the market streams.</param>
/// <param name="WebSocketApi">Address of the WebSocket API, which brings the account's events.</param>
public sealed record BinanceSettings(Uri Rest, Uri Streams, Uri WebSocketApi)
{
    /// <summary>How long after its time stamp the venue may take a request; the venue allows 60 s at the most.</summary>
    public TimeSpan RecvWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An answer is not waited for any longer; the venue itself waits 10 s for its engine.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Filters and statuses are fetched again this often.</summary>
    public TimeSpan SymbolsAnew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A symbol of which nothing is heard for so long makes the market streams reconnect.</summary>
    public TimeSpan SilenceMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection is replaced at this age, before the venue cuts it at 24 h.</summary>
    public TimeSpan ConnectionAgeMost { get; init; } = TimeSpan.FromHours(23);

    /// <summary>Old and new connection run side by side for so long, so that nothing is missed between them.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Bars that are streamed, in the venue's word (<c>1m</c>); null = none.</summary>
    public string? Bars { get; init; }

    /// <summary>Events that wait for the ingest flow at the most.</summary>
    public int FeedCapacity { get; init; } = 65_536;

    /// <summary>Time beyond a request's validity before a missing order counts as one that never arrived: the venue's engine and our clock's error.</summary>
    public TimeSpan AbsenceMargin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The public venue.</summary>
    public static BinanceSettings Public { get; } = new(new Uri("https://api.binance.com"), new Uri("wss://stream.binance.com:9443"), new Uri("wss://ws-api.binance.com:443/ws-api/v3"));

    /// <exception cref="ArgumentException">A value makes no sense, with the reason.</exception>
    public void Validate()
    {
        Addresses.RequireSafe(Rest, "https", "http");
        Addresses.RequireSafe(Streams, "wss", "ws");
        Addresses.RequireSafe(WebSocketApi, "wss", "ws");
        Require(RecvWindow.TotalMilliseconds is >= 1 and <= 60_000, "the receive window must be between 1 ms and 60 s");
        Require(Patience > TimeSpan.Zero && Patience <= TimeSpan.FromMinutes(1), "the patience must be above zero and at most a minute");
        Require(ConnectionAgeMost > Overlap && ConnectionAgeMost < TimeSpan.FromHours(24), "a connection's age must be below 24 h and above the overlap");
        Require(SilenceMost > TimeSpan.Zero && SymbolsAnew > TimeSpan.Zero && AbsenceMargin > TimeSpan.Zero && Overlap > TimeSpan.Zero, "times must be above zero");
    }

    private static void Require(bool isGood, string rule)
    {
        if (!isGood)
            throw new ArgumentException(rule);
    }
}
