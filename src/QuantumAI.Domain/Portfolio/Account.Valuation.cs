using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <content>What the account is worth and how much of it is exposed, at given marks.</content>
public sealed partial class Account
{
    /// <summary>Symbols that are quoted in the base currency, by their base asset.</summary>
    private Dictionary<string, string[]>? _pricedBy;

    /// <summary>Tells these totals of every order and position that changes from now on.</summary>
    internal void Follow(RunningTotals totals)
    {
        Guard.That(_totals is null, "an account has one set of running totals");
        _totals = totals;
    }

    /// <summary>Whether these totals are this account's.</summary>
    internal bool IsFollowedBy(RunningTotals totals) => ReferenceEquals(_totals, totals);

    /// <summary>What all agents together hold of a symbol.</summary>
    public Quantity NetPosition(string symbol)
    {
        var net = Instruments[symbol].ZeroQuantity;
        foreach (var position in _positions.Values)
        {
            if (position.Symbol == symbol)
                net += position.Quantity;
        }

        return net;
    }

    /// <summary>Equity in the base currency: its balance and every other asset at its mark; an asset without a mark counts nothing.</summary>
    public Money Equity(IReadOnlyDictionary<string, Price> marks)
    {
        var equity = Money.Zero;
        foreach (var asset in Ledger.Balances.Keys)
            equity += ValueOf(asset, marks);
        return equity;
    }

    /// <summary>A symbol of which something is held and no mark is known yet: equity and exposure lack it. Null when they are whole.</summary>
    /// <remarks>
    /// Less than the smallest order of the symbol does not count, nor an asset that no symbol prices in the base currency. What is quoted in
    /// another asset hangs on that asset's price too.
    /// </remarks>
    public string? Unpriced(IReadOnlyDictionary<string, Price> marks)
    {
        if (marks.Count == Instruments.Count)
            return null;
        foreach (var instrument in Instruments.Values)
        {
            if (!marks.ContainsKey(instrument.Symbol) && (HoldsPosition(instrument) || IsMissed(instrument, marks)))
                return instrument.Symbol;
        }

        return null;
    }

    /// <summary>Whether an asset has no value in the base currency yet, and will have one with the first price of a symbol.</summary>
    public bool AwaitsPrice(string asset, IReadOnlyDictionary<string, Price> marks) =>
        InBaseCurrency(Money.Whole(1), asset, marks) is null && _pricedBy!.ContainsKey(asset);

    /// <summary>Whether the asset that a symbol prices has no other price either, and is held, or pays for what is held or ordered.</summary>
    private bool IsMissed(Instrument pricing, IReadOnlyDictionary<string, Price> marks)
    {
        if (pricing.QuoteAsset != BaseCurrency || !AwaitsPrice(pricing.BaseAsset, marks))
            return false;
        return Money.Abs(Ledger[pricing.BaseAsset].Total) >= Money.Of(pricing.Quantity(LeastOf(pricing)))
            || Instruments.Values.Any(quoted => quoted.QuoteAsset == pricing.BaseAsset && (HoldsPosition(quoted) || HasOpening(quoted)));
    }

    private bool HasOpening(Instrument instrument) => _open.Values.Any(order => order.Symbol == instrument.Symbol && AddedBy(order) > Money.Zero);

    private bool HoldsPosition(Instrument instrument) =>
        _positions.Values.Any(position => position.Symbol == instrument.Symbol && Math.Abs(position.Quantity.Units) >= LeastOf(instrument));

    /// <summary>The smallest order, in lots: of less nothing can be sold.</summary>
    private static long LeastOf(Instrument instrument) => Math.Max(1, instrument.MinQuantityUnits);

    /// <summary>What the account holds of an asset, in the base currency; zero without a mark.</summary>
    public Money ValueOf(string asset, IReadOnlyDictionary<string, Price> marks) => InBaseCurrency(Ledger[asset].Total, asset, marks) ?? Money.Zero;

    /// <summary>An amount of an asset in the base currency; null when no mark of a symbol leads from one to the other.</summary>
    /// <remarks>An asset has one price: where several symbols trade it against the base currency, that of the first, in the instruments' order, that has a mark.</remarks>
    public Money? InBaseCurrency(Money amount, string asset, IReadOnlyDictionary<string, Price> marks)
    {
        if (asset == BaseCurrency || amount == Money.Zero)
            return amount;
        _pricedBy ??= Instruments.Values.Where(instrument => instrument.QuoteAsset == BaseCurrency)
            .GroupBy(instrument => instrument.BaseAsset, instrument => instrument.Symbol).ToDictionary(group => group.Key, group => group.ToArray());
        foreach (var symbol in _pricedBy.GetValueOrDefault(asset, []))
        {
            if (marks.TryGetValue(symbol, out var mark))
                return ValueOf(amount, mark);
        }

        return null;
    }

    /// <summary>Gross positions at their marks and what open orders may add to them, in the base currency; of one agent, or of all when null.</summary>
    /// <remarks>What has no mark counts nothing: nothing new is bought of it either. Reduce-only orders add nothing but what exceeds their position.</remarks>
    public Money Exposure(IReadOnlyDictionary<string, Price> marks, string? agentId = null) =>
        Exposures(agentId ?? "", "", marks) is var sums && agentId is null ? sums.All : sums.Agent;

    /// <summary>Everything that is a sum of positions and open orders, in one walk: the naive form of <see cref="RunningTotals"/>.</summary>
    /// <param name="agentId">Whose share is told apart.</param>
    /// <param name="symbol">The symbol whose share is told apart.</param>
    /// <param name="marks">Last prices by symbol.</param>
    /// <param name="except">An order that is not counted; null = all are.</param>
    internal ExposureSums Exposures(string agentId, string symbol, IReadOnlyDictionary<string, Price> marks, string? except = null)
    {
        List<Order> open = [.. _open.Values.Where(order => order.ClientOrderId != except)];
        var sums = new ExposureSums(Money.Zero, Money.Zero, Money.Zero, Money.Zero, default, open.FindAll(order => order.Symbol == symbol));
        foreach (var position in _positions.Values)
        {
            if (!position.Quantity.IsZero && PositionValue(position, marks) is { } value)
                sums = sums.With(value, position.AgentId == agentId, position.Symbol == symbol, isOpen: false);
        }

        foreach (var order in open)
        {
            sums = sums.With(AddedBy(order, marks), order.AgentId == agentId, order.Symbol == symbol, isOpen: true);
            sums = sums with { Counts = sums.Counts + OpenOrderCounts.Of(order) };
        }

        if (!IsMargin)
            return sums;
        foreach (var pair in open.Where(order => order.ReduceOnly).Select(order => (order.AgentId, order.Symbol)).Distinct())
        {
            var turned = TurnedBy(PositionOf(pair.AgentId, pair.Symbol), open.FindAll(order => order.Symbol == pair.Symbol), marks);
            sums = sums.With(turned, pair.AgentId == agentId, pair.Symbol == symbol, isOpen: true);
        }

        return sums;
    }

    /// <summary>What the agent's reduce-only orders would open on the other side once the position is gone, at its mark in the base currency; zero without a mark.</summary>
    /// <remarks>
    /// They were judged against the position of then, and it may have gone through another order meanwhile. Of orders that cancel each
    /// other the larger counts; one that is held here is judged again before it goes, and a child whose entry is open brings its own.
    /// A cash account cannot sell what it has not got.
    /// </remarks>
    /// <param name="position">The agent's position.</param>
    /// <param name="openOfSymbol">Every open order of its symbol.</param>
    /// <param name="marks">Last prices by symbol.</param>
    internal Money TurnedBy(Position position, List<Order> openOfSymbol, IReadOnlyDictionary<string, Price> marks)
    {
        if (!IsMargin || !marks.TryGetValue(position.Symbol, out var mark))
            return Money.Zero;
        var (sold, bought) = (-Math.Max(0, position.Quantity.Units), -Math.Max(0, -position.Quantity.Units));
        foreach (var order in openOfSymbol)
        {
            if (order.AgentId != position.AgentId || !order.ReduceOnly || order.Status == OrderStatus.Emulated || IsAsleep(order, openOfSymbol)
                || OrderListPlace.IsLesserRival(order, openOfSymbol))
                continue;
            if (order.Side == OrderSide.Sell)
                sold = checked(sold + order.Remaining.Units);
            else
                bought = checked(bought + order.Remaining.Units);
        }

        var turned = checked(Math.Max(0, sold) + Math.Max(0, bought));
        return turned == 0 ? Money.Zero
            : InBaseCurrency(Money.Notional(mark, Instruments[position.Symbol].Quantity(turned)), Instruments[position.Symbol].QuoteAsset, marks) ?? Money.Zero;
    }

    private static bool IsAsleep(Order order, List<Order> open) =>
        order.List is { } place && place.IsChild() && open.Exists(other => other.List is { Place: 0 } parent && parent.ListId == place.ListId);

    /// <summary>A position's gross value at its mark in the base currency; null without a mark.</summary>
    public Money? PositionValue(Position position, IReadOnlyDictionary<string, Price> marks) => marks.TryGetValue(position.Symbol, out var mark)
        ? InBaseCurrency(Money.Abs(Money.Notional(mark, position.Quantity)), Instruments[position.Symbol].QuoteAsset, marks)
        : null;

    /// <summary>What an open order may add to exposure, in the base currency; zero when no mark leads there.</summary>
    public Money AddedBy(Order order, IReadOnlyDictionary<string, Price> marks) =>
        InBaseCurrency(AddedBy(order), Instruments[order.Symbol].QuoteAsset, marks) ?? Money.Zero;

    /// <summary>What an open order may add to positions, in its quote asset. A child that is held here is judged again before it goes; one that the venue keeps is not.</summary>
    private Money AddedBy(Order order)
    {
        if (order.ReduceOnly || (order.Status == OrderStatus.Emulated && order.List?.IsChild() == true) || (order.Side == OrderSide.Sell && !IsMargin))
            return Money.Zero;
        return order.Side == OrderSide.Buy && order.Reserved > Money.Zero ? order.Reserved : Money.Notional(order.Terms.Limit ?? order.Reference, order.Remaining);
    }

    private static Money ValueOf(Money amount, Price price) => new(FixedPoint.Divide(
        checked(amount.Units * price.Units), FixedPoint.PowerOfTen(price.Scale), Rounding.HalfEven));
}
