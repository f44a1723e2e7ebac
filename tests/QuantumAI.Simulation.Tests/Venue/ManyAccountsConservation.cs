using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Many accounts, fees and the house: whatever they do, every asset is conserved to the last unit, and a ledger in big integers agrees.</summary>
public sealed class ManyAccountsConservation
{
    private static readonly PaperVenueSettings[] Settings =
    [
        new(1_000, 500, Entry: EntryPolicy.AtOnce),
        new(0, 500, new FeeSchedule([new FeeRates(0, 0), new FeeRates(300, 700)], FeePayment.Quote), new LiquiditySettings(), Entry: EntryPolicy.AtOnce),
        new(0, 500, new FeeSchedule([new FeeRates(300, 700)], FeePayment.Third, new FeeAsset("ETH", 8, 250_000)), ClientIds: ClientIdRule.OnceAmongOpen),
        new(0, 500, new FeeSchedule([new FeeRates(100, 200), new FeeRates(300, 900)]), Entry: EntryPolicy.AtOnce, ClientIds: ClientIdRule.OnceAmongOpen),
    ];

    [Fact]
    public void Prop_every_asset_is_conserved_over_accounts_fees_and_the_house() => Run(operations: 100_000);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_every_asset_is_conserved_over_many_operations() => Run(operations: 1_000_000);

    private static void Run(int operations)
    {
        for (var setting = 0; setting < Settings.Length; setting++)
        {
            var random = new Random(setting + 1);
            var hall = new MarketHall(Settings[setting], accounts: 5);
            var twin = new NaiveLedger();
            for (var i = 0; i < operations / Settings.Length; i++)
            {
                twin.Take(Step(hall, random, i));
                if (i % 100 == 0)
                    twin.MustEqual(hall.Venue);
            }

            twin.MustEqual(hall.Venue);
            Assert.True(twin.TradesOfTwoClients > operations / 1_000, $"clients must trade with each other, did {twin.TradesOfTwoClients} times");
        }
    }

    private static IReadOnlyList<VenueTold> Step(MarketHall hall, Random random, int i)
    {
        var account = MarketHall.Names[random.Next(5)];
        var mid = 5_000_000 + (10 * random.NextInt64(-20, 21));
        switch (random.Next(10))
        {
            case 0:
                return hall.Quote(mid - 10 * random.NextInt64(0, 30), mid + 10 * random.NextInt64(0, 30), random.NextInt64(1, 100_000_000));
            case 1:
                return hall.Quote(300_000, 300_100 + (5 * random.NextInt64(0, 9)), 50_000_000, instrument: 1);
            case 2 or 3:
                return hall.Cancel(account, hall[account].OpenOrders.Select(order => order.ClientOrderId).FirstOrDefault("none"));
            case 4 when hall[account].OpenOrders.FirstOrDefault() is { } open:
                return hall.Amend(account, open.ClientOrderId, new Quantity(open.Quantity.Units / 20_000 * 10_000, 8));
            default:
                return hall.Place(account, $"o{i}", Terms(random, mid));
        }
    }

    private static OrderTerms Terms(Random random, long mid)
    {
        var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        var quantity = new Quantity(10_000 * random.NextInt64(1, 3_000), 8);
        var price = new Price(mid + (10 * random.NextInt64(-15, 16)), 2);
        return random.Next(8) switch
        {
            0 => OrderTerms.Market(side, quantity) with { SelfTrade = Mode(random) },
            1 => new OrderTerms(side, OrderType.Stop, quantity, Trigger: price),
            2 => new OrderTerms(side, OrderType.Limit, quantity, price, Display: new Quantity(10_000, 8), SelfTrade: Mode(random)),
            3 => new OrderTerms(side, OrderType.Limit, quantity, price, TimeInForce: (TimeInForce)random.Next(1, 4), SelfTrade: Mode(random)),
            _ => new OrderTerms(side, OrderType.Limit, quantity, price, SelfTrade: Mode(random)),
        };
    }

    private static SelfTradePrevention Mode(Random random) => (SelfTradePrevention)random.Next(1, 6);

    /// <summary>What the reports say, added up with big integers; knows nothing of locks, books or prices.</summary>
    private sealed class NaiveLedger
    {
        private readonly Dictionary<(int Account, string Asset), BigInteger> _totals = [];
        private readonly Dictionary<string, BigInteger> _fees = MarketHall.Assets.ToDictionary(asset => asset, _ => BigInteger.Zero);
        private readonly Dictionary<string, BigInteger> _house = MarketHall.Assets.ToDictionary(asset => asset, _ => BigInteger.Zero);
        private readonly Dictionary<(string Symbol, long Id), VenueTrade> _halves = [];

        public NaiveLedger()
        {
            for (var account = 1; account <= 5; account++)
            {
                foreach (var asset in MarketHall.Assets)
                    _totals[(account, asset)] = (BigInteger)Money.Whole(1_000_000).Units;
            }
        }

        public int TradesOfTwoClients { get; private set; }

        public void Take(IReadOnlyList<VenueTold> told)
        {
            _halves.Clear();
            foreach (var (account, report, order) in told)
            {
                if (report is not VenueFilled { Trade: var trade })
                    continue;
                Assert.Equal((account, order!.VenueOrderId), (trade.Account, trade.VenueOrderId));
                Book(trade);
                if (!_halves.Remove((trade.Symbol, trade.TradeId), out var other))
                {
                    _halves.Add((trade.Symbol, trade.TradeId), trade);
                    continue;
                }

                TradesOfTwoClients++;
                Assert.Equal((other.Price, other.Quantity, other.QuoteQuantity), (trade.Price, trade.Quantity, trade.QuoteQuantity));
                Assert.True(other.IsMaker != trade.IsMaker && other.Side != trade.Side);
            }

            foreach (var trade in _halves.Values)
                Move(_house, trade, -1);
        }

        public void MustEqual(PaperVenue venue)
        {
            foreach (var account in venue.Accounts)
            {
                foreach (var asset in MarketHall.Assets)
                {
                    var balance = account.Balances[asset];
                    Assert.Equal(_totals[(account.Number, asset)], (BigInteger)balance.Total.Units);
                    Assert.False(balance.Free.IsNegative || balance.Locked.IsNegative, $"{account.Name} has {balance} {asset}");
                    var locked = account.OpenOrders.Where(order => Paid(order) == asset).Aggregate(Money.Zero, (sum, order) => sum + order.Locked);
                    Assert.Equal(locked, balance.Locked);
                }
            }

            foreach (var asset in MarketHall.Assets)
            {
                var all = venue.Accounts.Aggregate(BigInteger.Zero, (sum, account) => sum + (BigInteger)account.Balances[asset].Total.Units);
                Assert.Equal((BigInteger)Money.Whole(5_000_000).Units, all + _fees[asset] + _house[asset]);
            }
        }

        private void Book(VenueTrade trade)
        {
            var moved = MarketHall.Assets.ToDictionary(asset => asset, _ => BigInteger.Zero);
            Move(moved, trade, 1);
            foreach (var (asset, units) in moved)
                _totals[(trade.Account, asset)] += units;
            _totals[(trade.Account, trade.FeeAsset)] -= (BigInteger)trade.Fee.Units;
            _fees[trade.FeeAsset] += (BigInteger)trade.Fee.Units;
        }

        private static void Move(Dictionary<string, BigInteger> assets, VenueTrade trade, int sign)
        {
            var direction = trade.Side == OrderSide.Buy ? sign : -sign;
            assets[trade.Symbol[..3]] += direction * (BigInteger)Money.Of(trade.Quantity).Units;
            assets["USDT"] -= direction * (BigInteger)trade.QuoteQuantity.Units;
        }

        private static string Paid(VenueOrder order) => order.Side == OrderSide.Buy ? "USDT" : order.Symbol[..3];
    }
}
