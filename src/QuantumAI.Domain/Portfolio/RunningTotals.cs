using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <summary>Sums over an account's positions and open orders, kept up to date event by event and mark by mark: reading them costs the same with one position and with hundreds.</summary>
/// <remarks>
/// Equal to what walking over the account gives (<see cref="Account.Exposures"/>): amounts are exact, so the order of additions does not matter. What is quoted in another asset
/// than the base currency hangs on several marks and is added up when it is asked for. Once made it is the only writer of the marks. One per
/// account, on its lane.
/// </remarks>
public sealed class RunningTotals
{
    private readonly Account _account;
    private readonly Dictionary<string, Price> _marks;
    private readonly Dictionary<string, SymbolTotals> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgentTotals> _agents = new(StringComparer.Ordinal);
    private readonly List<SymbolTotals> _indirect = [];
    private Money _equity;
    private Money _positions;
    private Money _added;
    private OpenOrderCounts _counts;
    private long _totalChanges = -1;
    private (long Changes, int Marks) _lookedAt = (-1, -1);
    private string? _unpriced;
    private bool _isFolded;
    private bool _isBeyond;

    /// <param name="account">Followed from now on.</param>
    /// <param name="marks">Last prices by symbol; read by whoever checks.</param>
    public RunningTotals(Account account, Dictionary<string, Price> marks)
    {
        (_account, _marks) = (account, marks);
        account.Follow(this);
    }

    /// <summary>Equity at the present marks. A changed balance makes it add up everything again.</summary>
    public Money Equity
    {
        get
        {
            if (_totalChanges != _account.Ledger.TotalChanges)
            {
                _equity = _account.Equity(_marks);
                _totalChanges = _account.Ledger.TotalChanges;
            }

            return _equity;
        }
    }

    /// <summary>As <see cref="Account.Unpriced"/> at the present marks.</summary>
    public string? Unpriced
    {
        get
        {
            if (_marks.Count == _account.Instruments.Count)
                return null;
            if (_lookedAt != (_account.Ledger.TotalChanges, _marks.Count))
                (_lookedAt, _unpriced) = ((_account.Ledger.TotalChanges, _marks.Count), _account.Unpriced(_marks));
            return _unpriced;
        }
    }

    /// <summary>A symbol's last price.</summary>
    public void Mark(string symbol, Price price)
    {
        var asset = _account.Instruments[symbol].BaseAsset;
        var others = Equity - _account.ValueOf(asset, _marks);
        _marks[symbol] = price;
        _equity = others + _account.ValueOf(asset, _marks);
        if (_isFolded && _symbols.TryGetValue(symbol, out var totals))
            Keep(totals, static (running, totals) => running.Revalue(totals));
    }

    /// <summary>The sums of an agent, of a symbol and of all; false when one of them is more than amounts hold: who needs them walks.</summary>
    /// <exception cref="OverflowException">What is quoted in another asset is more than amounts hold.</exception>
    internal bool TryRead(string agentId, string symbol, out ExposureSums sums)
    {
        if (!_isFolded)
            Fold();
        sums = default;
        if (_isBeyond)
            return false;
        var agent = _agents.TryGetValue(agentId, out var agents) ? agents.Exposure : Money.Zero;
        sums = new ExposureSums(agent, _positions + _added, _added, Money.Zero, _counts, []);
        if (_symbols.TryGetValue(symbol, out var own))
            sums = sums with { Symbol = own.Exposure, OpenOfSymbol = own.Open };
        foreach (var totals in _indirect)
            AddIndirect(totals, agentId, symbol, ref sums);
        return true;
    }

    /// <summary>An open order became another one; null: it was not or is not open.</summary>
    internal void Changed(Order? before, Order? after)
    {
        if (_lookedAt.Marks >= 0 && (before ?? after) is { } changed && _account.Instruments[changed.Symbol].QuoteAsset != _account.BaseCurrency)
            _lookedAt = (-1, -1); // what it adds hangs on the price of what it pays with
        if (_isFolded && (before ?? after) is { } order)
            Keep((SymbolOf(order.Symbol), before, after), static (running, change) => running.Change(change.Item1, change.before, change.after));
    }

    internal void Changed(Position position)
    {
        if (_isFolded)
            Keep(position, static (running, position) => running.Change(position));
    }

    /// <summary>A sum that does not fit is no reason to refuse what has happened: from then on the sums are not kept.</summary>
    private void Keep<T>(T change, Action<RunningTotals, T> apply)
    {
        if (_isBeyond)
            return;
        try
        {
            apply(this, change);
        }
        catch (OverflowException)
        {
            _isBeyond = true;
        }
    }

    /// <summary>With the first question: only an account that is opened has a base currency.</summary>
    private void Fold()
    {
        _isFolded = true;
        foreach (var position in _account.Positions)
            Changed(position);
        foreach (var order in _account.OpenOrders)
            Changed(null, order);
    }

    private void Change(SymbolTotals symbol, Order? before, Order? after)
    {
        var index = before is null ? -1 : symbol.Open.FindIndex(order => ReferenceEquals(order, before));
        if (before is not null && after is not null)
            symbol.Open[index] = after;
        else if (before is not null)
            symbol.Open.RemoveAt(index);
        else
            symbol.Open.Add(after!);
        _counts += OpenOrderCounts.Of(after) - OpenOrderCounts.Of(before);
        var order = (after ?? before)!;
        var held = _account.IsMargin && order.ReduceOnly ? HeldOf(symbol, order.AgentId) : -1;
        if (!symbol.IsDirect)
            return;
        var change = AddedBy(after) - AddedBy(before);
        _added += change;
        symbol.Exposure += change;
        AgentOf(order.AgentId).Exposure += change;
        if (held >= 0)
            Revalue(symbol, held);
        else if (_account.IsMargin && order.List is not null)
            Revalue(symbol); // what depends on it may count now
    }

    private void Change(Position position)
    {
        var symbol = SymbolOf(position.Symbol);
        var index = HeldOf(symbol, position.AgentId);
        symbol.Held[index] = symbol.Held[index] with { Position = position };
        Revalue(symbol, index);
    }

    private int HeldOf(SymbolTotals symbol, string agentId)
    {
        var index = symbol.Held.FindIndex(held => held.Position.AgentId == agentId);
        if (index >= 0)
            return index;
        symbol.Held.Add((_account.PositionOf(agentId, symbol.Symbol), Money.Zero, Money.Zero));
        return symbol.Held.Count - 1;
    }

    private void Revalue(SymbolTotals symbol)
    {
        for (var i = 0; i < symbol.Held.Count; i++)
            Revalue(symbol, i);
    }

    private void Revalue(SymbolTotals symbol, int index)
    {
        if (!symbol.IsDirect)
            return;
        var held = symbol.Held[index];
        var value = _account.PositionValue(held.Position, _marks) ?? Money.Zero;
        var turned = _account.TurnedBy(held.Position, symbol.Open, _marks);
        if (value == held.Value && turned == held.Turned)
            return;
        var (change, added) = (value - held.Value, turned - held.Turned);
        symbol.Held[index] = (held.Position, value, turned);
        _positions += change;
        _added += added;
        symbol.Exposure += change + added;
        AgentOf(held.Position.AgentId).Exposure += change + added;
    }

    private void AddIndirect(SymbolTotals totals, string agentId, string symbol, ref ExposureSums sums)
    {
        foreach (var (position, _, _) in totals.Held)
        {
            var (isOfAgent, isOfSymbol) = (position.AgentId == agentId, position.Symbol == symbol);
            sums = sums.With(_account.PositionValue(position, _marks) ?? Money.Zero, isOfAgent, isOfSymbol, isOpen: false);
            sums = sums.With(_account.TurnedBy(position, totals.Open, _marks), isOfAgent, isOfSymbol, isOpen: true);
        }

        foreach (var order in totals.Open)
            sums = sums.With(AddedBy(order), order.AgentId == agentId, order.Symbol == symbol, isOpen: true);
    }

    private Money AddedBy(Order? order) => order is null ? Money.Zero : _account.AddedBy(order, _marks);

    private AgentTotals AgentOf(string agentId) => _agents.TryGetValue(agentId, out var agent) ? agent : _agents[agentId] = new AgentTotals();

    private SymbolTotals SymbolOf(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out var totals))
            return totals;
        totals = _symbols[symbol] = new SymbolTotals(symbol, _account.Instruments[symbol].QuoteAsset == _account.BaseCurrency);
        if (!totals.IsDirect)
            _indirect.Add(totals);
        return totals;
    }

    private sealed class AgentTotals
    {
        public Money Exposure;
    }

    private sealed class SymbolTotals(string symbol, bool isDirect)
    {
        public readonly List<(Position Position, Money Value, Money Turned)> Held = [];
        public readonly List<Order> Open = [];
        public Money Exposure;

        public string Symbol => symbol;

        /// <summary>Quoted in the base currency.</summary>
        public bool IsDirect => isDirect;
    }
}
