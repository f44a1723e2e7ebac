using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Settings;

/// <summary>What a key must and must not be allowed to do. Pure.</summary>
public static class KeyRules
{
    /// <summary>Why a session with this key is refused; empty when it is not.</summary>
    /// <param name="use">Real money or not.</param>
    /// <param name="key">Of <c>apiRestrictions</c>; null = the venue did not say.</param>
    /// <param name="account">The account.</param>
    public static IReadOnlyList<string> Refusals(VenueUse use, KeyPermissions? key, AccountReport account)
    {
        var refusals = new List<string>();
        if (!account.CanTrade)
            refusals.Add("the account may not trade");
        if (key is { CanRead: false })
            refusals.Add("the key may not read: nothing could be reconciled");
        if (key is { CanTradeSpotAndMargin: false })
            refusals.Add("the key may not trade on the spot market");
        if (use != VenueUse.Live)
            return refusals;
        if (key is null)
            refusals.Add("the venue does not say what the key may do");
        if (key is { CanWithdraw: true })
            refusals.Add("the key may withdraw: use one that may not");
        if (key is { CanTradeSpotAndMargin: null })
            refusals.Add("the venue does not say whether the key may trade");
        return refusals;
    }

    /// <summary>What is not as safe as it could be.</summary>
    public static IReadOnlyList<string> Warnings(KeyPermissions? key)
    {
        if (key is null)
            return ["the venue does not say what the key may do"];
        var warnings = new List<string>();
        if (key.CanWithdraw)
            warnings.Add("the key may withdraw");
        if (!key.IsIpRestricted)
            warnings.Add("the key works from every address: bind it to this machine's");
        if (key.CanTransferInternally == true || key.CanTransferUniversally == true)
            warnings.Add("the key may transfer");
        return warnings;
    }

    /// <summary>The same for every venue.</summary>
    public static VenuePermissions Of(KeyPermissions? key, AccountReport account) => new(
        key?.CanRead ?? true, account.CanTrade && key?.CanTradeSpotAndMargin != false, key?.CanWithdraw, key?.IsIpRestricted, key?.TradingEndsNanos);
}
