using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>What happened to one order at a venue, and the reports of it; told to fresh books in any order.</summary>
internal sealed class VenueStory
{
    private const string Id = "o";
    private const long Lot = 1_000;
    private static readonly Instrument Btc = Samples.Bitcoin;
    private static readonly Price Limit = Btc.Price(5_000_000);
    private readonly Random _random;
    private readonly bool _conflicts;
    private readonly bool _isMargin;
    private readonly OrderSide _side;
    private readonly int _start;
    private readonly long _lots;
    private readonly long _finalLots;
    private readonly List<VenueTrade> _trades = [];
    private readonly VenueOrderStatus _end;
    private Account _account;
    private bool _hasHalted;
    private bool _keepsTruth = true;
    private long _nanos;

    /// <param name="random">Source of every choice.</param>
    /// <param name="most">Most reports.</param>
    /// <param name="conflicts">Whether one trade is also told with other figures.</param>
    public VenueStory(Random random, int most, bool conflicts = false)
    {
        (_random, _conflicts, _isMargin, _start) = (random, conflicts, random.Next(3) == 0, random.Next(7));
        _side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        _lots = random.Next(4, 20);
        _finalLots = random.Next(3) == 0 ? random.NextInt64(3, _lots) : _lots;
        var left = _finalLots;
        for (var i = random.Next(conflicts ? 1 : 0, 4); i > 0 && left > 0; i--)
        {
            var lots = random.Next(3) == 0 ? left : random.NextInt64(1, left + 1);
            left -= lots;
            _trades.Add(TradeOf(_trades.Count + 1, lots));
        }

        _end = left == 0 ? VenueOrderStatus.Filled
            : _trades.Count == 0 && _finalLots == _lots && random.Next(4) == 0 ? VenueOrderStatus.Rejected
            : random.Next(2) == 0 ? VenueOrderStatus.Canceled : VenueOrderStatus.Expired;
        Reports = Choose(most);
        _account = Open();
    }

    public IReadOnlyList<VenueReport> Reports { get; }

    /// <summary>Tells the reports to fresh books and looks at what came of it.</summary>
    public void Tell(IReadOnlyList<VenueReport> reports)
    {
        (_account, _hasHalted) = (Open(), false);
        foreach (var report in reports)
            Hear(report);
        var order = _account.Orders[Id];
        if (_conflicts)
        {
            Assert.True(_hasHalted, "both figures of a trade were told");
            return;
        }

        Assert.False(_hasHalted, string.Join('\n', reports));
        var told = reports.OfType<VenueFilled>().Select(report => report.Trade).Concat(reports.OfType<VenueOrderState>().SelectMany(state => state.Trades)).Distinct().ToList();
        Assert.Equal(told.Sum(trade => trade.Quantity.Units), order.Filled.Units);
        Assert.Equal(told.Aggregate(Money.Zero, (sum, trade) => sum + trade.QuoteQuantity), order.QuoteFilled);
        var isEndTold = reports.Any(report => report is VenueCanceled or VenueExpired or VenueRejected or VenueOrderState);
        var isWhole = order.Filled.Units == _finalLots * Lot && (_finalLots == _lots || reports.Any(report => report is VenueAmended or VenueOrderState));
        var expected = isWhole ? OrderStatus.Filled : !isEndTold ? OrderStatus.Unspecified : _end switch
        {
            VenueOrderStatus.Canceled => OrderStatus.Canceled,
            VenueOrderStatus.Expired => OrderStatus.Expired,
            VenueOrderStatus.Rejected => OrderStatus.Rejected,
            _ => OrderStatus.Filled,
        };
        Assert.True(
            expected == OrderStatus.Unspecified ? order.IsOpen : expected == order.Status,
            $"{expected} was {order.Status} with {order.Filled} of {order.Quantity} ({_finalLots} lots, start {_start}):\n{string.Join('\n', reports)}");
        if (!order.IsOpen)
            Assert.Equal(Money.Zero, _account.Ledger["USDT"].Locked + _account.Ledger["BTC"].Locked);
    }

    /// <summary>Books one report; whatever it says, the books stay whole.</summary>
    public void Hear(VenueReport report)
    {
        var before = (_account.Ledger.Changes, _account.Orders[Id].Filled);
        var events = OrderDecider.Decide(_account, report);
        foreach (var accountEvent in events)
            _account.Apply(accountEvent, ++_nanos);
        if (events.Any(accountEvent => accountEvent is TradingHalted))
        {
            _hasHalted = true;
            if (events.Count == 1)
            {
                Assert.Equal(before, (_account.Ledger.Changes, _account.Orders[Id].Filled));
            }
            else
            {
                // Booked, since the venue has done it: the order sold what another agent of the account holds.
                Assert.IsType<TradingHalted>(events[^1]);
                Assert.True(_account.Positions.Any(position => position.Quantity.Units < 0), "nothing is short");
            }
        }

        Assert.DoesNotContain(OrderDecider.Decide(_account, report), accountEvent => accountEvent is OrderFilled or AssetMoved); // told again, nothing is paid again
        Conserve();
    }

    /// <summary>A report that may be true, or contradict everything.</summary>
    public VenueReport AnyReport()
    {
        _keepsTruth = false;
        var quantity = Btc.Quantity(_random.NextInt64(-1, _lots + 2) * Lot);
        var trade = TradeOf(_random.Next(1, 6), _random.Next(-1, (int)_lots + 1)) with { Price = Btc.Price(_random.Next(3) == 0 ? 5_000_000 : 4_999_999) };
        trade = _random.Next(16) switch
        {
            0 => trade with { Symbol = "ETHUSDT" },
            1 => trade with { Side = _side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy },
            2 => trade with { Quantity = Quantity.Parse("1.0") },
            3 => trade with { QuoteQuantity = Money.Whole(10_000_000) },
            4 => trade with { ClientOrderId = "stranger" },
            5 => trade with { Fee = Money.Whole(_random.Next(-1, 100_000)) },
            _ => trade,
        };
        return _random.Next(14) switch
        {
            0 => new VenueAccepted(Id, "v"),
            1 => new VenueRejected(_random.Next(4) == 0 ? "stranger" : Id, "no"),
            2 => new VenueExpired(Id, "late"),
            3 => new VenueTriggered(Id),
            4 => new VenueCanceled(Id, "asked"),
            5 => new VenueCancelRefused(Id, "no"),
            6 => new VenueAmended(Id, _random.Next(8) == 0 ? Quantity.Parse("1.0") : quantity),
            7 => new VenueAmendRefused(Id, "no"),
            8 => new VenueOrderState(Id, null, []),
            9 or 10 => StateOf((VenueOrderStatus)_random.Next(1, 6), _random.Next(2) == 0 ? _lots : _random.NextInt64(0, _lots + 2), _random.Next(2) == 0 ? [.. _trades, trade] : _trades),
            _ => new VenueFilled(trade),
        };
    }

    private List<VenueReport> Choose(int most)
    {
        List<VenueReport> reports = [.. _trades.Select(trade => new VenueFilled(trade))];
        if (_end != VenueOrderStatus.Rejected)
            reports.Add(new VenueAccepted(Id, "v"));
        if (_finalLots != _lots)
            reports.Add(new VenueAmended(Id, Btc.Quantity(_finalLots * Lot)));
        switch (_end)
        {
            case VenueOrderStatus.Filled:
                reports.Add(new VenueCancelRefused(Id, "filled"));
                break;
            case VenueOrderStatus.Canceled:
                reports.Add(new VenueCanceled(Id, "asked"));
                break;
            case VenueOrderStatus.Expired:
                reports.Add(new VenueExpired(Id, "late"));
                break;
            default:
                reports.Add(new VenueRejected(Id, "no"));
                break;
        }

        if (_end != VenueOrderStatus.Rejected && _random.Next(3) == 0)
            reports.Add(new VenueTriggered(Id));
        if (_random.Next(2) == 0)
            reports.Add(StateOf(_end, _finalLots, _trades));
        while (reports.Count > most)
            reports.RemoveAt(_random.Next(reports.Count));
        while (reports.Count > 0 && reports.Count < most && _random.Next(3) > 0)
            reports.Add(reports[_random.Next(reports.Count)]);
        if (_conflicts)
        {
            reports.RemoveAll(report => report is VenueFilled { Trade.TradeId: 1 } or VenueOrderState);
            reports.Add(new VenueFilled(_trades[0]));
            reports.Add(new VenueFilled(_trades[0] with { Price = Btc.Price(4_999_999) }));
        }

        return reports;
    }

    private VenueOrderState StateOf(VenueOrderStatus status, long lots, IReadOnlyList<VenueTrade> trades)
    {
        var terms = Terms() with { Quantity = Btc.Quantity(lots * Lot) };
        var filled = Btc.Quantity(_keepsTruth ? trades.Sum(trade => trade.Quantity.Units) : 0);
        return new VenueOrderState(Id, new VenueOrder(Id, "v", Btc.Symbol, terms, filled, Money.Zero, Money.Zero, status, "told", 0, 0), trades);
    }

    private VenueTrade TradeOf(long tradeId, long lots)
    {
        var quantity = Btc.Quantity(lots * Lot);
        var quote = Money.Notional(Limit, quantity);
        var (fee, asset) = tradeId switch { 1 => (new Money(10), "USDT"), 2 => (new Money(3), "BTC"), _ => (new Money(700), "BNB") };
        return new VenueTrade(Id, Btc.Symbol, tradeId, _side, Limit, quantity, quote, fee, asset, 0);
    }

    private OrderTerms Terms() => new(_side, OrderType.StopLimit, Btc.Quantity(_lots * Lot), Limit: Limit, Trigger: Limit);

    /// <summary>Books with money for the order, which is on its way, asked to change or to end, or nobody knows where.</summary>
    private Account Open()
    {
        var account = new Account(Samples.Both);
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(100_000), _isMargin), ++_nanos);
        account.Apply(OrderIntended.Of("first", "aurora", Btc.Symbol, OrderTerms.Market(OrderSide.Buy, Btc.Quantity(100 * Lot)), Limit, Money.Whole(1_000), 0, ""), ++_nanos);
        account.Apply(new OrderFilled("first", 1, Limit, Btc.Quantity(100 * Lot), Money.Whole(50), Money.Zero, "USDT", 0), ++_nanos);
        var reserved = _isMargin ? Money.Zero : _side == OrderSide.Buy ? Money.Notional(Limit, Terms().Quantity) : Money.Of(Terms().Quantity);
        AccountEvent[] events = _start switch
        {
            0 => [Intent(reserved)],
            1 => [Intent(reserved), new OrderCancelRequested(Id, "")],
            2 => [Intent(reserved), new OrderAmendRequested(Id, Btc.Quantity(_finalLots * Lot))],
            3 => [Intent(reserved), new OrderAmendRequested(Id, Btc.Quantity(_finalLots * Lot)), new OrderCancelRequested(Id, "")],
            4 => [Intent(reserved), new OrderOutcomeUnknown(Id, "")],
            5 => [Intent(Money.Zero, isHeld: true), new OrderReleased(Id, Limit, reserved, 0)],
            _ => [new OrderAdopted(Id, "v", "aurora", Btc.Symbol, Terms(), Limit, reserved, "")],
        };
        foreach (var accountEvent in events)
            account.Apply(accountEvent, ++_nanos);
        return account;
    }

    private OrderIntended Intent(Money reserved, bool isHeld = false) =>
        OrderIntended.Of(Id, "aurora", Btc.Symbol, Terms(), Limit, reserved, 0, "", isHeld: isHeld);

    /// <summary>Position and money are those of the trades that were applied.</summary>
    private void Conserve()
    {
        var fills = Enumerable.Range(1, 6).Select(tradeId => _account.AppliedFill(Id, tradeId)).OfType<OrderFilled>().ToList();
        var order = _account.Orders[Id];
        Assert.Equal(fills.Sum(fill => fill.Quantity.Units), order.Filled.Units);
        var sign = _side == OrderSide.Buy ? 1 : -1;
        var (quote, coins) = (Money.Whole(100_000 - 50), Btc.Quantity(100 * Lot));
        foreach (var fill in fills)
        {
            quote -= new Money(sign * fill.QuoteQuantity.Units) + (fill.FeeAsset == "USDT" ? fill.Fee : Money.Zero);
            coins += Btc.Quantity((sign * fill.Quantity.Units) - (fill.FeeAsset == "BTC" ? (long)fill.Fee.Units : 0));
        }

        if (_keepsTruth)
        {
            Assert.Equal((quote, Money.Of(coins)), (_account.Ledger["USDT"].Total, _account.Ledger["BTC"].Total));
            Assert.Equal(coins, _account.PositionOf("aurora", Btc.Symbol).Quantity);
        }

        var locked = _account.OpenOrders.Aggregate(Money.Zero, (sum, open) => sum + open.Reserved);
        Assert.Equal(locked, _account.Ledger[_side == OrderSide.Buy ? "USDT" : "BTC"].Locked);
        Assert.True(order.IsOpen || order.Reserved == Money.Zero);
        Assert.True(_isMargin || _account.Ledger.Balances.Values.All(balance => !balance.Total.IsNegative));
    }
}
