using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;

namespace QuantumAI.Venues.Contract;

/// <summary>An open session at a venue: what trading asks of it and what it says. The same for every venue.</summary>
/// <remarks>
/// Orders and what becomes of them go through <see cref="Requests"/> only; the semantics are those of <see cref="VenueRequest"/> and
/// <see cref="VenueReport"/>: a rejection is proof, silence is an unknown outcome, a missing order is told only when it is proved.
/// After every loss of the link the venue says so to whoever follows the account, and that it is back.
/// </remarks>
public interface IVenueSession : IAsyncDisposable
{
    /// <summary>What was found when the session was opened.</summary>
    VenueProfile Profile { get; }

    /// <summary>The instruments as the venue describes them at present, in the order of the opening's symbols. Any thread.</summary>
    IReadOnlyList<VenueInstrument> Instruments { get; }

    /// <summary>Takes orders and queries; null where only market data was asked for.</summary>
    ActorRef<VenueRequest>? Requests { get; }

    /// <summary>Quotes, trades, depth and, before everything that follows a loss, gaps.</summary>
    MarketFeed Market { get; }

    /// <summary>Whether reports come at present. Any thread; a glimpse.</summary>
    VenueLink Link { get; }

    /// <summary>The last bars of a symbol, oldest first; the last may be open still. Empty where the venue has no bars of that length.</summary>
    /// <param name="symbol">Place in the opening's list.</param>
    /// <param name="intervalNanos">Length of a bar.</param>
    /// <param name="most">How many at the most; a venue may give fewer.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="VenueUnreachableException">The venue does not answer.</exception>
    Task<IReadOnlyList<Bar>> HistoryAsync(int symbol, long intervalNanos, int most, CancellationToken cancellation);

    /// <summary>The venue describes an instrument differently from before. Raised on the account's lane; must return at once.</summary>
    event Action<VenueInstrument>? InstrumentChanged;
}

/// <summary>What a venue and an account there are like.</summary>
/// <param name="Venue">Name, with the environment where there are several.</param>
/// <param name="Capabilities">What it takes natively; the rest is held here.</param>
/// <param name="Balances">At the opening, by asset; empty without an account.</param>
/// <param name="Permissions">Of the key; null without one.</param>
public sealed record VenueProfile(
    string Venue, VenueCapabilities Capabilities, IReadOnlyDictionary<string, Balance> Balances, VenuePermissions? Permissions);

/// <summary>What a key may do. Null: the venue does not say.</summary>
/// <param name="IsAddressBound">It works from listed addresses only.</param>
/// <param name="EndsNanos">Venue time at which it stops working.</param>
public sealed record VenuePermissions(bool? CanRead, bool? CanTrade, bool? CanWithdraw, bool? IsAddressBound, long? EndsNanos);

/// <summary>Where a session's link to its venue stands.</summary>
public enum VenueLink : byte
{
    Unspecified = 0,
    Connecting = 1,
    Linked = 2,

    /// <summary>Reports may be missing; it is being restored.</summary>
    Lost = 3,
    Closed = 4,
}
