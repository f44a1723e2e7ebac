using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit;
using static QuantumAI.Domain.Orders.OrderMove;

namespace QuantumAI.Domain.Tests.Portfolio;

/// <summary>Draws events, applies them to an account and to books of big integers, and compares after each.</summary>
internal sealed class AccountModel
{
    private const string Base = "USDT";
    private const int MostClosed = 1_000;
    private static readonly string[] Agents = ["aurora", "boreas"];
    private static readonly string[] Assets = [Base, "BTC", "ETH", "BNB"];
    private static readonly OrderMove[] Moves = [.. Enum.GetValues<OrderMove>().Where(move => move != OrderMove.Unspecified)];
    private static readonly Dictionary<string, Instrument> Instruments = new(Samples.Both)
    {
        ["BNBUSDT"] = new("BNBUSDT", "BNB", Base, 2, 10, 8, 100_000, 100_000, Money.Whole(5)),
        ["ETHBTC"] = new("ETHBTC", "ETH", "BTC", 6, 1, 8, 10_000, 10_000, Money.Zero),
    };

    private static readonly Instrument[] All = [.. Instruments.Values];
    private readonly Random _random;
    private readonly bool _isMargin;
    private readonly HashSet<(OrderStatus, OrderMove)> _reached;
    private readonly List<NaiveOrder> _open = [];
    private readonly List<NaiveOrder> _known = [];
    private readonly Queue<NaiveOrder> _closed = new();
    private readonly Dictionary<string, BigInteger> _total = Assets.ToDictionary(asset => asset, _ => BigInteger.Zero);
    private readonly Dictionary<(string Agent, string Symbol), BigInteger> _held = [];
    private readonly Dictionary<(string Agent, string Symbol), BigInteger> _cash = [];
    private readonly Dictionary<(string Agent, string Asset), BigInteger> _otherFees = [];
    private long _nanos;
    private long _tradeId;
    private int _intents;
    private int _added;

    /// <param name="random">Source of every choice.</param>
    /// <param name="reached">Takes what was reached of the table.</param>
    public AccountModel(Random random, HashSet<(OrderStatus, OrderMove)> reached)
    {
        (_random, _reached, _isMargin) = (random, reached, random.Next(3) == 0);
        var deposit = Money.Whole(random.Next(1, 1_000_000));
        _total[Base] = (BigInteger)deposit.Units;
        Apply(new AccountOpened("test", Base, deposit, _isMargin ? true : random.Next(2) == 0 ? false : null));
        Compare(null);
    }

    public Account Account { get; } = new(Instruments);

    public List<(AccountEvent Event, long Nanos)> History { get; } = [];

    public void Step()
    {
        NaiveOrder? touched = null;
        switch (_random.Next(40))
        {
            case < 8:
                touched = Add();
                break;
            case 8:
                Move(Assets[_random.Next(Assets.Length)]);
                break;
            case 9:
                Apply(Neutral());
                break;
            default:
                if (_known.Count == 0)
                    break;
                touched = _open.Count > 0 && _random.Next(12) > 0 ? _open[_random.Next(_open.Count)] : _known[_random.Next(_known.Count)];
                Move(touched, Moves[_random.Next(Moves.Length)]);
                break;
        }

        Compare(touched);
    }

    /// <summary>The same events once more, into a new account.</summary>
    public Account Fold()
    {
        var again = new Account(Instruments);
        foreach (var (accountEvent, nanos) in History)
            again.Apply(accountEvent, nanos);
        return again;
    }

    public void CompareAll()
    {
        Assert.Equal(_known.Count, Account.Orders.Count);
        foreach (var order in _known)
            Compare(order, Account.Orders[order.Id]);
    }

    private AccountEvent Neutral() => _random.Next(5) switch
    {
        0 => new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, Samples.Bitcoin.Quantity(1_000), 5, "LotSize", ""),
        1 => new EquityMarked(Money.Whole(5), Money.Whole(4), Money.Whole(6), "2024-01-01"),
        2 => new TradingHalted(HaltScope.Day, "test"),
        3 => new OrderApproved("any", Money.Zero, Money.Zero, Money.Zero),
        _ => new TradingResumed("test"),
    };

    /// <summary>A deposit, or a withdrawal of what is free.</summary>
    private void Move(string asset)
    {
        var amount = _random.NextInt64(1, 100_000_000_000_000);
        if (_random.Next(2) == 0)
        {
            var free = Free(asset);
            amount = free > 0 ? -(long)BigInteger.Min(amount, free) : 0;
        }

        if (amount == 0)
            return;
        Apply(new AssetMoved(asset, new Money(amount), Money.Zero, "test"));
        _total[asset] += amount;
    }

    private NaiveOrder? Add()
    {
        var instrument = All[_random.Next(All.Length)];
        var side = _random.Next(2) == 0 ? OrderSide.Sell : OrderSide.Buy;
        var quantity = instrument.Quantity(_random.NextInt64(1, 2_000) * instrument.LotStepUnits);
        var price = instrument.Price(_random.NextInt64(1_000, 10_000_000));
        var (isAdopted, isHeld) = (_random.Next(8) == 0, _random.Next(4) == 0);
        var isLimit = _random.Next(2) == 0;
        var order = new NaiveOrder(
            isAdopted ? $"their-{++_added}" : ClientOrderId.For("test", ++_intents), Agents[_random.Next(2)], instrument, side,
            isAdopted ? OrderStatus.Initialized : isHeld ? OrderStatus.Emulated : OrderStatus.Submitted)
        { Quantity = quantity.Units };
        var reserved = isHeld && !isAdopted ? Money.Zero : ToReserve(order, price, quantity);
        if (Free(order.PaidAsset) < (BigInteger)reserved.Units && !_isMargin)
        {
            _intents -= isAdopted ? 0 : 1;
            return null;
        }

        order.Reserved = (BigInteger)reserved.Units;
        var terms = isLimit ? new OrderTerms(side, OrderType.Limit, quantity, Limit: price) : isHeld
            ? new OrderTerms(side, OrderType.TrailingStop, quantity, TrailingPpm: 10_000) : OrderTerms.Market(side, quantity);
        terms = terms with { IsReduceOnly = _random.Next(3) == 0 }; // as if the position had been larger when it was judged
        Apply(isAdopted
            ? new OrderAdopted(order.Id, "1", order.Agent, instrument.Symbol, terms, price, reserved, "test")
            : OrderIntended.Of(order.Id, order.Agent, instrument.Symbol, terms, price, reserved, 0, "test", isHeld: isHeld));
        _open.Add(order);
        _known.Add(order);
        return order;
    }

    private Money ToReserve(NaiveOrder order, Price price, Quantity quantity)
    {
        if (_isMargin && _random.Next(4) > 0)
            return Money.Zero;
        var notional = Money.Notional(price, quantity);
        return order.Side == OrderSide.Buy ? notional + notional.Share(_random.Next(20_000), Rounding.Up) : Money.Of(quantity);
    }

    private void Move(NaiveOrder order, OrderMove move)
    {
        var isLegal = order.Allows(move);
        Assert.True(isLegal == OrderTransitions.IsLegal(order.Status, move), $"{move} of an order that is {order.Status}");
        if (!isLegal)
        {
            Refused(order, move);
            return;
        }

        var before = order.Status;
        if (move is Fill or FillWhole)
        {
            if (!Filled(order, isWhole: move == FillWhole))
                return;
        }
        else if (move == Amend)
        {
            if (!Amended(order))
                return;
        }
        else if (move == OrderMove.Release)
        {
            if (!ReleasedOf(order))
                return;
        }
        else
        {
            if (order.Stage == OrderStatus.Emulated && _random.Next(4) > 0)
            {
                Apply(new OrderTrailed(order.Id, order.Instrument.Price(_random.Next(1, 1_000_000))));
                return;
            }

            Apply(EventOf(order, move));
        }

        _reached.Add((before, move));
        var wasOpen = order.IsOpen;
        order.Move(move);
        if (wasOpen && !order.IsOpen)
            Close(order);
    }

    private void Close(NaiveOrder order)
    {
        _open.Remove(order);
        _closed.Enqueue(order);
        if (_closed.Count > MostClosed)
            _known.Remove(_closed.Dequeue());
    }

    /// <summary>What may not happen is refused and changes nothing.</summary>
    private void Refused(NaiveOrder order, OrderMove move)
    {
        if (move is Amend && order.Filled.IsZero && order.Quantity.IsZero)
            return;
        var (changes, known) = (Account.Ledger.Changes, Account.Orders[order.Id]);
        Assert.Throws<InvariantViolationException>(() => Account.Apply(EventOf(order, move), _nanos + 1));
        Assert.Equal(changes, Account.Ledger.Changes);
        Assert.Same(known, Account.Orders[order.Id]);
        if (order.Stage != OrderStatus.Emulated)
            Assert.Throws<InvariantViolationException>(() => Account.Apply(new OrderTrailed(order.Id, order.Instrument.Price(1)), _nanos + 1));
    }

    private AccountEvent EventOf(NaiveOrder order, OrderMove move) => move switch
    {
        OrderMove.Release => new OrderReleased(order.Id, order.Instrument.Price(1), Money.Zero, 0),
        Deny => new OrderReleaseDenied(order.Id, 1, "test", "test"),
        Accept => new OrderAccepted(order.Id, "1"),
        Trigger => new OrderTriggered(order.Id),
        Fill or FillWhole => new OrderFilled(
            order.Id, _tradeId + 1, order.Instrument.Price(1), order.Instrument.Quantity(Math.Max(1, (long)order.Left)), Money.Zero, Money.Zero, Base, _nanos),
        Reject => new OrderRejected(order.Id, "test"),
        Cancel => new OrderCanceled(order.Id, "test"),
        Expire => new OrderExpired(order.Id, "test"),
        LoseTrack => new OrderOutcomeUnknown(order.Id, "test"),
        NeverArrive => new OrderNeverArrived(order.Id),
        RequestCancel => new OrderCancelRequested(order.Id, "test"),
        RefuseCancel => new OrderCancelRefused(order.Id, "test"),
        RequestAmend => new OrderAmendRequested(order.Id, order.Instrument.Quantity((long)order.Filled)),
        RefuseAmend => new OrderAmendRefused(order.Id, "test"),
        Amend => new OrderAmended(order.Id, order.Instrument.Quantity((long)order.Quantity)),
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, "unknown"),
    };

    private bool ReleasedOf(NaiveOrder order)
    {
        var reserved = ToReserve(order, order.Instrument.Price(_random.NextInt64(1_000, 10_000_000)), order.Instrument.Quantity((long)order.Left));
        if (!_isMargin && Free(order.PaidAsset) < (BigInteger)reserved.Units)
            return false;
        Apply(new OrderReleased(order.Id, order.Instrument.Price(1), reserved, 0));
        order.Reserved = (BigInteger)reserved.Units;
        return true;
    }

    private bool Amended(NaiveOrder order)
    {
        var quantity = _random.Next(4) == 0 ? order.Filled : order.Filled + (order.Left * _random.Next(0, 101) / 100);
        Apply(new OrderAmended(order.Id, order.Instrument.Quantity((long)quantity)));
        var left = quantity - order.Filled;
        if (!order.Left.IsZero)
            order.Reserved = ((order.Reserved * left) + order.Left - 1) / order.Left; // rounded up
        order.Quantity = quantity;
        return true;
    }

    private bool Filled(NaiveOrder order, bool isWhole)
    {
        if (order.Left.IsZero || (!isWhole && order.Left == 1))
            return false;
        var units = isWhole ? order.Left : _random.NextInt64(1, (long)order.Left);
        var isBuy = order.Side == OrderSide.Buy;
        var price = order.Instrument.Price(_random.NextInt64(1_000, 10_000_000));
        var quantity = order.Instrument.Quantity((long)units);
        var quote = (BigInteger)Money.Notional(price, quantity).Units;
        var (gave, got) = isBuy ? (quote, units) : (units, quote);
        var received = isBuy ? order.Instrument.BaseAsset : order.Instrument.QuoteAsset;
        var feeAsset = _random.Next(4) switch { 0 => order.PaidAsset, 1 => "BNB", _ => received };
        var fee = feeAsset == "BNB" && order.PaidAsset != "BNB" && received != "BNB"
            ? (BigInteger)_random.Next(1_000_000) : (feeAsset == order.PaidAsset ? gave : got) * _random.Next(-200, 2_000) / 1_000_000;
        var key = (order.Agent, order.Instrument.Symbol);
        var held = _held.GetValueOrDefault(key);
        if (!_isMargin && !isBuy && held < units)
            return false; // a cash account sells only what the agent holds

        var (other, positionFee) = (BigInteger.Zero, BigInteger.Zero);
        if (feeAsset == order.PaidAsset)
        {
            gave += fee;
            if (!isBuy)
            {
                other = _isMargin || fee.Sign < 0 ? 0 : BigInteger.Max(0, fee - (held - units));
                positionFee = fee - other;
            }
        }
        else if (feeAsset == received)
        {
            got -= fee;
            positionFee = isBuy ? fee : 0;
        }
        else
        {
            other = fee;
        }

        if (!_isMargin && (_total[order.PaidAsset] < gave || (feeAsset != order.PaidAsset && feeAsset != received && _total[feeAsset] < fee)))
            return false; // no venue lets a cash account pay what it has not
        Apply(new OrderFilled(order.Id, ++_tradeId, price, quantity, new Money((Int128)quote), new Money((Int128)fee), feeAsset, _nanos));
        Assert.NotNull(Account.AppliedFill(order.Id, _tradeId));
        _total[order.PaidAsset] -= gave;
        _total[received] += got;
        if (feeAsset != order.PaidAsset && feeAsset != received)
            _total[feeAsset] -= fee;
        if (!other.IsZero || (feeAsset != order.PaidAsset && feeAsset != received))
            _otherFees[(order.Agent, feeAsset)] = _otherFees.GetValueOrDefault((order.Agent, feeAsset)) + other;
        _held[key] = held + (isBuy ? units : -units) - positionFee;
        _cash[key] = _cash.GetValueOrDefault(key) + (isBuy ? -gave : got);
        order.Filled += units;
        order.QuoteFilled += quote;
        order.Reserved = BigInteger.Max(0, order.Reserved - BigInteger.Max(0, gave));
        return true;
    }

    private void Compare(NaiveOrder? touched)
    {
        foreach (var asset in Assets)
        {
            var balance = Account.Ledger[asset];
            Assert.True(_total[asset] == balance.Total.Units && Locked(asset) == balance.Locked.Units, $"{asset}: {_total[asset]} and {Locked(asset)}, was {balance}");
            Assert.False(balance.Locked.IsNegative || (!_isMargin && balance.Total.IsNegative));
        }

        foreach (var position in Account.Positions)
        {
            var key = (position.AgentId, position.Symbol);
            Assert.True(_held[key] == position.Quantity.Units, $"{position} and {_held[key]}");
            Assert.True(_cash[key] == (position.RealisedPnl - position.Cost).Units, $"{position} and {_cash[key]}");
            Assert.False(!_isMargin && position.Quantity.Units < 0);
            Assert.False(position.Quantity.IsZero && position.Cost != Money.Zero);
        }

        Assert.Equal(_otherFees.Count, Account.OtherFees.Count);
        foreach (var (key, fee) in _otherFees)
            Assert.True(fee == Account.OtherFees[key].Units);
        Assert.True(_held.Count == Account.Positions.Count && _intents == Account.Intents && _open.Count == Account.OpenOrders.Count);
        if (touched is not null && Account.Orders.TryGetValue(touched.Id, out var actual))
            Compare(touched, actual);
    }

    private static void Compare(NaiveOrder expected, Order actual)
    {
        Assert.Equal(
            (expected.Status, expected.Filled, expected.Left, expected.QuoteFilled, expected.Reserved, expected.IsOpen),
            (actual.Status, actual.Filled.Units, actual.Remaining.Units, (BigInteger)actual.QuoteFilled.Units, (BigInteger)actual.Reserved.Units, actual.IsOpen));
        Assert.True(actual.IsOpen || actual.Reserved == Money.Zero);
        Assert.True(actual.Filled.Units >= 0 && actual.Filled <= actual.Quantity);
    }

    private void Apply(AccountEvent accountEvent)
    {
        History.Add((accountEvent, ++_nanos));
        Account.Apply(accountEvent, _nanos);
    }

    private BigInteger Locked(string asset)
    {
        var locked = BigInteger.Zero;
        foreach (var order in _open)
        {
            if (order.PaidAsset == asset)
                locked += order.Reserved;
        }

        return locked;
    }

    private BigInteger Free(string asset) => _total[asset] - Locked(asset);
}
