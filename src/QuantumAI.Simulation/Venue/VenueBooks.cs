using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>An account of the venue, as it is stored.</summary>
/// <param name="Number">1, 2, 3 … in the order of opening.</param>
/// <param name="Name">Unique at the venue.</param>
/// <param name="FeeTier">Row of the fee schedule, 0 = the first.</param>
public sealed record AccountEntry(int Number, string Name, int FeeTier);

/// <summary>What an account has of an asset.</summary>
public readonly record struct AccountBalance(int Account, string Asset, Balance Balance);

/// <summary>What the venue remembers of a symbol's prices; 0 = not known.</summary>
/// <param name="Last">What counts as the last trade's price.</param>
/// <param name="Bid">Best bid that the feed showed last, followed while the feed shows no trades.</param>
/// <param name="Ask">The same of the ask.</param>
/// <param name="HasTrades">Whether the feed shows trades: then quotes are no last prices.</param>
/// <param name="Traded">Price of the last trade of an order of a client or with one.</param>
public sealed record VenueMark(string Symbol, Price Last, Price Bid, Price Ask, bool HasTrades, Price Traded);

/// <summary>What one step of the built-in venue changed: stored in one commit before anybody is told.</summary>
/// <param name="Orders">Orders that are new or changed, whole.</param>
/// <param name="Trades">New trades.</param>
/// <param name="Balances">Balances that changed.</param>
/// <param name="MarketNanos">Market time of the step.</param>
public sealed record VenueChange(
    IReadOnlyList<VenueOrder> Orders,
    IReadOnlyList<VenueTrade> Trades,
    IReadOnlyList<AccountBalance> Balances,
    long MarketNanos)
{
    /// <summary>Accounts that are new.</summary>
    public IReadOnlyList<AccountEntry> Accounts { get; init; } = [];

    /// <summary>New prevented matches.</summary>
    public IReadOnlyList<VenuePrevention> Preventions { get; init; } = [];

    /// <summary>Prices of symbols with open orders, where they are others than those stored.</summary>
    public IReadOnlyList<VenueMark> Marks { get; init; } = [];

    /// <summary>Nothing that a store would have to write.</summary>
    public bool IsEmpty =>
        Orders.Count == 0 && Trades.Count == 0 && Balances.Count == 0 && Accounts.Count == 0 && Preventions.Count == 0 && Marks.Count == 0;
}

/// <summary>Everything that the venue has stored.</summary>
/// <param name="Orders">In the order in which they were first stored.</param>
/// <param name="Trades">The same.</param>
/// <param name="Balances">Of all accounts.</param>
/// <param name="MarketNanos">Latest market time of a step.</param>
public sealed record VenueBooks(
    IReadOnlyList<VenueOrder> Orders,
    IReadOnlyList<VenueTrade> Trades,
    IReadOnlyList<AccountBalance> Balances,
    long MarketNanos)
{
    /// <summary>In the order of opening.</summary>
    public IReadOnlyList<AccountEntry> Accounts { get; init; } = [];

    public IReadOnlyList<VenuePrevention> Preventions { get; init; } = [];

    public IReadOnlyList<VenueMark> Marks { get; init; } = [];
}
