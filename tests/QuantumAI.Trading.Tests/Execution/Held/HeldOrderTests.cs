using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;

namespace QuantumAI.Trading.Tests.Execution.Held;

/// <summary>Single orders of types that the venue lacks, on scripted prices.</summary>
public sealed class HeldOrderTests
{
    private static readonly Quantity Size = Btc.Quantity(29_970_000);

    /// <summary>Type, side, trigger, limit, a price that must not release it, one that must, and what is then sent.</summary>
    public static TheoryData<OrderType, OrderSide, long, long?, long, long, OrderType> EachType => new()
    {
        { OrderType.Stop, OrderSide.Sell, 5_940_000, null, 5_940_001, 5_940_000, OrderType.Market },
        { OrderType.StopLimit, OrderSide.Sell, 5_940_000, 5_930_000, 5_940_001, 5_940_000, OrderType.Limit },
        { OrderType.TakeProfit, OrderSide.Sell, 6_060_000, null, 6_059_999, 6_060_000, OrderType.Market },
        { OrderType.TakeProfitLimit, OrderSide.Sell, 6_060_000, 6_050_000, 6_059_999, 6_060_000, OrderType.Limit },
        { OrderType.Stop, OrderSide.Buy, 6_060_000, null, 6_059_999, 6_060_000, OrderType.Market },
        { OrderType.TakeProfit, OrderSide.Buy, 5_940_000, null, 5_940_001, 5_940_000, OrderType.Market },
    };

    [Theory]
    [MemberData(nameof(EachType))]
    public void Order_must_go_at_its_trigger_and_not_before_when_the_venue_lacks_its_type(
        OrderType type, OrderSide side, long trigger, long? limit, long before, long at, OrderType sent)
    {
        using var stage = Stage(isHolding: side == OrderSide.Sell);
        var orders = stage.Venue.Submitted.Count();
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(
            side, type, Size, limit is { } units ? Btc.Price(units) : null, Btc.Price(trigger), IsReduceOnly: side == OrderSide.Sell))));
        Assert.Equal((OrderStatus.Emulated, Money.Zero), (stage.LastOrder.Status, stage.LastOrder.Reserved));

        stage.Price(before);
        Assert.Equal(orders, stage.Venue.Submitted.Count());
        stage.Price(at);

        Assert.Equal((sent, Size, null), (stage.Venue.Submitted.Last().Type, stage.Venue.Submitted.Last().Quantity, stage.Venue.Submitted.Last().Terms.Trigger));
        Assert.Equal(orders + 1, stage.Venue.Submitted.Count());
        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
        stage.Price(at);
        Assert.Equal(orders + 1, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Trailing_stop_must_go_at_its_distance_from_the_best_price_when_the_price_turns()
    {
        using var stage = WithTrailing();
        stage.Price(6_000_000);
        stage.Price(6_100_000); // 1 % below is 6,039,000
        stage.Price(6_039_001);
        Assert.Single(stage.Venue.Submitted);
        stage.Price(6_039_000);

        Assert.Equal(2, stage.Venue.Submitted.Count());
        Assert.Equal("61000.00", stage.LastOrder.TrailingBest.ToString());
    }

    [Fact]
    public void Trailing_stop_must_keep_its_best_price_when_the_process_ends_between_trail_and_release()
    {
        using var stage = WithTrailing();
        stage.Price(6_000_000);
        stage.Price(6_100_000);
        using var next = stage.Restart();
        next.Price(6_039_001);
        Assert.Single(next.Venue.Submitted);
        next.Price(6_039_000);

        Assert.Equal(2, next.Venue.Submitted.Count());
    }

    [Fact]
    public void Trailing_stop_must_be_journaled_by_steps_when_the_price_moves_by_little()
    {
        using var stage = WithTrailing();
        for (var price = 6_000_000; price <= 6_012_200; price += 100)
            stage.Price(price);

        Assert.Equal(["60000.00", "60060.00", "60121.00"], stage.Stored.OfType<OrderTrailed>().Select(trailed => trailed.Best.ToString()));
    }

    [Fact]
    public void Order_must_still_be_held_and_go_at_the_next_price_when_the_process_ends_before_its_release_is_durable()
    {
        using var stage = WithStop();
        stage.Journal.IsHolding = true;
        stage.Price(5_940_000);
        Assert.Equal(OrderStatus.Released, stage.Books.Current.Orders[stage.LastOrder.ClientOrderId].Status);
        using var next = stage.Restart();

        Assert.Equal(OrderStatus.Emulated, next.LastOrder.Status);
        Assert.Single(next.Venue.Submitted);
        next.Price(5_940_000);
        Assert.Equal(2, next.Venue.Submitted.Count());
    }

    [Fact]
    public void Order_must_be_queried_and_not_sent_again_when_the_process_ends_between_its_release_and_the_venue()
    {
        using var stage = WithStop();
        stage.Venue.IsReached = () => false;
        stage.Price(5_940_000);
        Assert.Equal(OrderStatus.Released, stage.LastOrder.Status);
        stage.Venue.IsReached = () => true;
        using var next = stage.Restart();
        next.Price(5_940_000);

        Assert.Single(next.Venue.Submitted);
        Assert.Equal(OrderStatus.NeverArrived, next.LastOrder.Status);
        Assert.Contains(next.Agent.Received, message => message is BookChanged { HasOpenOrder: false });
    }

    [Fact]
    public void Held_order_must_end_and_never_go_when_the_kill_switch_is_pulled()
    {
        using var stage = WithStop();
        stage.Gate.Signal(new HaltTrading("operator"));
        stage.Orders.Signal(new HaltTrading("operator"));
        stage.World.RunUntilIdle();
        stage.Price(5_900_000);

        Assert.Equal(OrderStatus.Canceled, stage.LastOrder.Status);
        Assert.Single(stage.Venue.Submitted);
        Assert.Empty(stage.Stored.OfType<OrderReleased>());
    }

    [Fact]
    public void Held_order_must_wait_when_the_data_is_gapped_and_go_when_the_touch_is_known_again()
    {
        using var stage = WithStop();
        stage.Price(6_000_000);
        stage.Gap();
        stage.Trade(5_940_000);
        Assert.Equal(OrderStatus.Emulated, stage.LastOrder.Status);
        stage.Price(5_940_000);

        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
    }

    [Fact]
    public void Held_order_must_wait_when_the_price_is_stale()
    {
        using var stage = WithStop();
        stage.Price(5_940_000, TimeSpan.FromMinutes(2));
        Assert.Equal(OrderStatus.Emulated, stage.LastOrder.Status);
        stage.Price(5_940_000, TimeSpan.FromSeconds(59));

        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
    }

    [Fact]
    public void Denial_must_be_journaled_and_told_when_risk_says_no_at_release()
    {
        using var stage = Stage(isHolding: false);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Buy, OrderType.Stop, Size, Trigger: Btc.Price(6_060_000)))));
        stage.Books.Record([new TradingHalted(HaltScope.Account, "a test")], stage.World.NowNanos, default);
        stage.Price(6_060_000);

        var denied = Assert.Single(stage.Stored.OfType<OrderReleaseDenied>());
        Assert.Equal(("TradingHalted", OrderStatus.Denied), (denied.Rule, stage.LastOrder.Status));
        Assert.Empty(stage.Venue.Submitted);
        Assert.True(stage.Agent.Received[^1] is BookChanged { HasOpenOrder: false });
    }

    [Fact]
    public void Release_must_count_as_an_order_of_its_second_when_another_one_asks()
    {
        using var stage = new AccountStage(limits: Limits with { OrdersPerSecondMax = 1 }, capabilities: VenueCapabilities.Plain);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Buy, OrderType.Stop, Btc.Quantity(1_000_000), Trigger: Btc.Price(6_060_000)))));
        stage.Pass(TimeSpan.FromSeconds(2));
        var price = Btc.Price(6_060_000);
        stage.Tell(new RequestRelease(stage.LastOrder.ClientOrderId, price, new MarketView(price, price, stage.World.NowNanos, true, 9)));
        Assert.Single(stage.Venue.Submitted);
        stage.Enter();
        Assert.Equal((int)DenialCode.OrderRate, Assert.Single(stage.Stored.OfType<OrderDenied>()).Code);
        stage.Pass(TimeSpan.FromSeconds(1));
        stage.Enter();

        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Order_must_stay_held_and_be_asked_for_again_when_the_books_are_not_matched_yet()
    {
        var venue = new FakeVenue("USDT", Deposit);
        using var stage = Stage(isHolding: true, venue);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true))));
        venue.IsReached = () => false;
        using var next = stage.Restart();
        next.Price(5_940_000);
        Assert.Equal(OrderStatus.Emulated, next.LastOrder.Status);
        venue.IsReached = () => true;
        next.Pass(TimeSpan.FromSeconds(30));
        next.Price(5_940_000);

        Assert.Equal(OrderStatus.Accepted, next.LastOrder.Status);
    }

    [Fact]
    public void Held_order_must_expire_at_its_date_when_no_price_comes()
    {
        using var stage = Stage(isHolding: true);
        var date = stage.World.NowNanos + (10 * UnixNanos.PerSecond);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(
            OrderSide.Sell, OrderType.StopLimit, Size, Btc.Price(5_930_000), Btc.Price(5_940_000), TimeInForce: TimeInForce.GoodTilDate, ExpiresNanos: date,
            IsReduceOnly: true))));
        stage.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(OrderStatus.Emulated, stage.LastOrder.Status);
        stage.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(OrderStatus.Expired, stage.LastOrder.Status);
    }

    [Fact]
    public void Sell_stop_must_look_at_the_bid_when_the_feed_has_quotes_only()
    {
        using var stage = Stage(isHolding: true, origin: BarOrigin.Quotes);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true))));
        stage.Quote(5_940_001, 5_940_002);
        Assert.Equal(OrderStatus.Emulated, stage.LastOrder.Status);
        stage.Quote(5_940_000, 5_950_000);

        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
    }

    [Fact]
    public void Cause_must_name_the_market_event_when_a_price_lets_an_order_go()
    {
        using var stage = WithStop();
        stage.Price(5_940_000);

        var (_, cause) = stage.Causes.Single(stored => stored.Type == nameof(OrderReleased));
        Assert.StartsWith("price:#", cause.Causation, StringComparison.Ordinal);
        Assert.Equal(stage.LastOrder.ClientOrderId, cause.Correlation);
    }

    private static AccountStage Stage(bool isHolding, FakeVenue? venue = null, BarOrigin origin = BarOrigin.Trades)
    {
        var stage = new AccountStage(venue, capabilities: VenueCapabilities.Plain, origin: origin);
        if (isHolding)
            stage.Buy();
        return stage;
    }

    private static AccountStage WithStop()
    {
        var stage = Stage(isHolding: true);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true))));
        return stage;
    }

    private static AccountStage WithTrailing()
    {
        var stage = Stage(isHolding: true);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Sell, OrderType.TrailingStop, Size, TrailingPpm: 10_000, IsReduceOnly: true))));
        return stage;
    }
}
