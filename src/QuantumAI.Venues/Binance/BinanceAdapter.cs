using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance;

/// <summary>Binance spot, or whatever speaks its language: the public venue, its test network, the paper exchange.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="key">The account's key; null where only market data is wanted. Owned by the caller.</param>
/// <param name="rest">Shared by all sessions.</param>
/// <param name="streams">Shared by all sessions.</param>
/// <param name="address">Of this machine's address: one for all sessions of a process.</param>
public sealed class BinanceAdapter(BinanceSettings settings, ApiKey? key, IRestTransport rest, IStreamTransport streams, AddressBudget address) : IVenueAdapter
{
    public const string KeyHeader = "X-MBX-APIKEY";

    /// <summary>What the venue takes natively. A list's orders that it cannot take are refused before sending.</summary>
    public static VenueCapabilities Capabilities => VenueCapabilities.All;

    public string Name => "binance";

    public async Task<IVenueSession> OpenAsync(VenueOpening opening, CancellationToken cancellation)
    {
        settings.Validate();
        if (opening.Use is not (VenueUse.MarketData or VenueUse.Paper or VenueUse.Live))
            throw new VenueRefusedException("a session must be opened for market data, on paper or live");
        if (opening.Use != VenueUse.MarketData && key is null)
            throw new VenueRefusedException("a session that trades needs a key");
        var session = new BinanceSession(settings, opening, rest, streams, address, opening.Use == VenueUse.MarketData ? null : key);
        try
        {
            var described = await session.AskAsync(SpotCalls.ExchangeInfo(opening.Symbols), cancellation).ConfigureAwait(false);
            if (IsBadSymbol(described))
                throw new VenueRefusedException($"the venue at {settings.Rest} has no symbol {await UnknownAsync(session, opening.Symbols, cancellation).ConfigureAwait(false)}");
            session.Describe(ExchangeInfo.Read(Payload.Open("exchangeInfo", Need(described))));
            if (opening.Use == VenueUse.MarketData)
            {
                session.Profile = new VenueProfile(Name, Capabilities, new Dictionary<string, Balance>(), null);
            }
            else
            {
                session.Profile = await CheckAsync(session, opening, cancellation).ConfigureAwait(false);
                await session.LinkAsync(key!, cancellation).ConfigureAwait(false);
            }

            session.StartMarket();
            return session;
        }
        catch (PayloadException broken)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw new VenueUnreachableException($"what answers at {settings.Rest} is not the venue: {broken.Message}");
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What account and key may do; refuses what must not be.</summary>
    private async Task<VenueProfile> CheckAsync(BinanceSession session, VenueOpening opening, CancellationToken cancellation)
    {
        var account = SpotAccount.Account(Payload.Open("account", Need(await session.AskAsync(SpotCalls.Account, cancellation).ConfigureAwait(false))));
        var told = await session.AskAsync(SpotCalls.KeyPermissions, cancellation).ConfigureAwait(false);
        // A test network has no such question; a venue that refuses to say is refused live.
        var permissions = told.IsSuccess ? SpotAccount.KeyPermissions(Payload.Open("apiRestrictions", told.Body)) : null;
        var refusals = KeyRules.Refusals(opening.Use, permissions, account);
        if (refusals.Count > 0)
            throw new VenueRefusedException(string.Join("; ", refusals));
        foreach (var warning in KeyRules.Warnings(permissions))
            opening.Notify(new VenueNotice(IsAlarm: false, warning));
        return new VenueProfile(
            Name,
            Capabilities,
            account.Balances.ToDictionary(balance => balance.Asset, balance => new Balance(balance.Free, balance.Locked), StringComparer.Ordinal),
            KeyRules.Of(permissions, account));
    }

    /// <summary>The venue does not say which symbol it does not know: each is asked for alone.</summary>
    private static async Task<string> UnknownAsync(BinanceSession session, IReadOnlyList<string> symbols, CancellationToken cancellation)
    {
        var unknown = new List<string>();
        foreach (var symbol in symbols)
        {
            if (symbols.Count == 1 || IsBadSymbol(await session.AskAsync(SpotCalls.ExchangeInfo([symbol]), cancellation).ConfigureAwait(false)))
                unknown.Add(symbol);
        }

        return string.Join(", ", unknown.Count > 0 ? unknown : symbols);
    }

    private static bool IsBadSymbol(SpotAnswer answer) => answer.Error?.Code == (int)SpotErrorCode.BadSymbol;

    private byte[] Need(SpotAnswer answer) => answer switch
    {
        { IsSuccess: true } => answer.Body,
        { Error: not null, Outcome: VenueOutcome.NotSent or VenueOutcome.Rejected } => throw new VenueRefusedException($"the venue at {settings.Rest} says {answer.Detail}"),
        _ => throw new VenueUnreachableException($"the venue does not answer at {settings.Rest}: {answer.Detail}"),
    };
}
