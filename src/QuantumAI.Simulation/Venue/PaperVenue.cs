using System.Globalization;
using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>How the built-in venue behaves.</summary>
/// <param name="FeePpm">Fee of every trade in parts per million, taken from the asset received.</param>
/// <param name="HalfSpreadPpm">Half spread where the feed shows no spread (bars, trades), in parts per million of the price.</param>
public sealed record PaperVenueSettings(long FeePpm, long HalfSpreadPpm);

/// <summary>The answer to a request or to a market event: what to store, then whom to tell what.</summary>
public readonly record struct VenueStep(VenueChange Change, IReadOnlyList<VenueReport> Reports);

/// <summary>An exchange for one account: market orders fill whole at the best price of a later market event. Pure: no clock, no I/O.</summary>
/// <remarks>Buys pay the ask, sells get the bid. A crossed, empty or one-sided quote fills nothing. Not thread safe.</remarks>
public sealed class PaperVenue
{
    /// <summary>Closed orders that can be queried; older ones are in the store only.</summary>
    private const int MostClosedOrders = 100_000;
    private static readonly IReadOnlyList<VenueOrder> NoOrders = [];
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly PaperVenueSettings _settings;
    private readonly AssetLedger _ledger = new();
    private readonly Dictionary<string, VenueOrder> _orders = [];
    private readonly Dictionary<string, List<VenueTrade>> _trades = [];
    private readonly List<(VenueOrder Order, long BasisSequence)>[] _open;
    private readonly (long BidUnits, long AskUnits)[] _best;
    private readonly bool[] _hasQuotes;
    private readonly long[] _lastTradeId;
    private readonly Queue<string> _closed = new();
    private long _ordersEver;

    public PaperVenue(IReadOnlyList<Instrument> instruments, PaperVenueSettings settings, VenueBooks books)
    {
        (_instruments, _settings) = (instruments, settings);
        _open = [.. instruments.Select(_ => new List<(VenueOrder, long)>())];
        _best = new (long, long)[instruments.Count];
        _hasQuotes = new bool[instruments.Count];
        _lastTradeId = new long[instruments.Count];
        foreach (var (asset, balance) in books.Balances)
        {
            _ledger.Deposit(asset, balance.Total);
            _ledger.Reserve(asset, balance.Locked);
        }

        foreach (var trade in books.Trades)
            Remember(trade);
        _ordersEver = books.Orders.Count;
        foreach (var order in books.Orders)
        {
            Store(order);
            if (order.Status == VenueOrderStatus.Open)
                _open[IndexOf(order.Symbol)].Add((order, 0));
        }
    }

    public IReadOnlyDictionary<string, Balance> Balances => _ledger.Balances;

    /// <summary>Puts money into the account from outside.</summary>
    public VenueStep Deposit(string asset, Money amount, long marketNanos)
    {
        _ledger.Deposit(asset, amount);
        return Step(NoOrders, [], [asset], marketNanos, []);
    }

    public VenueOrder? Find(string clientOrderId) => _orders.GetValueOrDefault(clientOrderId);

    public IReadOnlyList<VenueTrade> TradesOf(string clientOrderId) => _trades.GetValueOrDefault(clientOrderId) ?? [];

    /// <summary>Accepts or rejects an order. A known id is refused, whatever became of it.</summary>
    public VenueStep Submit(SubmitOrder submit, long nowNanos)
    {
        if (_orders.ContainsKey(submit.ClientOrderId))
            return Step(NoOrders, [], [], nowNanos, [new VenueRejected(submit.ClientOrderId, "duplicate order sent")]);
        var index = IndexOf(submit.Symbol);
        var order = new VenueOrder(
            submit.ClientOrderId, (++_ordersEver).ToString(CultureInfo.InvariantCulture), submit.Symbol, submit.Terms,
            index < 0 ? submit.Quantity - submit.Quantity : _instruments[index].ZeroQuantity, Money.Zero, Money.Zero,
            VenueOrderStatus.Open, "", nowNanos, nowNanos);
        if (Refusal(submit, index, out var asset, out var locked) is { } reason)
        {
            order = Store(order with { Status = VenueOrderStatus.Rejected, Reason = reason });
            return Step([order], [], [], nowNanos, [new VenueRejected(submit.ClientOrderId, reason)]);
        }

        _ledger.Reserve(asset, locked);
        order = Store(order with { Locked = locked });
        _open[index].Add((order, submit.BasisSequence));
        return Step([order], [], [asset], nowNanos, [new VenueAccepted(order.ClientOrderId, order.VenueOrderId)]);
    }

    /// <summary>Looks at a market event; fills what it can.</summary>
    /// <returns>False when nothing changed: the usual case, without allocation.</returns>
    public bool TryMatch(in MarketEvent marketEvent, out VenueStep step)
    {
        var index = marketEvent.InstrumentId;
        step = default;
        if (!Observe(in marketEvent) || _open[index].Count == 0)
            return false;

        var (orders, trades, reports, assets) = (new List<VenueOrder>(), new List<VenueTrade>(), new List<VenueReport>(), new List<string>());
        var waiting = _open[index];
        for (var i = 0; i < waiting.Count;)
        {
            var (order, basisSequence) = waiting[i];
            if (marketEvent.Sequence <= basisSequence)
            {
                i++;
                continue;
            }

            waiting.RemoveAt(i);
            reports.Add(Fill(order, index, marketEvent.ReceivedNanos, orders, trades));
            assets.Add(_instruments[index].BaseAsset);
            assets.Add(_instruments[index].QuoteAsset);
        }

        if (orders.Count == 0)
            return false;
        step = Step(orders, trades, assets, marketEvent.ReceivedNanos, reports);
        return true;
    }

    /// <summary>Takes the best prices out of an event; false when it may not fill orders.</summary>
    private bool Observe(in MarketEvent marketEvent)
    {
        var index = marketEvent.InstrumentId;
        switch (marketEvent.Kind)
        {
            case MarketEventKind.Quote:
                _hasQuotes[index] = true;
                var (bid, ask) = (marketEvent.BidUnits, marketEvent.AskUnits);
                if (bid <= 0 || ask < bid)
                    return false;
                _best[index] = bid == ask ? Spread(index, bid) : (bid, ask);
                return true;
            case MarketEventKind.Trade when !_hasQuotes[index]:
                _best[index] = Spread(index, marketEvent.PriceUnits);
                return true;
            default:
                return false;
        }
    }

    private (long BidUnits, long AskUnits) Spread(int index, long priceUnits)
    {
        var tick = _instruments[index].PriceTickUnits;
        var half = (Int128)priceUnits * _settings.HalfSpreadPpm;
        var bid = (long)FixedPoint.Divide(((Int128)priceUnits * 1_000_000) - half, (Int128)1_000_000 * tick, Rounding.Down) * tick;
        var ask = (long)FixedPoint.Divide(((Int128)priceUnits * 1_000_000) + half, (Int128)1_000_000 * tick, Rounding.Up) * tick;
        return (Math.Max(bid, tick), ask);
    }

    private string? Refusal(SubmitOrder submit, int index, out string asset, out Money locked)
    {
        (asset, locked) = ("", Money.Zero);
        if (index < 0)
            return $"unknown symbol {submit.Symbol}";
        var instrument = _instruments[index];
        if (submit.Type != OrderType.Market)
            return $"order type {submit.Type} is not supported";
        if (submit.Quantity.Units < instrument.MinQuantityUnits || submit.Quantity.Units % instrument.LotStepUnits != 0)
            return $"LOT_SIZE: quantity {submit.Quantity}";
        if (submit.Side == OrderSide.Sell)
        {
            (asset, locked) = (instrument.BaseAsset, Money.Of(submit.Quantity));
            return locked > _ledger[asset].Free ? $"insufficient balance: {_ledger[asset].Free} {asset}" : null;
        }

        asset = instrument.QuoteAsset;
        var cost = Money.Notional(instrument.Price(_best[index].AskUnits), submit.Quantity);
        if (cost > _ledger[asset].Free)
            return $"insufficient balance: {_ledger[asset].Free} {asset}";
        locked = Money.Min(_ledger[asset].Free, cost + cost.Share(50_000, Rounding.Up));
        return null;
    }

    private VenueReport Fill(VenueOrder order, int index, long timeNanos, List<VenueOrder> orders, List<VenueTrade> trades)
    {
        var instrument = _instruments[index];
        var isBuy = order.Side == OrderSide.Buy;
        var price = instrument.Price(isBuy ? _best[index].AskUnits : _best[index].BidUnits);
        var quote = Money.Notional(price, order.Quantity);
        var (paidAsset, gave) = isBuy ? (instrument.QuoteAsset, quote) : (instrument.BaseAsset, Money.Of(order.Quantity));
        var (receivedAsset, got) = isBuy ? (instrument.BaseAsset, Money.Of(order.Quantity)) : (instrument.QuoteAsset, quote);
        if (gave > order.Locked + _ledger[paidAsset].Free)
        {
            _ledger.Release(paidAsset, order.Locked);
            orders.Add(Store(order with { Status = VenueOrderStatus.Expired, Locked = Money.Zero, Reason = "insufficient balance", UpdatedNanos = timeNanos }));
            return new VenueExpired(order.ClientOrderId, "insufficient balance");
        }

        var fromLocked = Money.Min(gave, order.Locked);
        var fee = FeeOf(got, isBuy ? instrument.QuantityScale : Money.Scale);
        _ledger.Pay(paidAsset, fromLocked, gave - fromLocked);
        _ledger.Release(paidAsset, order.Locked - fromLocked);
        _ledger.Receive(receivedAsset, got - fee);
        var trade = new VenueTrade(
            order.ClientOrderId, order.Symbol, _lastTradeId[index] + 1, order.Side, price, order.Quantity, quote, fee, receivedAsset, timeNanos);
        Remember(trade);
        trades.Add(trade);
        orders.Add(Store(order with
        {
            Status = VenueOrderStatus.Filled,
            Filled = order.Quantity,
            QuoteFilled = quote,
            Locked = Money.Zero,
            UpdatedNanos = timeNanos,
        }));
        return new VenueFilled(trade);
    }

    /// <summary>The fee of what is received, rounded up to what the asset can express.</summary>
    private Money FeeOf(Money received, int scale)
    {
        var fee = received.Share(_settings.FeePpm, Rounding.Up).Units;
        return new Money(FixedPoint.Rescale(FixedPoint.Rescale(fee, Money.Scale, scale, Rounding.Up), scale, Money.Scale, Rounding.Exact));
    }

    private VenueOrder Store(VenueOrder order)
    {
        _orders[order.ClientOrderId] = order;
        if (order.Status == VenueOrderStatus.Open)
            return order;
        _closed.Enqueue(order.ClientOrderId);
        if (_closed.Count > MostClosedOrders && _closed.TryDequeue(out var oldest))
        {
            _orders.Remove(oldest);
            _trades.Remove(oldest);
        }

        return order;
    }

    private void Remember(VenueTrade trade)
    {
        var index = IndexOf(trade.Symbol);
        Guard.That(trade.TradeId > _lastTradeId[index], "trade ids of a symbol rise");
        _lastTradeId[index] = trade.TradeId;
        (_trades.TryGetValue(trade.ClientOrderId, out var trades) ? trades : _trades[trade.ClientOrderId] = []).Add(trade);
    }

    private int IndexOf(string symbol)
    {
        for (var i = 0; i < _instruments.Count; i++)
        {
            if (_instruments[i].Symbol == symbol)
                return i;
        }

        return -1;
    }

    private VenueStep Step(
        IReadOnlyList<VenueOrder> orders, IReadOnlyList<VenueTrade> trades, IReadOnlyList<string> assets, long marketNanos,
        IReadOnlyList<VenueReport> reports)
    {
        var balances = new SortedDictionary<string, Balance>(StringComparer.Ordinal);
        foreach (var asset in assets)
            balances[asset] = _ledger[asset];
        return new VenueStep(new VenueChange(orders, trades, balances, marketNanos), reports);
    }
}
