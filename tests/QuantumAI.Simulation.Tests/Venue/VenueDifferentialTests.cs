using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>There is one matching rule: the venue fills as the engine that is fed directly, and with either engine alike.</summary>
public sealed class VenueDifferentialTests
{
    [Fact]
    public void Prop_fills_equal_those_of_the_engine_fed_directly() => Seeds.Hold(120, leastSize: 1, runs: 60, run: (random, steps) =>
    {
        var desk = new VenueDesk(feePpm: 0, deposit: 1_000_000_000);
        var house = new HouseLiquidity(
            new NaiveMatchingEngine(2), VenueDesk.Instruments, new LiquiditySettings(HalfSpreadPpm: 500, IgnoresSizes: true));
        var (events, entering, price) = (new List<EngineEvent>(), new List<EngineOrder>(), 5_000_000L);
        for (var i = 1; i <= steps; i++)
        {
            price = Math.Max(1_000_000, price + random.NextInt64(-5_000, 5_001));
            if (random.Next(2) == 0)
            {
                var quantity = random.NextInt64(1, 1_000) * 1_000;
                var (side, limit) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, price + random.NextInt64(-3_000, 3_001));
                var terms = random.Next(3) == 0
                    ? OrderTerms.Market(side, new Quantity(quantity, 8))
                    : new OrderTerms(side, OrderType.Limit, new Quantity(quantity, 8), new Price(limit, 2), SelfTrade: SelfTradePrevention.ExpireTaker);
                if (desk.Place($"o{i}", terms) is VenueAccepted accepted)
                {
                    entering.Add(new EngineOrder(
                        long.Parse(accepted.VenueOrderId, System.Globalization.CultureInfo.InvariantCulture), 0, 1, side, terms.Type, quantity,
                        terms.Limit?.Units ?? 0, SelfTrade: terms.SelfTrade));
                }
            }

            var fills = desk.Quote(price, price + 10).OfType<VenueFilled>().Select(filled => (desk.Venue.Find(filled.Trade.ClientOrderId)!.VenueOrderId, filled.Trade.Price.Units, filled.Trade.Quantity.Units));
            events.Clear();
            house.Apply(MarketEvent.Quote(0, desk.Sequence, 0, price, price + 10, 1, 1).Ingested(desk.Sequence, desk.Sequence), events);
            foreach (var order in entering)
                house.Submit(in order, desk.Sequence, events);
            entering.Clear();
            Assert.Equal(events.Where(happened => happened.Kind == EngineEventKind.Traded).Select(Fill), fills);
        }
    });

    [Fact]
    public void Prop_venue_does_the_same_with_either_engine() => Seeds.Hold(120, leastSize: 1, runs: 60, run: (random, steps) =>
    {
        var client = new RandomClient(random);
        var (fast, naive) = (new VenueDesk(deposit: 400_000), new VenueDesk(deposit: 400_000, engine: new NaiveMatchingEngine(2)));
        for (var i = 0; i < steps; i++)
        {
            var step = client.Next();
            Assert.Equal(step(naive), step(fast));
        }

        Assert.Equal(naive.Dump(), fast.Dump());
    });

    [Fact]
    public void market_event_must_allocate_nothing_while_no_order_is_open()
    {
        var desk = new VenueDesk();
        var events = new MarketEvent[2_000];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = (i % 3 == 0 ? MarketEvent.Trade(1, 0, 0, 300_000 + i, 5, 1, false) : MarketEvent.Quote(0, 0, 0, 5_000_000 + i, 5_000_010 + i, 3, 3))
                .Ingested(i + 1, i + 1);
        }

        Match(desk.Venue, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Match(desk.Venue, events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static (string, long, long) Fill(EngineEvent traded)
    {
        var id = traded.Account == 0 ? traded.MakerOrderId : traded.OrderId;
        return (id.ToString(System.Globalization.CultureInfo.InvariantCulture), traded.Price, traded.Quantity);
    }

    private static void Match(PaperVenue venue, MarketEvent[] events)
    {
        foreach (ref readonly var marketEvent in events.AsSpan())
            Assert.False(venue.TryMatch(in marketEvent, out _));
    }
}
