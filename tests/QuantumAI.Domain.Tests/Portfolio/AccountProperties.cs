using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Portfolio;

public sealed class AccountProperties
{
    [Fact]
    public void Prop_account_equals_the_naive_reference_and_conserves_every_asset() => Seeds.Hold(150, leastSize: 1, run: (random, steps) =>
    {
        var run = new AccountRun(random);
        for (var i = 0; i < steps; i++)
            run.Step();
    });

    [Fact]
    public void Prop_folding_the_same_events_twice_gives_the_same_state() => Seeds.Hold(150, leastSize: 1, run: (random, steps) =>
    {
        var run = new AccountRun(random);
        for (var i = 0; i < steps; i++)
            run.Step();
        var again = new Account(Samples.Both);
        foreach (var (accountEvent, nanos) in run.History)
            again.Apply(accountEvent, nanos);
        Assert.Equal(AccountDump.Of(run.Account), AccountDump.Of(again));
    });

    /// <summary>Draws legal events, applies them to an account and to a ledger of big integers, and compares after each.</summary>
    private sealed class AccountRun
    {
        private const string Quote = "USDT";
        private static readonly string[] Agents = ["aurora", "boreas"];
        private readonly Random _random;
        private readonly List<PlainOrder> _orders = [];
        private readonly Dictionary<string, BigInteger> _total = new() { [Quote] = 0, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly Dictionary<(string Agent, string Symbol), BigInteger> _held = [];
        private long _nanos;
        private long _tradeId;

        public AccountRun(Random random)
        {
            _random = random;
            var deposit = Money.Whole(random.Next(1, 100_000));
            _total[Quote] = (BigInteger)deposit.Units;
            Deposit = deposit;
            Apply(new AccountOpened("test", Quote, deposit));
        }

        public Account Account { get; } = new(Samples.Both);

        public List<(AccountEvent Event, long Nanos)> History { get; } = [];

        private Money Deposit { get; }

        public void Step()
        {
            var draw = _random.Next(10);
            if (draw < 4)
                Intend();
            else if (draw == 4)
                Apply(Neutral());
            else if (_orders.Count > 0)
                Move(_orders[_random.Next(Math.Max(0, _orders.Count - 8), _orders.Count)]);
            Compare();
        }

        private AccountEvent Neutral() => _random.Next(4) switch
        {
            0 => new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, Samples.Bitcoin.Quantity(1_000), 5, "LotSize", ""),
            1 => new EquityMarked(Deposit, Deposit, Deposit, "2024-01-01"),
            2 => new TradingHalted(HaltScope.Day, "test"),
            _ => new TradingResumed("test"),
        };

        private void Intend()
        {
            var instrument = _random.Next(2) == 0 ? Samples.Bitcoin : Samples.Ether;
            var agent = Agents[_random.Next(2)];
            var side = _random.Next(3) == 0 ? OrderSide.Sell : OrderSide.Buy;
            var units = _random.NextInt64(1, 2_000) * instrument.LotStepUnits;
            var price = instrument.Price(_random.NextInt64(1_000, 10_000_000));
            var quantity = instrument.Quantity(units);
            var notional = Money.Notional(price, quantity);
            var reserved = side == OrderSide.Buy ? notional + notional.Share(_random.Next(20_000), Rounding.Up) : Money.Of(quantity);
            var asset = side == OrderSide.Buy ? Quote : instrument.BaseAsset;
            if (Free(asset) < (BigInteger)reserved.Units || (side == OrderSide.Sell && Sellable(agent, instrument) < units))
                return;
            var id = ClientOrderId.For("test", _orders.Count + 1);
            _orders.Add(new PlainOrder(id, agent, instrument, side, asset, price.Units) { Left = units, Reserved = (BigInteger)reserved.Units });
            Apply(new OrderIntended(id, agent, instrument.Symbol, side, OrderType.Market, quantity, side == OrderSide.Sell, price, reserved, 0, "test"));
        }

        private void Move(PlainOrder order)
        {
            OrderMove[] wanted =
            [
                OrderMove.Accept, OrderMove.Fill, OrderMove.Fill, OrderMove.FillWhole, OrderMove.FillWhole,
                OrderMove.LoseTrack, OrderMove.Reject, OrderMove.Cancel, OrderMove.Expire, OrderMove.NeverArrive,
            ];
            var move = wanted[_random.Next(wanted.Length)];
            if (!OrderTransitions.IsLegal(order.Status, move))
                return;
            switch (move)
            {
                case OrderMove.Fill or OrderMove.FillWhole:
                    Fill(order, move == OrderMove.Fill ? OrderStatus.PartiallyFilled : OrderStatus.Filled);
                    return;
                case OrderMove.Accept:
                    Apply(new OrderAccepted(order.Id, "1"));
                    order.Status = order.Filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Accepted;
                    break;
                case OrderMove.LoseTrack:
                    Apply(new OrderOutcomeUnknown(order.Id, "test"));
                    order.Status = OrderStatus.OutcomeUnknown;
                    break;
                default:
                    Apply(move switch
                    {
                        OrderMove.Reject => new OrderRejected(order.Id, "test"),
                        OrderMove.Cancel => new OrderCanceled(order.Id, "test"),
                        OrderMove.Expire => new OrderExpired(order.Id, "test"),
                        _ => new OrderNeverArrived(order.Id),
                    });
                    order.Reserved = 0;
                    order.Status = move switch
                    {
                        OrderMove.Reject => OrderStatus.Rejected,
                        OrderMove.Cancel => OrderStatus.Canceled,
                        OrderMove.Expire => OrderStatus.Expired,
                        _ => OrderStatus.NeverArrived,
                    };
                    break;
            }
        }

        private void Fill(PlainOrder order, OrderStatus next)
        {
            var lots = (long)(order.Left / order.Instrument.LotStepUnits);
            if (next == OrderStatus.PartiallyFilled && lots < 2)
                return;
            var units = next == OrderStatus.Filled ? order.Left : _random.NextInt64(1, lots) * order.Instrument.LotStepUnits;
            var isBuy = order.Side == OrderSide.Buy;
            var price = order.Instrument.Price(Math.Max(1, order.PriceUnits + _random.NextInt64(-order.PriceUnits / 50, (order.PriceUnits / 50) + 1)));
            var quantity = order.Instrument.Quantity((long)units);
            var quote = (BigInteger)Money.Notional(price, quantity).Units;
            var (gave, got) = isBuy ? (quote, units) : (units, quote);
            var feeOnPaid = _random.Next(4) == 0;
            var fee = (feeOnPaid ? gave : got) * _random.Next(2_000) / 1_000_000;
            if (feeOnPaid)
                gave += fee;
            else
                got -= fee;
            // What a venue could not have done: spend what the account has not got, sell what the agent does not hold.
            if (gave > order.Reserved + Free(order.PaidAsset) || (!isBuy && gave > Held(order.Agent, order.Instrument)))
                return;

            var received = isBuy ? order.Instrument.BaseAsset : Quote;
            Apply(new OrderFilled(
                order.Id, ++_tradeId, price, quantity, new Money((Int128)quote), new Money((Int128)fee), feeOnPaid ? order.PaidAsset : received, _nanos));
            _total[order.PaidAsset] -= gave;
            _total[received] += got;
            _held[(order.Agent, order.Instrument.Symbol)] = Held(order.Agent, order.Instrument) + (isBuy ? got : -gave);
            order.Filled += units;
            order.Left -= units;
            order.QuoteFilled += quote;
            order.Reserved = order.Left == 0 ? 0 : BigInteger.Max(0, order.Reserved - gave);
            order.Status = order.Left == 0 ? OrderStatus.Filled : OrderTransitions.IsOpen(order.Status) ? OrderStatus.PartiallyFilled : order.Status;
        }

        private void Compare()
        {
            foreach (var (asset, total) in _total)
            {
                var balance = Account.Ledger[asset];
                Assert.Equal(total, (BigInteger)balance.Total.Units);
                Assert.Equal(Locked(asset), (BigInteger)balance.Locked.Units);
                Assert.False(balance.Free.IsNegative || balance.Locked.IsNegative);
            }

            foreach (var instrument in Samples.Both.Values)
            {
                foreach (var agent in Agents)
                    Assert.Equal(Held(agent, instrument), Account.PositionOf(agent, instrument.Symbol).Quantity.Units);
                Assert.Equal(
                    _total[instrument.BaseAsset],
                    Account.Positions.Where(position => position.Symbol == instrument.Symbol).Sum(position => position.Quantity.Units));
            }

            // Every unit of the quote asset that left the deposit is cost of a position or realised loss.
            var cost = Account.Positions.Aggregate(Money.Zero, (sum, position) => sum + position.Cost - position.RealisedPnl);
            Assert.Equal(Deposit - cost, Account.Ledger[Quote].Total);
            Assert.Equal(_orders.Count, Account.Intents);
            Assert.Equal(_orders.Where(order => OrderTransitions.IsOpen(order.Status)).Select(order => order.Id).Order(), Account.OpenOrders.Select(order => order.ClientOrderId).Order());
            foreach (var order in _orders)
            {
                var actual = Account.Orders[order.Id];
                Assert.Equal(
                    (order.Status, order.Filled, order.QuoteFilled, order.Reserved),
                    (actual.Status, actual.Filled.Units, (BigInteger)actual.QuoteFilled.Units, (BigInteger)actual.Reserved.Units));
                Assert.Equal(order.Left, actual.Remaining.Units);
            }
        }

        private void Apply(AccountEvent accountEvent)
        {
            History.Add((accountEvent, ++_nanos));
            Account.Apply(accountEvent, _nanos);
        }

        private BigInteger Locked(string asset) => _orders.Where(order => order.PaidAsset == asset).Aggregate(BigInteger.Zero, (sum, order) => sum + order.Reserved);

        private BigInteger Free(string asset) => _total[asset] - Locked(asset);

        private BigInteger Held(string agent, Instrument instrument) => _held.GetValueOrDefault((agent, instrument.Symbol));

        private BigInteger Sellable(string agent, Instrument instrument) => Held(agent, instrument) - _orders
            .Where(order => order.Side == OrderSide.Sell && order.Agent == agent && order.Instrument == instrument && OrderTransitions.IsOpen(order.Status))
            .Aggregate(BigInteger.Zero, (sum, order) => sum + order.Left);
    }

    private sealed class PlainOrder(string id, string agent, Instrument instrument, OrderSide side, string paidAsset, long priceUnits)
    {
        public string Id { get; } = id;

        public string Agent { get; } = agent;

        public Instrument Instrument { get; } = instrument;

        public OrderSide Side { get; } = side;

        public string PaidAsset { get; } = paidAsset;

        public long PriceUnits { get; } = priceUnits;

        public OrderStatus Status { get; set; } = OrderStatus.Submitted;

        public BigInteger Left { get; set; }

        public BigInteger Filled { get; set; }

        public BigInteger QuoteFilled { get; set; }

        public BigInteger Reserved { get; set; }
    }
}
