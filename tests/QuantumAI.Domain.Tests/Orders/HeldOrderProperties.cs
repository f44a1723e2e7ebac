using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Orders;

/// <summary>Held orders against plain decimal arithmetic over random walks of the price.</summary>
public sealed class HeldOrderProperties
{
    private const int Paths = 2_000;
    private static readonly Instrument Btc = Samples.Bitcoin;

    [Fact]
    public void Prop_condition_is_met_at_the_first_price_that_the_naive_twin_names() => Seeds.Hold(200, leastSize: 1, runs: Paths, run: static (random, steps) =>
    {
        OrderType[] types = [OrderType.Stop, OrderType.StopLimit, OrderType.TakeProfit, OrderType.TakeProfitLimit];
        var type = types[random.Next(types.Length)];
        var (side, trigger) = (Side(random), random.NextInt64(9_000, 11_000));
        var held = new Held(Order(side, type, trigger, 0));
        foreach (var price in Walk(random, steps))
        {
            var risesTo = type is OrderType.Stop or OrderType.StopLimit == (side == OrderSide.Buy);
            var isMet = risesTo ? price / 100m >= trigger / 100m : price / 100m <= trigger / 100m;
            Assert.Equal(isMet ? HeldMove.Release : HeldMove.Wait, held.Hear(price));
            if (isMet)
                return;
        }
    });

    [Fact]
    public void Prop_trailing_stop_goes_where_the_naive_twin_says() => Seeds.Hold(300, leastSize: 1, runs: Paths, run: static (random, steps) =>
    {
        var (side, ppm) = (Side(random), random.NextInt64(1, 100_000));
        long? activation = random.Next(2) == 0 ? null : random.NextInt64(9_500, 10_500);
        var held = new Held(Order(side, OrderType.TrailingStop, activation, ppm));
        decimal? best = null;
        foreach (var units in Walk(random, steps))
        {
            decimal price = units;
            if (best is null && (activation is null || (side == OrderSide.Buy ? price <= activation : price >= activation)))
                best = price;
            else if (best is not null)
                best = side == OrderSide.Buy ? Math.Min(best.Value, price) : Math.Max(best.Value, price);
            var goes = best is { } from && (side == OrderSide.Buy ? price - from : from - price) >= from * ppm / 1_000_000m;
            Assert.Equal(goes, held.Hear(units) == HeldMove.Release);
            if (goes)
                return;
            Assert.Equal(best is null, held.Order.TrailingBest is null); // it is remembered from its first price on
        }
    });

    [Fact]
    public void Prop_restart_forgets_at_most_a_tenth_of_the_distance() => Seeds.Hold(300, leastSize: 2, runs: Paths, run: static (random, steps) =>
    {
        var (side, ppm) = (Side(random), random.NextInt64(1_000, 100_000));
        var (whole, restarted) = (new Held(Order(side, OrderType.TrailingStop, null, ppm)), new Held(Order(side, OrderType.TrailingStop, null, ppm)));
        foreach (var price in Walk(random, steps))
        {
            if (random.Next(5) == 0)
                restarted = new Held(restarted.Order);
            var (first, second) = (whole.Hear(price), restarted.Hear(price));
            if (first == HeldMove.Release || second == HeldMove.Release)
                return;
            var (true_, known) = (whole.Best!.Value.Units, restarted.Order.TrailingBest!.Value.Units);
            var forgotten = side == OrderSide.Buy ? known - true_ : true_ - known;
            Assert.InRange(forgotten, 0, known * ppm / 1_000_000m / HeldOrders.StepsPerDistance);
        }
    });

    [Theory]
    [InlineData(OrderType.Stop, OrderType.Market)]
    [InlineData(OrderType.TakeProfit, OrderType.Market)]
    [InlineData(OrderType.TrailingStop, OrderType.Market)]
    [InlineData(OrderType.StopLimit, OrderType.Limit)]
    [InlineData(OrderType.TakeProfitLimit, OrderType.Limit)]
    [InlineData(OrderType.Limit, OrderType.Limit)]
    [InlineData(OrderType.Market, OrderType.Market)]
    public void released_order_must_be_sent_without_its_trigger(OrderType type, OrderType sent)
    {
        var terms = Order(OrderSide.Sell, type, 10_000, type == OrderType.TrailingStop ? 5_000 : 0).Terms;
        var actual = HeldOrders.SentAs(terms);
        Assert.Equal((sent, null, 0L, terms.Limit, terms.Quantity, terms.Side), (actual.Type, actual.Trigger, actual.TrailingPpm, actual.Limit, actual.Quantity, actual.Side));
        Assert.Null(OrderShape.FaultOf(actual, Btc));
    }

    [Fact]
    public void held_order_must_expire_at_its_date_and_not_before()
    {
        var order = Order(OrderSide.Buy, OrderType.StopLimit, 10_000, 0);
        order = order with { Terms = order.Terms with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = 7 } };
        Assert.Equal(HeldMove.Wait, HeldOrders.Decide(order, Btc.Price(1), null, 6));
        Assert.Equal(HeldMove.Expire, HeldOrders.Decide(order, Btc.Price(1), null, 7));
        Assert.Equal(HeldMove.Expire, HeldOrders.Decide(order, Btc.Price(10_000), null, 7)); // also when its condition is met
    }

    [Fact]
    public void plain_order_must_go_at_once() =>
        Assert.Equal(HeldMove.Release, HeldOrders.Decide(Order(OrderSide.Buy, OrderType.Market, null, 0), Btc.Price(1), null, 0));

    private static OrderSide Side(Random random) => random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;

    private static IEnumerable<long> Walk(Random random, int steps)
    {
        var price = random.NextInt64(9_500, 10_500);
        for (var i = 0; i < steps; i++)
            yield return price = Math.Max(1, price + (random.Next(50) == 0 ? random.Next(-500, 501) : random.Next(-20, 21)));
    }

    private static Order Order(OrderSide side, OrderType type, long? trigger, long ppm)
    {
        var terms = new OrderTerms(
            side, type, Btc.Quantity(1_000), OrderShape.HasLimit(type) ? Btc.Price(10_000) : null,
            trigger is { } units && OrderShape.IsConditional(type) ? Btc.Price(units) : null, ppm);
        return new Order("o", "aurora", Btc.Symbol, terms, Money.Zero, OrderStatus.Emulated, Btc.ZeroQuantity, Money.Zero, 0, 0, "", Btc.Price(1), OrderStatus.Emulated);
    }

    /// <summary>What the process keeps of a held order: the best price that it has seen, and the order as it is journaled.</summary>
    private sealed class Held(Order order)
    {
        public Order Order { get; private set; } = order;

        public Price? Best { get; private set; } = order.TrailingBest;

        public HeldMove Hear(long units)
        {
            var price = Btc.Price(units);
            if (Best is not null)
                Best = HeldOrders.Better(Order.Side, Best, price);
            var move = HeldOrders.Decide(Order, price, Best, 0);
            if (move != HeldMove.Trail)
                return move;
            Best ??= price;
            Order = Order with { TrailingBest = Best };
            return move;
        }
    }
}
