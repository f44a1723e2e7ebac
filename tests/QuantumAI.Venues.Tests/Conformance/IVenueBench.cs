using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>Something that a venue has or has not; a case that needs it is skipped with the bench's reason.</summary>
internal enum VenueFeature
{
    Unspecified = 0,

    /// <summary>Market data comes from the venue.</summary>
    MarketData = 1,

    /// <summary>There is a link that can be lost.</summary>
    Link = 2,

    /// <summary>Others can use the account as well.</summary>
    OtherClients = 3,

    /// <summary>Orders can end at a date.</summary>
    GoodTilDate = 4,

    /// <summary>An iceberg's hidden part.</summary>
    Icebergs = 5,
}

/// <summary>A venue on the bench: one account with 100,000 USDT and 1 BTC, one instrument, a market that the test moves, and ways to break things.</summary>
/// <remarks>One test at a time.</remarks>
internal interface IVenueBench : IAsyncDisposable
{
    /// <summary>Takes what trading asks.</summary>
    ActorRef<VenueRequest> Requests { get; }

    /// <summary>Hears everything that is told to a request's reply address and to the follower of the account.</summary>
    IVenueClient Client { get; }

    /// <summary>BTCUSDT as the venue describes it: ticks of 0.01, lots of 0.00002, at least 5 USDT.</summary>
    Instrument Instrument { get; }

    /// <summary>Number of the last market event.</summary>
    long Basis { get; }

    /// <summary>Reads market data until something comes; false when it has not within this much of the bench's time. Needs <see cref="VenueFeature.MarketData"/>.</summary>
    Task<bool> TrySeeAsync(Func<MarketEvent, bool> fits, TimeSpan within);

    /// <summary>Why the venue lacks something; null when it has it.</summary>
    string? Lacks(VenueFeature feature);

    /// <summary>The market moves: this is the best bid now, one tick below the best ask, and the price of the last trade. Completes when the venue has seen it.</summary>
    Task PriceAsync(long bidUnits);

    /// <summary>The next order is taken by the venue, and its answer never comes.</summary>
    void LoseNextAnswer();

    /// <summary>The next order never reaches the venue.</summary>
    void LoseNextOrder();

    /// <summary>Cuts every connection; they may be restored at once. Needs <see cref="VenueFeature.Link"/>.</summary>
    Task CutLinkAsync();

    /// <summary>Cuts every connection and lets none be made until <see cref="LetLinkBack"/>. Needs <see cref="VenueFeature.Link"/>.</summary>
    Task HoldLinkAsync();

    void LetLinkBack();

    /// <summary>Somebody else places an order in the account. Needs <see cref="VenueFeature.OtherClients"/>.</summary>
    Task PlaceElsewhereAsync(string clientOrderId, OrderTerms terms);
}
