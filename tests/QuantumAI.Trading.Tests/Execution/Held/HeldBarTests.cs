using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;

namespace QuantumAI.Trading.Tests.Execution.Held;

/// <summary>Held orders where the feed has bars only: the path inside a bar is against the holder first, then in its favour, then the close.</summary>
public sealed class HeldBarTests
{
    private static readonly Quantity Size = Btc.Quantity(29_970_000);
    private static readonly OrderTerms Stop = new(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true);
    private static readonly OrderTerms Target = new(OrderSide.Sell, OrderType.TakeProfit, Size, Trigger: Btc.Price(6_060_000), IsReduceOnly: true);
    private static readonly OrderTerms Limit = new(OrderSide.Sell, OrderType.Limit, Size, Btc.Price(6_060_000), IsReduceOnly: true);
    private static readonly OrderTerms Trailing = new(OrderSide.Sell, OrderType.TrailingStop, Size, TrailingPpm: 10_000, IsReduceOnly: true);

    [Theory]
    [InlineData(5_940_000, 6_000_000, true)]
    [InlineData(5_940_001, 6_000_000, false)]
    public void Stop_must_go_when_the_low_reached_it_and_the_close_did_not(long low, long high, bool goes)
    {
        using var stage = Holding(Stop);
        stage.Bar(low, high, 5_990_000);

        Assert.Equal(goes ? OrderStatus.Accepted : OrderStatus.Emulated, stage.LastOrder.Status);
        if (goes)
            Assert.Equal("59400.00", Assert.Single(stage.Stored.OfType<OrderReleased>()).Price.ToString());
    }

    [Fact]
    public void Target_must_go_when_the_high_reached_it_and_the_close_did_not()
    {
        using var stage = Holding(Target);
        stage.Bar(5_950_000, 6_060_000, 6_000_000);
        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stop_must_go_and_the_target_end_when_one_bar_reached_both(bool isStopFirst)
    {
        using var stage = Holding(isStopFirst ? [Stop, Target] : [Target, Stop]);
        stage.Bar(5_930_000, 6_070_000, 6_065_000);

        var sent = stage.Venue.Submitted.Last().ClientOrderId;
        Assert.Equal((2, ClientOrderId.For(Name, isStopFirst ? 2 : 3)), (stage.Venue.Submitted.Count(), sent));
        Assert.Single(stage.Stored.OfType<OrderCanceled>());
    }

    [Fact]
    public void Order_must_look_at_the_close_alone_when_it_was_intended_within_the_bar()
    {
        using var stage = Holding();
        stage.Bar(5_930_000, 6_000_000, 5_990_000, () => stage.Tell(new RequestApproval(stage.Request(Stop))));
        Assert.Equal(OrderStatus.Emulated, stage.LastOrder.Status);
        stage.Bar(5_940_000, 6_000_000, 5_990_000);
        Assert.Equal(OrderStatus.Accepted, stage.LastOrder.Status);
    }

    [Fact]
    public void Limit_that_ends_a_stop_must_not_go_when_the_close_would_not_fill_it()
    {
        using var stage = Holding(Limit, Stop);
        stage.Bar(5_950_000, 6_070_000, 6_000_000);
        Assert.Single(stage.Venue.Submitted);
        stage.Bar(5_990_000, 6_070_000, 6_065_000);
        Assert.Equal((OrderType.Limit, 2), (stage.Venue.Submitted.Last().Type, stage.Venue.Submitted.Count()));
    }

    [Theory]
    [InlineData(6_039_000, 6_200_000, 6_190_000, "60390.00")]
    [InlineData(6_050_000, 6_200_000, 6_138_000, "61380.00")]
    [InlineData(6_039_001, 6_100_000, 6_090_000, null)]
    public void Trailing_stop_must_be_compared_with_the_best_price_before_the_bar_first(long low, long high, long close, string? at)
    {
        using var stage = Holding(Trailing);
        stage.Bar(5_900_000, 6_100_000, 6_050_000);
        Assert.Equal("61000.00", Assert.Single(stage.Stored.OfType<OrderTrailed>()).Best.ToString());
        stage.Bar(low, high, close);

        Assert.Equal(at, stage.Stored.OfType<OrderReleased>().SingleOrDefault()?.Price.ToString());
    }

    [Theory]
    [InlineData(5_940_000, OrderStatus.Accepted)]
    [InlineData(5_950_000, OrderStatus.Emulated)]
    public void Exits_must_see_only_what_is_against_the_holder_when_the_entry_ended_within_the_bar(long low, OrderStatus stop)
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain, origin: BarOrigin.Bars);
        var entry = OrderTerms.Market(OrderSide.Buy, Btc.Quantity(30_000_000));
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(entry), stage.Request(Target), stage.Request(Stop)]));
        stage.Bar(low, 6_070_000, 6_000_000, () => stage.Say(new VenueFilled(stage.Venue.Fill(ClientOrderId.For(Name, 1), Btc, PriceUnits))));

        Assert.Equal(stop, stage.LastOrder.Status);
    }

    [Fact]
    public void Purchase_must_be_measured_from_the_close_when_a_price_within_the_bar_let_it_go()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain, origin: BarOrigin.Bars);
        stage.Tell(new RequestApproval(stage.Request(new OrderTerms(OrderSide.Buy, OrderType.Stop, Btc.Quantity(1_000_000), Trigger: Btc.Price(6_060_000)))));
        stage.Bar(5_900_000, 6_500_000, 6_000_000);

        Assert.Equal((OrderStatus.Accepted, "65000.00"), (stage.LastOrder.Status, stage.Stored.OfType<OrderReleased>().Single().Price.ToString()));
    }

    /// <summary>Holds a position, and one order or a pair that cancels each other.</summary>
    private static AccountStage Holding(params OrderTerms[] exits)
    {
        var stage = new AccountStage(capabilities: VenueCapabilities.Plain, origin: BarOrigin.Bars);
        stage.Venue.AnswersChanges = true;
        stage.Buy();
        if (exits.Length == 1)
            stage.Tell(new RequestApproval(stage.Request(exits[0])));
        else if (exits.Length == 2)
            stage.Tell(new RequestListApproval(ContingencyKind.OneCancelsOther, [.. exits.Select(stage.Request)]));
        return stage;
    }
}
