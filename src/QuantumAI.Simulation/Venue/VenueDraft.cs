using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Collects what a step changes and tells; used again for every step, so that a step in which nothing happens allocates nothing.</summary>
internal sealed class VenueDraft
{
    private readonly List<string> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private readonly List<string> _assets = [];
    private readonly List<VenueReport> _reports = [];

    /// <summary>Time of the step.</summary>
    public long Nanos { get; private set; }

    public bool IsEmpty => _orders.Count == 0 && _reports.Count == 0 && _assets.Count == 0;

    public void Begin(long nanos)
    {
        Nanos = nanos;
        _orders.Clear();
        _trades.Clear();
        _assets.Clear();
        _reports.Clear();
    }

    public void Changes(string clientOrderId)
    {
        if (!_orders.Contains(clientOrderId))
            _orders.Add(clientOrderId);
    }

    public void ChangesAsset(string asset)
    {
        if (!_assets.Contains(asset))
            _assets.Add(asset);
    }

    public void Add(VenueTrade trade) => _trades.Add(trade);

    public void Tell(VenueReport report) => _reports.Add(report);

    /// <summary>The step, with every order and balance as it is now.</summary>
    public VenueStep End(VenueOrders orders, AssetLedger ledger)
    {
        var balances = new SortedDictionary<string, Balance>(StringComparer.Ordinal);
        foreach (var asset in _assets)
            balances[asset] = ledger[asset];
        var changed = new VenueOrder[_orders.Count];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = orders.Find(_orders[i])!;
        return new VenueStep(new VenueChange(changed, [.. _trades], balances, Nanos), [.. _reports]);
    }
}
