using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Books that end with the process: for back-tests, where the venue is part of the virtual world.</summary>
public sealed class MemoryPaperVenueStore : IPaperVenueStore
{
    private readonly Dictionary<string, VenueOrder> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private readonly Dictionary<(int Account, string Asset), Balance> _balances = [];
    private readonly List<AccountEntry> _accounts = [];
    private readonly List<VenuePrevention> _preventions = [];
    private readonly Dictionary<string, VenueMark> _marks = [];
    private long _marketNanos;

    /// <summary>Balances and marks come sorted, all else in the order in which it was first stored.</summary>
    public VenueBooks Load() => new(
        [.. _orders.Values], [.. _trades],
        [.. _balances.OrderBy(entry => entry.Key.Account).ThenBy(entry => entry.Key.Asset, StringComparer.Ordinal)
            .Select(entry => new AccountBalance(entry.Key.Account, entry.Key.Asset, entry.Value))],
        _marketNanos)
    {
        Accounts = [.. _accounts],
        Preventions = [.. _preventions],
        Marks = [.. _marks.Values.OrderBy(mark => mark.Symbol, StringComparer.Ordinal)],
    };

    public void Save(VenueChange change)
    {
        _accounts.AddRange(change.Accounts);
        foreach (var order in change.Orders)
            _orders[order.VenueOrderId] = order;
        _trades.AddRange(change.Trades);
        foreach (var (account, asset, balance) in change.Balances)
            _balances[(account, asset)] = balance;
        _preventions.AddRange(change.Preventions);
        foreach (var mark in change.Marks)
            _marks[mark.Symbol] = mark;
        _marketNanos = Math.Max(_marketNanos, change.MarketNanos);
    }

    public void Dispose()
    {
    }
}
