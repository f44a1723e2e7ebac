using System.Buffers.Binary;
using System.Security.Cryptography;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Market;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Market;

public sealed class SyntheticMarketTests
{
    private const long Start = 1_700_000_000 * UnixNanos.PerSecond;

    /// <summary>SHA-256 over the first 20,000 events of seed 42. A change of it changes every recorded simulation: say so in the change log.</summary>
    private const string PinnedHash = "cfdc612226ec0a96da9fb7e04294a22eb84018b8a3e27365b2d32fad536121f9";

    private static readonly (Instrument Instrument, Price FirstPrice)[] Instruments =
        [(Samples.Bitcoin, Price.Parse("60000.00")), (Samples.Ether, Price.Parse("3000.00"))];

    [Fact]
    public void events_must_be_the_pinned_ones_on_every_machine() => Assert.True(PinnedHash == Hash(42), $"the hash of seed 42 was {Hash(42)}");

    [Fact]
    public void events_must_differ_when_the_seed_differs() => Assert.Equal(50, Enumerable.Range(0, 50).Select(seed => Hash((ulong)seed, 200)).Distinct().Count());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void events_must_be_sorted_positive_and_uncrossed(ulong seed)
    {
        var last = Start;
        var trades = new long[2];
        var quotes = new MarketEvent[2];
        foreach (var next in Read(seed, 40_000, Instruments))
        {
            Assert.True(next.ReceivedNanos >= last);
            last = next.ReceivedNanos;
            var tick = Instruments[next.InstrumentId].Instrument.PriceTickUnits;
            if (next.Kind == MarketEventKind.Quote)
            {
                Assert.True(next.BidUnits > 0 && next.BidUnits < next.AskUnits && next.BidSizeUnits > 0 && next.AskSizeUnits > 0);
                Assert.Equal((0, 0), (next.BidUnits % tick, next.AskUnits % tick));
                quotes[next.InstrumentId] = next;
                continue;
            }

            var quote = quotes[next.InstrumentId];
            Assert.Equal((MarketEventKind.Trade, ++trades[next.InstrumentId]), (next.Kind, next.TradeId));
            Assert.Equal(next.BuyerIsMaker ? quote.BidUnits : quote.AskUnits, next.PriceUnits);
            Assert.True(next.QuantityUnits > 0);
        }
    }

    [Fact]
    public void quotes_must_stay_positive_and_uncrossed_when_the_price_is_a_few_ticks()
    {
        (Instrument, Price)[] cheap = [(Samples.Bitcoin, Price.Parse("0.02"))];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.DoesNotContain(
                Read(seed, 5_000, cheap), next => next.Kind == MarketEventKind.Quote && (next.BidUnits <= 0 || next.AskUnits <= next.BidUnits));
        }
    }

    [Fact]
    public void volatility_must_be_plausible_and_both_directions_must_occur()
    {
        const int Seeds = 24, Days = 10;
        var (up, down) = (0, 0);
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var mids = HourlyMids(seed, Days * 24);
            var returns = mids.Zip(mids.Skip(1), (before, after) => (after / before) - 1).ToList();
            var mean = returns.Average();
            var volatility = Math.Sqrt(returns.Sum(change => (change - mean) * (change - mean)) / (returns.Count - 1));
            Assert.InRange(volatility, 0.002, 0.02);
            if (mids[^1] > mids[0])
                up++;
            else
                down++;
        }

        Assert.True(up >= Seeds / 6 && down >= Seeds / 6, $"{up} up, {down} down");
    }

    private static List<double> HourlyMids(ulong seed, int hours)
    {
        var mids = new List<double>();
        using var market = new SyntheticMarket(seed, Start, Instruments[..1]);
        while (mids.Count < hours && market.TryRead(out var next))
        {
            if (next.Kind == MarketEventKind.Quote && next.ReceivedNanos - Start >= mids.Count * UnixNanos.PerHour)
                mids.Add((next.BidUnits + next.AskUnits) / 2.0);
        }

        return mids;
    }

    private static List<MarketEvent> Read(ulong seed, int count, (Instrument, Price)[] instruments)
    {
        using var market = new SyntheticMarket(seed, Start, instruments);
        var events = new List<MarketEvent>(count);
        while (events.Count < count && market.TryRead(out var next))
            events.Add(next);
        return events;
    }

    private static string Hash(ulong seed, int count = 20_000)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        foreach (var next in Read(seed, count, Instruments))
        {
            ReadOnlySpan<long> fields =
            [
                (long)next.Kind, next.InstrumentId, next.ReceivedNanos, next.VenueNanos, next.BidUnits, next.AskUnits, next.BidSizeUnits, next.AskSizeUnits,
                next.BuyerIsMaker ? 1 : 0,
            ];
            foreach (var field in fields)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, field);
                hash.AppendData(number);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
