using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Collects what a step changes and tells; used again for every step, so that a step in which nothing happens allocates nothing.</summary>
internal sealed class VenueDraft
{
    private readonly List<OrderRecord> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private readonly List<(VenueAccount Account, string Asset)> _assets = [];
    private readonly List<VenueTold> _told = [];
    private readonly List<VenuePrevention> _preventions = [];
    private readonly List<AccountEntry> _accounts = [];

    /// <summary>Time of the step.</summary>
    public long Nanos { get; private set; }

    public bool IsEmpty => _orders.Count == 0 && _told.Count == 0 && _assets.Count == 0;

    /// <remarks>An account that was opened stays until a step is there to store it.</remarks>
    public void Begin(long nanos)
    {
        Nanos = nanos;
        _orders.Clear();
        _trades.Clear();
        _assets.Clear();
        _told.Clear();
        _preventions.Clear();
    }

    public void Opens(AccountEntry account) => _accounts.Add(account);

    public void Changes(OrderRecord order)
    {
        if (!_orders.Contains(order))
            _orders.Add(order);
    }

    public void ChangesAsset(VenueAccount account, string asset)
    {
        if (!_assets.Contains((account, asset)))
            _assets.Add((account, asset));
    }

    public void Add(VenueTrade trade) => _trades.Add(trade);

    public void Add(VenuePrevention prevention) => _preventions.Add(prevention);

    public void Tell(OpenOrder order, VenueReport report) => _told.Add(new VenueTold(order.Account.Number, report, order.Order));

    public void Tell(VenueAccount account, VenueReport report, VenueOrder? order = null) => _told.Add(new VenueTold(account.Number, report, order));

    /// <summary>The step, with every order and balance as it is now.</summary>
    public VenueStep End(IReadOnlyList<VenueMark> marks)
    {
        var balances = new AccountBalance[_assets.Count];
        for (var i = 0; i < balances.Length; i++)
            balances[i] = new AccountBalance(_assets[i].Account.Number, _assets[i].Asset, _assets[i].Account.Money.Ledger[_assets[i].Asset]);
        var changed = new VenueOrder[_orders.Count];
        for (var i = 0; i < changed.Length; i++)
            changed[i] = _orders[i].Order;
        var change = new VenueChange(changed, [.. _trades], balances, Nanos) { Accounts = [.. _accounts], Preventions = [.. _preventions], Marks = marks };
        _accounts.Clear();
        return new VenueStep(change, [.. _told]);
    }
}
