using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Books that end with the process: for back-tests, where the venue is part of the virtual world.</summary>
public sealed class MemoryPaperVenueStore : IPaperVenueStore
{
    private readonly Dictionary<string, VenueOrder> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private readonly SortedDictionary<string, Balance> _balances = new(StringComparer.Ordinal);
    private long _marketNanos;

    public VenueBooks Load() => new([.. _orders.Values], [.. _trades], new SortedDictionary<string, Balance>(_balances), _marketNanos);

    public void Save(VenueChange change)
    {
        foreach (var order in change.Orders)
            _orders[order.ClientOrderId] = order;
        _trades.AddRange(change.Trades);
        foreach (var (asset, balance) in change.Balances)
            _balances[asset] = balance;
        _marketNanos = Math.Max(_marketNanos, change.MarketNanos);
    }

    public void Dispose()
    {
    }
}
