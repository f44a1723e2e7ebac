using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Risk;

/// <summary>Many agents ask at once: each approval sees the ones before it, whether or not anything is filled.</summary>
public sealed class ConcurrentApprovalTests
{
    private static readonly Instrument Btc = Samples.Bitcoin;
    private static readonly Instrument EtherInBitcoin = RiskScenario.EtherInBitcoin with { MinNotional = Money.Zero };
    private static readonly Price BtcPrice = Btc.Price(5_000_000);
    private static readonly Price EtherPrice = EtherInBitcoin.Price(50_000);
    private static readonly string[] Agents = ["aurora", "boreas", "chronos", "stranger"];

    [Fact]
    public void Prop_every_limit_holds_after_every_approval() => Seeds.Hold(120, leastSize: 1, runs: 500, run: static (random, steps) =>
    {
        var run = new Run(random);
        for (var i = 0; i < steps; i++)
            run.Step(i);
    });

    private sealed class Run
    {
        private const long Deposit = 1_000_000;
        private readonly Random _random;
        private readonly bool _isMargin;
        private readonly RiskLimits _limits;
        private readonly Account _account;
        private readonly Dictionary<string, Price> _marks = new() { ["BTCUSDT"] = BtcPrice, ["ETHBTC"] = EtherPrice };

        /// <summary>Agent, symbol and signed worth of what is open or held; in units of the base currency.</summary>
        private readonly List<(string Id, string Agent, Instrument Instrument, long Sign, BigInteger Worth, Quantity Quantity)> _open = [];
        private readonly Dictionary<(string Agent, string Symbol), BigInteger> _held = [];

        public Run(Random random)
        {
            (_random, _isMargin) = (random, random.Next(2) == 0);
            _limits = RiskScenario.LimitsOf(Money.Whole(random.Next(100, 100_000)), 0, random.Next(1, 1_200_000)) with
            {
                AgentSharesPpm = Agents[..3].ToDictionary(agent => agent, _ => (long)random.Next(1, 600_000)),
                OpenOrdersNotional = random.Next(2) == 0 ? null : Money.Whole(random.Next(1_000, 500_000)),
                PositionNotional = random.Next(2) == 0 ? [] : new Dictionary<string, Money> { ["BTCUSDT"] = Money.Whole(random.Next(1_000, 500_000)) },
            };
            _account = new Account(new Dictionary<string, Instrument> { ["BTCUSDT"] = Btc, ["ETHBTC"] = EtherInBitcoin });
            _account.Apply(new AccountOpened("test", "USDT", Money.Whole(Deposit), _isMargin), 1);
            if (_isMargin || random.Next(2) == 0)
                _account.Apply(new AssetMoved("BTC", Money.Whole(2), Money.Whole(100_000), "test"), 2);
        }

        public void Step(int i)
        {
            if (_open.Count > 0 && _random.Next(5) == 0)
                End(_open[_random.Next(_open.Count)], i);
            else
                Ask(i);
            Compare();
        }

        private void Ask(int i)
        {
            var (agent, instrument) = (Agents[_random.Next(Agents.Length)], _random.Next(3) == 0 ? EtherInBitcoin : Btc);
            var price = instrument == Btc ? BtcPrice : EtherPrice;
            var side = _isMargin && _random.Next(2) == 0 ? OrderSide.Sell : OrderSide.Buy;
            var quantity = instrument.Quantity(_random.NextInt64(1, instrument == Btc ? 200_000 : 400_000) * instrument.LotStepUnits);
            var terms = _random.Next(2) == 0 ? OrderTerms.Market(side, quantity) : new OrderTerms(
                side, OrderType.StopLimit, quantity, Limit: price, Trigger: price); // a stop crosses no order of its own account
            var request = new OrderRequest(agent, instrument, terms, price, new MarketView(price, price, 0, true, 1), "test");
            var decision = RiskRules.Decide(_account, request, _marks, _limits, new RiskSituation(0));
            var worth = Worth(instrument, price, quantity);
            if (!decision.IsApproved)
                return;
            Assert.True(worth <= _limits.OrderNotional.Units + 1, $"{worth} of {_limits.OrderNotional}");
            _account.Apply(OrderIntended.Of($"o{i}", agent, instrument.Symbol, terms, price, decision.Reserved, 0, ""), i);
            _open.Add(($"o{i}", agent, instrument, side == OrderSide.Buy ? 1 : -1, worth, quantity));
            var rounded = _open.Count + 2;
            Assert.True(_limits.OpenOrdersNotional is not { } open || Sum(_open.Select(order => order.Worth)) <= open.Units + rounded, "open orders");
            Assert.True(Exposure(agent, null) <= Share(_limits.AgentSharesPpm.GetValueOrDefault(agent)) + rounded, $"the exposure of {agent}");
            Assert.True(Exposure(null, null) <= Share(_limits.TotalExposurePpm) + rounded, "the exposure of all");
            Assert.True(!_limits.PositionNotional.TryGetValue(instrument.Symbol, out var most) || Exposure(null, instrument.Symbol) <= most.Units + rounded, "the exposure of the symbol");
            Assert.True(decision.AgentExposure.Units <= Share(_limits.AgentSharesPpm.GetValueOrDefault(agent)) && decision.TotalExposure.Units <= Share(_limits.TotalExposurePpm));
        }

        /// <summary>An order is filled whole at its price, or canceled.</summary>
        private void End((string Id, string Agent, Instrument Instrument, long Sign, BigInteger Worth, Quantity Quantity) order, int i)
        {
            _open.Remove(order);
            if (_random.Next(2) == 0)
            {
                _account.Apply(new OrderCanceled(order.Id, ""), i);
                return;
            }

            var price = order.Instrument == Btc ? BtcPrice : EtherPrice;
            _account.Apply(new OrderFilled(order.Id, i, price, order.Quantity, Money.Notional(price, order.Quantity), Money.Zero, "USDT", 0), i);
            _held[(order.Agent, order.Instrument.Symbol)] = _held.GetValueOrDefault((order.Agent, order.Instrument.Symbol)) + (order.Sign * order.Worth);
        }

        private void Compare()
        {
            foreach (var (asset, balance) in _account.Ledger.Balances)
            {
                Assert.True(_isMargin || !(balance.Free.IsNegative || balance.Locked.IsNegative), $"{asset} {balance}");
                var reserved = Sum(_account.OpenOrders.Where(order => (order.Side == OrderSide.Buy ? _account.Instruments[order.Symbol].QuoteAsset : _account.Instruments[order.Symbol].BaseAsset) == asset)
                    .Select(order => (BigInteger)order.Reserved.Units));
                Assert.Equal(reserved, (BigInteger)balance.Locked.Units);
            }
        }

        /// <summary>Positions and open orders at their worth; what is filled changes nothing of it unless it closes.</summary>
        private BigInteger Exposure(string? agent, string? symbol) =>
            Sum(_held.Where(held => (agent is null || held.Key.Agent == agent) && (symbol is null || held.Key.Symbol == symbol)).Select(held => BigInteger.Abs(held.Value)))
            + Sum(_open.Where(order => (agent is null || order.Agent == agent) && (symbol is null || order.Instrument.Symbol == symbol)).Select(order => order.Worth));

        /// <summary>A share of the equity, which no fill at the mark's price and without a fee changes but for the worth of a coin that is quoted in another one.</summary>
        private BigInteger Share(long ppm) => (BigInteger)_account.Equity(_marks).Units * ppm / 1_000_000;

        private static BigInteger Worth(Instrument instrument, Price price, Quantity quantity) => instrument == Btc
            ? (BigInteger)price.Units * quantity.Units / 100
            : (BigInteger)price.Units * quantity.Units / 1_000_000 * BtcPrice.Units / 100;

        private static BigInteger Sum(IEnumerable<BigInteger> values) => values.Aggregate(BigInteger.Zero, static (sum, value) => sum + value);
    }
}
