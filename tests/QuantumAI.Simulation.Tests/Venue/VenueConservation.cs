using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Whatever is asked and whatever the market does: money is conserved, locks are those of the open orders, an order ends once.</summary>
public sealed class VenueConservation
{
    private const long Deposit = 400_000;

    [Fact]
    public void Prop_money_is_conserved_with_requests_of_all_kinds() => Seeds.Hold(150, leastSize: 1, runs: 80, run: (random, steps) =>
    {
        var settings = Settings[random.Next(Settings.Length)];
        var desk = new VenueDesk(deposit: Deposit, settings: settings);
        var client = new RandomClient(random);
        var naive = new NaiveAccount(Money.Whole(Deposit));
        for (var i = 0; i < steps; i++)
        {
            naive.Take(client.Next()(desk));
            naive.MustEqual(desk);
        }
    });

    private static readonly PaperVenueSettings[] Settings =
    [
        new(1_000, 500),
        new(0, 100),
        new(1_000, 500, Liquidity: new LiquiditySettings(HalfSpreadPpm: 200, DepthUnits: 20_000_000, SlippagePpm: 100)),
        new(0, 500, new FeeSchedule([new FeeRates(300, 700)], FeePayment.Quote)),
        new(0, 500, new FeeSchedule([new FeeRates(300, 700)], FeePayment.Third, new FeeAsset("ETH", 8, 250_000))),
    ];

    /// <summary>What the reports say, added up with big integers; knows nothing of locks, books or prices.</summary>
    private sealed class NaiveAccount(Money deposit)
    {
        private readonly Dictionary<string, BigInteger> _total = new() { ["USDT"] = (BigInteger)deposit.Units, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly Dictionary<string, BigInteger> _market = new() { ["USDT"] = 0, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly Dictionary<string, BigInteger> _fees = new() { ["USDT"] = 0, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly HashSet<string> _open = [];

        public void Take(IReadOnlyList<VenueReport> reports)
        {
            foreach (var report in reports)
            {
                switch (report)
                {
                    case VenueAccepted accepted:
                        Assert.True(_open.Add(accepted.ClientOrderId), "accepted once");
                        break;
                    case VenueCanceled canceled:
                        Assert.True(_open.Remove(canceled.ClientOrderId), "canceled while open");
                        break;
                    case VenueExpired expired:
                        Assert.True(_open.Remove(expired.ClientOrderId), "expired while open");
                        break;
                    case VenueTriggered triggered:
                        Assert.Contains(triggered.ClientOrderId, _open);
                        break;
                    case VenueFilled { Trade: var trade }:
                        Book(trade);
                        break;
                    default:
                        break;
                }
            }
        }

        public void MustEqual(VenueDesk desk)
        {
            var orders = desk.Store.Load().Orders;
            foreach (var asset in _total.Keys)
            {
                var balance = desk[asset];
                Assert.Equal(_total[asset], (BigInteger)balance.Total.Units);
                Assert.False(balance.Free.IsNegative || balance.Locked.IsNegative, $"{asset} is {balance}");
                Assert.Equal(
                    orders.Where(order => order.IsOpen && PaidAsset(order) == asset).Aggregate(Money.Zero, (sum, order) => sum + order.Locked), balance.Locked);
                Assert.Equal(asset == "USDT" ? (BigInteger)Money.Whole(Deposit).Units : 0, _total[asset] + _market[asset] + _fees[asset]);
            }

            foreach (var order in orders)
            {
                Assert.Equal(order, desk.Venue.Find(order.ClientOrderId)); // what is stored is what is known
                if (order.Status is not (VenueOrderStatus.Filled or VenueOrderStatus.Rejected))
                    Assert.Equal(order.IsOpen, _open.Contains(order.ClientOrderId));
                else
                    Assert.Equal(order.Status == VenueOrderStatus.Filled, order.Filled == order.Quantity);
                var trades = desk.Venue.TradesOf(order.ClientOrderId);
                Assert.Equal(order.Filled.Units, trades.Sum(trade => trade.Quantity.Units));
                Assert.Equal(order.QuoteFilled, trades.Aggregate(Money.Zero, (sum, trade) => sum + trade.QuoteQuantity));
                Assert.True(order.Filled <= order.Quantity);
                Assert.False(order.Locked.IsNegative);
                Assert.True(order.IsOpen || order.Locked == Money.Zero);
            }
        }

        private void Book(VenueTrade trade)
        {
            var instrument = VenueDesk.Instruments.Single(candidate => candidate.Symbol == trade.Symbol);
            var sign = trade.Side == OrderSide.Buy ? 1 : -1;
            Move(instrument.BaseAsset, sign * (BigInteger)Money.Of(trade.Quantity).Units);
            Move(instrument.QuoteAsset, -sign * (BigInteger)trade.QuoteQuantity.Units);
            _total[trade.FeeAsset] -= (BigInteger)trade.Fee.Units;
            _fees[trade.FeeAsset] += (BigInteger)trade.Fee.Units;
            Assert.InRange(Money.Abs(trade.QuoteQuantity - Money.Notional(trade.Price, trade.Quantity)).Units, 0, 1);
        }

        private void Move(string asset, BigInteger units)
        {
            _total[asset] += units;
            _market[asset] -= units;
        }

        private static string PaidAsset(VenueOrder order)
        {
            var instrument = VenueDesk.Instruments.Single(candidate => candidate.Symbol == order.Symbol);
            return order.Side == OrderSide.Buy ? instrument.QuoteAsset : instrument.BaseAsset;
        }
    }
}
