using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

public sealed class PaperVenueProperties
{
    [Fact]
    public void Prop_balances_equal_the_naive_twin_and_every_asset_is_conserved() => Seeds.Hold(150, leastSize: 1, run: (random, steps) =>
    {
        const long FeePpm = 1_000, Deposit = 20_000;
        var desk = new VenueDesk(FeePpm, deposit: Deposit);
        var twin = new NaiveVenue(FeePpm, Money.Whole(Deposit));
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(2) == 0)
            {
                var (instrument, side) = (random.Next(2), random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell);
                var units = random.NextInt64(1, 3_000) * VenueDesk.Instruments[instrument].LotStepUnits;
                var report = desk.Submit($"o{i}", side, units, instrument);
                Assert.Equal(twin.TryAccept($"o{i}", side, units, instrument), report is VenueAccepted);
            }
            else
            {
                var (instrument, bid, ask) = RandomQuote(random);
                var expected = twin.Quote(instrument, bid, ask);
                Assert.Equal(expected, desk.Quote(bid, ask, instrument).Select(Describe));
            }

            twin.MustEqual(desk);
        }
    });

    [Fact]
    public void Prop_restart_from_the_stored_books_equals_continuing() => Seeds.Hold(100, leastSize: 1, run: (random, steps) =>
    {
        var (going, restarted) = (new VenueDesk(), new VenueDesk());
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(3) == 0)
                restarted.Restart();
            // After a restart the venue knows no prices until the next quote; both are shown one first, as a live feed does.
            var (instrument, bid, ask) = RandomQuote(random);
            Assert.Equal(going.Quote(bid, ask, instrument).Select(Describe), restarted.Quote(bid, ask, instrument).Select(Describe));
            var (side, units) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.NextInt64(1, 3_000) * VenueDesk.Instruments[instrument].LotStepUnits);
            if (bid > 0 && ask >= bid)
                Assert.Equal(Describe(going.Submit($"o{i}", side, units, instrument)), Describe(restarted.Submit($"o{i}", side, units, instrument)));
            Assert.Equal(going.Dump(), restarted.Dump());
        }

        restarted.Restart();
        Assert.Equal(going.Dump(), restarted.Dump());
    });

    private static string Describe(VenueReport report) => report switch
    {
        VenueFilled { Trade: var trade } => $"{trade.ClientOrderId} filled {trade.Price.Units} {trade.Fee.Units} {trade.FeeAsset}",
        VenueExpired expired => $"{expired.ClientOrderId} expired",
        VenueAccepted accepted => $"{accepted.ClientOrderId} accepted {accepted.VenueOrderId}",
        VenueRejected rejected => $"{rejected.ClientOrderId} rejected {rejected.Reason}",
        _ => throw new NotSupportedException(report.GetType().Name),
    };

    /// <summary>Prices between 10,000 and 90,000, now and then crossed or empty; always on Ether's coarser tick.</summary>
    private static (int Instrument, long Bid, long Ask) RandomQuote(Random random)
    {
        var bid = random.NextInt64(200_000, 1_800_000) * 5;
        return random.Next(10) switch
        {
            0 => (random.Next(2), bid, bid - 5),
            1 => (random.Next(2), 0, bid),
            _ => (random.Next(2), bid, bid + (5 * random.NextInt64(1, 1_000))),
        };
    }

    /// <summary>The same venue with big integers and without a ledger: balances are sums over its orders and trades.</summary>
    private sealed class NaiveVenue(long feePpm, Money deposit)
    {
        private readonly List<(string Id, OrderSide Side, BigInteger Units, int Instrument, BigInteger Locked)> _open = [];
        private readonly Dictionary<string, BigInteger> _total = new() { ["USDT"] = (BigInteger)deposit.Units, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly Dictionary<string, BigInteger> _fees = new() { ["USDT"] = 0, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly Dictionary<string, BigInteger> _market = new() { ["USDT"] = 0, ["BTC"] = 0, ["ETH"] = 0 };
        private readonly BigInteger[] _asks = [0, 0];

        public bool TryAccept(string id, OrderSide side, long units, int instrument)
        {
            var asset = Paid(side, instrument);
            var need = side == OrderSide.Sell ? units : Value(_asks[instrument], units);
            if (need > Free(asset))
                return false;
            _open.Add((id, side, units, instrument, side == OrderSide.Sell ? need : BigInteger.Min(Free(asset), need + Up(need * 50_000))));
            return true;
        }

        public List<string> Quote(int instrument, long bid, long ask)
        {
            var reports = new List<string>();
            if (bid <= 0 || ask < bid)
                return reports;
            _asks[instrument] = ask;
            foreach (var order in _open.Where(order => order.Instrument == instrument).ToList())
            {
                var buys = order.Side == OrderSide.Buy;
                var price = buys ? ask : bid;
                var value = Value(price, order.Units);
                var (paid, received) = (Paid(order.Side, instrument), Paid(buys ? OrderSide.Sell : OrderSide.Buy, instrument));
                var (gave, got) = buys ? (value, order.Units) : (order.Units, value);
                var isAffordable = gave <= order.Locked + Free(paid);
                _open.Remove(order);
                if (!isAffordable)
                {
                    reports.Add($"{order.Id} expired");
                    continue;
                }

                var fee = Up(got * feePpm);
                _total[paid] -= gave;
                _total[received] += got - fee;
                _market[paid] += gave;
                _market[received] -= got;
                _fees[received] += fee;
                reports.Add($"{order.Id} filled {price} {fee} {received}");
            }

            return reports;
        }

        public void MustEqual(VenueDesk desk)
        {
            foreach (var asset in _total.Keys)
            {
                Assert.Equal(_total[asset], (BigInteger)desk[asset].Total.Units);
                Assert.Equal(Free(asset), (BigInteger)desk[asset].Free.Units);
                Assert.False(desk[asset].Free.IsNegative || desk[asset].Locked.IsNegative);
                // Account, fees and the rest of the market together never change.
                Assert.Equal(asset == "USDT" ? (BigInteger)deposit.Units : 0, (BigInteger)desk[asset].Total.Units + _fees[asset] + _market[asset]);
            }
        }

        private static string Paid(OrderSide side, int instrument) =>
            side == OrderSide.Buy ? VenueDesk.Instruments[instrument].QuoteAsset : VenueDesk.Instruments[instrument].BaseAsset;

        private BigInteger Free(string asset) => _total[asset] - _open
            .Where(order => Paid(order.Side, order.Instrument) == asset).Aggregate(BigInteger.Zero, (sum, order) => sum + order.Locked);

        /// <summary>Units of 10^−2 × units of 10^−8, in units of 10^−8, half to even.</summary>
        private static BigInteger Value(BigInteger price, BigInteger units)
        {
            var (quotient, rest) = BigInteger.DivRem(price * units, 100);
            return rest > 50 || (rest == 50 && !quotient.IsEven) ? quotient + 1 : quotient;
        }

        private static BigInteger Up(BigInteger millionths) => (millionths + 999_999) / 1_000_000;
    }
}
