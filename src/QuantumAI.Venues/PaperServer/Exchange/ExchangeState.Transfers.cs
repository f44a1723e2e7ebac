using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <content>Money that comes from outside and goes there.</content>
public sealed partial class ExchangeState
{
    /// <summary>Brings money into an account, or (negative) takes it out.</summary>
    /// <returns>The balance after it.</returns>
    /// <exception cref="RequestRefusedException">The exchange has no such asset, or not so much is free.</exception>
    public Balance Transfer(VenueAccount account, string asset, Money amount, long nowNanos)
    {
        if (!Assets.Contains(asset))
            throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, nameof(asset));
        if (account.Balances.GetValueOrDefault(asset).Free + amount < Money.Zero)
            throw new RequestRefusedException(VenueRefusals.Rejected(EngineMessages.InsufficientBalance));
        _changes.Add(Venue.Deposit(account, asset, amount, nowNanos).Change);
        _updated[account.Number] = nowNanos;
        var balance = account.Balances[asset];
        _events.Add(new TransferTold(account.Number, asset, amount, balance, nowNanos));
        return balance;
    }
}
