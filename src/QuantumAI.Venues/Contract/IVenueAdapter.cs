using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Venues.Contract;

/// <summary>A venue that sessions can be opened at. One for each venue and account.</summary>
public interface IVenueAdapter
{
    /// <summary>The venue's name in lower case, as configuration writes it.</summary>
    string Name { get; }

    /// <summary>Finds out what the venue has and what the key may do, connects, and completes when orders can be sent.</summary>
    /// <exception cref="VenueRefusedException">Something that does not pass by itself: an unknown symbol, a key that may withdraw.</exception>
    /// <exception cref="VenueUnreachableException">The venue did not answer; it may later.</exception>
    Task<IVenueSession> OpenAsync(VenueOpening opening, CancellationToken cancellation);
}

/// <summary>What a session is to be opened for.</summary>
/// <param name="Account">Lane of the gateway: orders, queries and reports.</param>
/// <param name="Market">Lane of the market data; may be the same.</param>
/// <param name="Symbols">What is traded, in the venue's names; place in the list = the market events' instrument id.</param>
/// <param name="Use">How much of the venue is used.</param>
public sealed record VenueOpening(Lane Account, Lane Market, IReadOnlyList<string> Symbols, VenueUse Use)
{
    /// <summary>World time for which this process still owns the account, at a world time; null = no limit. Orders carry it to the venue as their validity.</summary>
    public Func<long, long>? LeaseNanos { get; init; }

    /// <summary>Is told what people should know; called on the lanes, must return at once.</summary>
    public Action<VenueNotice> Notify { get; init; } = static _ => { };
}

/// <summary>How much of a venue a session uses.</summary>
public enum VenueUse : byte
{
    Unspecified = 0,

    /// <summary>Public market data; no key.</summary>
    MarketData = 1,

    /// <summary>Orders at a venue that is not about real money; a key's permissions are looked at and not insisted on.</summary>
    Paper = 2,

    /// <summary>Real money: a key that may withdraw, or may not trade, or does not say so, is refused.</summary>
    Live = 3,
}

/// <summary>Something about the venue that people should know.</summary>
/// <param name="IsAlarm">Somebody has to look.</param>
public readonly record struct VenueNotice(bool IsAlarm, string Text);

/// <summary>A session that cannot be opened, and will not be by trying again.</summary>
#pragma warning disable CA1032 // A refusal has a reason.
public sealed class VenueRefusedException(string message) : Exception(message);

/// <summary>A venue that does not answer now.</summary>
public sealed class VenueUnreachableException(string message) : Exception(message);
#pragma warning restore CA1032
