using QuantumAI.Domain.Instruments;
using QuantumAI.Simulation.Fees;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>An account that the exchange opens when it does not have it yet.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Deposits">Its first money.</param>
/// <param name="FeeTier">Row of the fee schedule.</param>
public sealed record ExchangeAccount(string Name, IReadOnlyList<(string Asset, Money Amount)> Deposits, int FeeTier = 0);

/// <summary>What an exchange is: its symbols, fees, accounts, keys and limits. Immutable.</summary>
public sealed record ExchangeSettings(
    IReadOnlyList<SpotSymbol> Symbols, IReadOnlyList<ExchangeAccount> Accounts, IReadOnlyList<ApiKey> Keys, FeeSchedule Fees, ExchangeLimits Limits)
{
    /// <summary>Requests that wait for the engine; one more is answered with SERVER_BUSY.</summary>
    public int MostWaiting { get; init; } = 4_096;

    /// <summary>What a symbol says of an instrument, with the filters that the venue's own symbols have.</summary>
    public static SpotSymbol Describe(Instrument instrument) => ExchangeInfo.Describe(ExchangeFilters.Of(instrument));

    /// <summary>The limits as exchangeInfo tells them.</summary>
    public IReadOnlyList<RateLimit> RateLimits => Limits.Told;
}
