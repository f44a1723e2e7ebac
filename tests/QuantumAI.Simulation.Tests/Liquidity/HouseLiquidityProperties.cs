using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Simulation.Tests.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class HouseLiquidityProperties
{
    private static readonly LiquidityGrain[] Grains = [LiquidityGrain.Quotes, LiquidityGrain.Trades, LiquidityGrain.Depth, LiquidityGrain.Bars];

    [Fact]
    public void Prop_quote_fills_of_market_orders_equal_the_paper_venues() => Seeds.Hold(100, leastSize: 1, run: (random, steps) =>
    {
        var (venue, house) = (new VenueDesk(deposit: 1_000_000_000), new HouseDesk());
        var lot = Samples.Bitcoin.LotStepUnits;
        venue.Quote(100_000, 100_010);
        house.Quote(100_000, 100_010, 10 * lot, 10 * lot);
        Assert.IsType<VenueAccepted>(venue.Submit("stock", OrderSide.Buy, 10_000 * lot)); // something to sell
        venue.Quote(100_000, 100_010);
        for (var i = 0; i < steps; i++)
        {
            // Decided on one quote, filled by the next one; there the order arrives in the house.
            var (side, units) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.Next(1, 10) * lot);
            Assert.IsType<VenueAccepted>(venue.Submit($"o{i}", side, units));
            var bid = random.NextInt64(90_000, 110_000);
            var ask = bid + random.NextInt64(1, 100);
            var expected = Assert.IsType<VenueFilled>(Assert.Single(venue.Quote(bid, ask))).Trade;
            house.Quote(bid, ask, (10 + (i % 2)) * lot, (10 + (i % 2)) * lot); // another size: the same price again is a new offer
            var order = house.Submit(side, OrderType.Market, units);
            var (filled, price, _) = house.Fills.Last(); // a level may be two orders of the house
            Assert.Equal((order, expected.Price.Units), (filled, price));
            Assert.Equal((units, units), (expected.Quantity.Units, house.FilledOf(order)));
        }
    });

    [Fact]
    public void Prop_remembered_house_equals_a_followed_one() => Seeds.Hold(120, leastSize: 1, runs: 300, run: (random, steps) =>
    {
        var settings = RandomSettings(random, Grains[random.Next(3)]);
        var (remembered, followed) = (new HouseDesk(settings), new HouseDesk(settings));
        Follow(followed);
        var feed = new RandomFeed(random);
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(4) > 0)
            {
                var marketEvent = feed.Next(settings.Grain);
                remembered.Happens(marketEvent);
                followed.Happens(marketEvent);
                Assert.True(remembered.House.IsQuiet(0));
                continue;
            }

            var (side, quantity) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.NextInt64(1, 40));
            var limit = random.Next(2) == 0 ? 0 : random.NextInt64(950, 1_060);
            var type = limit == 0 ? OrderType.Market : OrderType.Limit;
            var one = remembered.Submit(side, type, quantity, limit, life: TimeInForce.ImmediateOrCancel);
            var other = followed.Submit(side, type, quantity, limit, life: TimeInForce.ImmediateOrCancel);
            Assert.Equal(ByPrice(remembered, one), ByPrice(followed, other));
        }
    });

    [Fact]
    public void Prop_clients_that_no_event_meets_change_nothing_by_not_being_followed() => Seeds.Hold(150, leastSize: 1, runs: 300, run: (random, steps) =>
    {
        var settings = RandomSettings(random, Grains[random.Next(3)]);
        var (apart, followed) = (new HouseDesk(settings), new HouseDesk(settings));
        Follow(followed);
        foreach (var desk in new[] { apart, followed })
            desk.Print(1_000, 1); // both have trades, so that quotes trigger nothing
        var feed = new RandomFeed(random);
        var orders = new List<(long Apart, long Followed)>();
        for (var i = 0; i < steps; i++)
        {
            var draw = random.Next(8);
            if (draw > 1)
            {
                var marketEvent = feed.Next(settings.Grain);
                apart.Happens(marketEvent);
                followed.Happens(marketEvent);
            }
            else if (draw == 1 && orders.Count > 0)
            {
                var (one, other) = orders[random.Next(orders.Count)];
                apart.Cancel(one);
                followed.Cancel(other);
            }
            else
            {
                var (side, quantity, account) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.NextInt64(1, 40), random.Next(1, 3));
                var limit = random.Next(4) == 0 ? 0 : random.NextInt64(950, 1_050);
                var type = limit == 0 ? OrderType.Market : OrderType.Limit;
                orders.Add((apart.Submit(side, type, quantity, limit, account: account), followed.Submit(side, type, quantity, limit, account: account)));
            }

            foreach (var (one, other) in orders)
                Assert.Equal(ByPrice(apart, one), ByPrice(followed, other));
        }
    });

    [Fact]
    public void Prop_stops_fill_the_same_whether_they_are_followed_or_not() => Seeds.Hold(150, leastSize: 1, runs: 200, run: FillStops);

    /// <summary>The house's first order at the last price was filled, and the next one was not seen as the first.</summary>
    [Fact]
    public void Issue_stop_must_be_refused_that_would_trigger_where_a_house_order_was_filled_before() => FillStops(new Random(574236776), 95);

    private static void FillStops(Random random, int steps)
    {
        var settings = RandomSettings(random, LiquidityGrain.Quotes) with { SlippageTicks = 0, Impact = null };
        var (apart, followed) = (new HouseDesk(settings), new HouseDesk(settings));
        Follow(followed);
        var orders = new List<(long Apart, long Followed)>();
        var bid = 1_000L;
        for (var i = 0; i < steps; i++)
        {
            var (isSeller, size, draw) = (random.Next(2) == 0, random.NextInt64(1, 4) * 10, random.Next(8));
            bid += draw < 4 ? random.Next(-5, 6) : 0;
            var (side, type, trigger) = ((OrderSide)random.Next(1, 3), random.Next(2) == 0 ? OrderType.Stop : OrderType.TakeProfit, bid + random.Next(-20, 20));
            foreach (var desk in new[] { apart, followed })
            {
                if (draw < 4)
                    desk.Quote(bid, bid + 3, size, size);
                if (draw < 6)
                    desk.Print(isSeller ? bid : bid + 3, size / 2, isSeller); // a print at the touch, as a real feed has it
            }

            if (draw >= 6)
                orders.Add((apart.Submit(side, type, size / 2, trigger: trigger), followed.Submit(side, type, size / 2, trigger: trigger)));
            foreach (var (one, other) in orders)
                Assert.Equal(ByPrice(apart, one), ByPrice(followed, other));
        }
    }

    /// <summary>A stop that trails looks at every price: with it the engine follows every event. It never begins to trail.</summary>
    private static void Follow(HouseDesk desk) => desk.Submit(OrderSide.Sell, OrderType.TrailingStop, 1, trigger: 1_000_000, account: 9, trailingPpm: 1);

    /// <summary>What an order traded at each price; a followed level may be several orders, a remembered one is one.</summary>
    private static IEnumerable<(long Price, long Quantity)> ByPrice(HouseDesk desk, long order) => desk.Fills.Where(fill => fill.Order == order)
        .GroupBy(fill => fill.Price).Select(group => (group.Key, group.Sum(fill => fill.Quantity)));

    [Fact]
    public void Prop_both_engines_tell_the_same_and_client_orders_are_conserved() => Seeds.HoldEach(120, leastSize: 1, run: (seed, steps) =>
    {
        var (naive, fast, again) = (Run(seed, steps, new NaiveMatchingEngine(1)), Run(seed, steps, new MatchingEngine(1)), Run(seed, steps, new MatchingEngine(1)));
        Assert.Equal(naive.Events, fast.Events);
        Assert.Equal(fast.Events, again.Events);
        Assert.Equal(naive.Engine.StateHash(), fast.Engine.StateHash());
    });

    /// <summary>A random session with clients that rest, take, wait for triggers and cancel. Checks what must hold after each step.</summary>
    private static HouseDesk Run(int seed, int steps, IMatchingEngine engine)
    {
        var random = new Random(seed);
        var settings = RandomSettings(random, Grains[random.Next(4)]);
        var desk = new HouseDesk(settings, engine);
        var feed = new RandomFeed(random);
        var orders = new Dictionary<long, (OrderSide Side, long Quantity, long Limit)>();
        for (var i = 0; i < steps; i++)
        {
            var before = desk.Events.Count;
            if (random.Next(3) > 0)
            {
                desk.Happens(feed.Next(settings.Grain));
            }
            else if (orders.Count > 0 && random.Next(4) == 0)
            {
                desk.Cancel(orders.Keys.ElementAt(random.Next(orders.Count)));
            }
            else
            {
                var (side, type) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, (OrderType)random.Next(1, 5));
                var limit = OrderShape.HasLimit(type) ? random.NextInt64(960, 1_040) : 0;
                var trigger = OrderShape.IsConditional(type) ? random.NextInt64(960, 1_040) : 0;
                var quantity = random.NextInt64(1, 30);
                orders.Add(desk.Submit(side, type, quantity, limit, trigger, account: random.Next(1, 3)), (side, quantity, limit));
            }

            for (var e = before; e < desk.Events.Count; e++)
                Assert.False(desk.Events[e] is { Account: 0, MakerAccount: 0, Kind: not EngineEventKind.Rejected }, "events of the house alone stay inside");
            Check(desk, orders);
        }

        return desk;
    }

    private static void Check(HouseDesk desk, Dictionary<long, (OrderSide Side, long Quantity, long Limit)> orders)
    {
        var alive = 0;
        var ended = desk.Events.Where(happened => happened.Kind is EngineEventKind.Canceled or EngineEventKind.Expired or EngineEventKind.Prevented
            || (happened is { Kind: EngineEventKind.Rejected, Account: not 0 } && happened.Reason is not (EngineReason.UnknownOrder or EngineReason.BadQuantity)))
            .GroupBy(happened => happened.OrderId).ToDictionary(group => group.Key, group => group.Sum(happened => happened.Quantity));
        foreach (var (id, (side, quantity, limit)) in orders)
        {
            var (filled, remaining) = (desk.FilledOf(id), desk.House.Remaining(0, id));
            Assert.Equal(quantity, filled + remaining + ended.GetValueOrDefault(id));
            Assert.DoesNotContain(desk.Fills, fill => fill.Order == id && limit != 0 && (side == OrderSide.Buy ? fill.Price > limit : fill.Price < limit));
            alive += remaining > 0 ? 1 : 0;
        }

        Assert.Equal(alive == 0, desk.House.IsQuiet(0));
    }

    [Fact]
    public void Prop_takers_get_no_better_price_and_no_more_than_was_shown() => Seeds.Hold(150, leastSize: 1, runs: 300, run: (random, steps) =>
    {
        var desk = new HouseDesk();
        var (ask, size, taken) = (0L, 0L, 0L);
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(2) == 0)
            {
                var (nextAsk, nextSize) = (random.NextInt64(1_000, 1_003), random.NextInt64(1, 4) * 10);
                taken = (nextAsk, nextSize) == (ask, size) ? taken : 0;
                (ask, size) = (nextAsk, nextSize);
                desk.Quote(990, ask, 10, size);
                continue;
            }

            var buy = desk.Buy(random.NextInt64(1, 30));
            taken += desk.FilledOf(buy);
            Assert.All(desk.Fills.Where(fill => fill.Order == buy), fill => Assert.Equal(ask, fill.Price));
            Assert.True(taken <= size, $"{taken} of {size} at {ask}");
        }
    });

    [Fact]
    public void Prop_client_at_the_back_fills_only_after_the_quantity_ahead_has_traded() => Seeds.Hold(60, leastSize: 1, run: (random, prints) =>
    {
        var desk = new HouseDesk(new LiquiditySettings(Queue: QueueModel.Pessimistic));
        var (ahead, size) = (random.NextInt64(1, 100), random.NextInt64(1, 50));
        desk.Snapshot([(1_000, ahead)], [(1_001, 10)]);
        var bid = desk.Bid(1_000, size);
        var (traded, shown) = (0L, ahead);
        for (var i = 0; i < prints; i++)
        {
            var quantity = random.NextInt64(1, 20);
            desk.Print(1_000, quantity);
            traded += quantity;
            Assert.Equal(Math.Clamp(traded - ahead, 0, size), desk.FilledOf(bid));
            shown = Math.Max(shown - quantity, 0);
            if (shown > 0)
                desk.Update([(1_000, shown)], []); // what the feed says of the same print
        }
    });

    private static LiquiditySettings RandomSettings(Random random, LiquidityGrain grain) => new(
        grain, DepthUnits: random.Next(2) == 0 ? LiquiditySettings.Unlimited : 25, Queue: (QueueModel)random.Next(1, 4), HalfSpreadPpm: random.Next(0, 4) * 1_000,
        SlippageTicks: random.Next(0, 2),
        Impact: random.Next(2) == 0 ? null : new ImpactSettings(20_000, 10_000, 50, 40, 4), FillsOnTouch: random.Next(2) == 0);

    /// <summary>Events of one grain around a price of 1,000, with prints among them, crossed quotes and gaps.</summary>
    private sealed class RandomFeed(Random random)
    {
        private long _nanos;
        private long _updateId;
        private bool _hasSnapshot;

        public MarketEvent Next(LiquidityGrain grain)
        {
            _nanos += random.Next(1, 10);
            if (random.Next(30) == 0)
                return MarketEvent.Gap(0, _nanos);
            var price = random.NextInt64(980, 1_020);
            if (grain == LiquidityGrain.Bars)
            {
                var close = random.NextInt64(980, 1_020);
                return MarketEvent.Closed(0, new Bar(
                    _nanos, 1, price, Math.Max(price, close) + random.Next(20), Math.Min(price, close) - random.Next(20), close, random.Next(200)));
            }

            if (grain == LiquidityGrain.Trades || random.Next(3) == 0)
                return MarketEvent.Trade(0, _nanos, 0, price, random.Next(1, 20), 0, random.Next(2) == 0);
            if (grain == LiquidityGrain.Quotes)
                return MarketEvent.Quote(0, _nanos, 0, price, price + random.Next(-1, 4), random.Next(0, 4) * 10, random.Next(0, 4) * 10);
            var levels = new DepthLevels(++_updateId, _updateId, 0, Side(price, -1), Side(price, 1));
            var isSnapshot = !_hasSnapshot || random.Next(10) == 0;
            _hasSnapshot = true;
            return isSnapshot ? MarketEvent.Snapshot(0, _nanos, 0, levels) : MarketEvent.Update(0, _nanos, 0, levels);
        }

        private DepthLevel[] Side(long price, int direction)
        {
            var levels = new DepthLevel[random.Next(1, 5)];
            for (var i = 0; i < levels.Length; i++)
                levels[i] = new DepthLevel(price + (direction * (i + 1)), random.Next(0, 4) * 10);
            return levels;
        }
    }
}
