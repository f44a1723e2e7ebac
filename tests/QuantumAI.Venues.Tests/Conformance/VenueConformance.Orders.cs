using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V2xx: order entry and every order type.</content>
public abstract partial class VenueConformance
{
    [Fact]
    public async Task V201_market_order_must_be_filled_whole_at_what_the_market_offers()
    {
        var trade = await TradeAsync("v201", OrderSide.Buy);

        Assert.Equal((Lot(), OrderSide.Buy), (trade.Quantity, trade.Side));
        Assert.Equal(Money.Notional(trade.Price, trade.Quantity), trade.QuoteQuantity);
        Assert.InRange(trade.Price.Units, Start, Start + 1);
        Assert.Equal(VenueOrderStatus.Filled, (await OrderAsync("v201")).Status);
    }

    [Fact]
    public async Task V202_limit_order_must_rest_until_the_market_comes_to_it()
    {
        await PlaceAsync("v202", Limit(OrderSide.Buy, Start - 10_000));
        await Bench.PriceAsync(Start);
        Assert.Equal(VenueOrderStatus.Open, (await OrderAsync("v202")).Status);
        await Bench.PriceAsync(Start - 20_000);

        Assert.True((await FilledAsync("v202")).Trade.Price <= At(Start - 10_000));
    }

    [Fact]
    public async Task V203_immediate_order_must_end_unfilled_when_nobody_meets_it()
    {
        Send("v203", Limit(OrderSide.Buy, Start - 10_000, TimeInForce.ImmediateOrCancel));
        await MustEndUnfilledAsync("v203");
    }

    [Fact]
    public async Task V204_immediate_order_must_be_filled_when_somebody_meets_it()
    {
        Send("v204", Limit(OrderSide.Buy, Start + 10_000, TimeInForce.ImmediateOrCancel));
        await Client.FishForAsync<VenueAccepted>(accepted => accepted.ClientOrderId == "v204");
        await Bench.PriceAsync(Start);

        Assert.Equal(Lot(), (await FilledAsync("v204")).Trade.Quantity);
    }

    [Fact]
    public async Task V205_all_or_nothing_order_must_end_unfilled_when_nobody_meets_all_of_it()
    {
        Send("v205", Limit(OrderSide.Buy, Start - 10_000, TimeInForce.FillOrKill));
        await MustEndUnfilledAsync("v205");
    }

    [Fact]
    public async Task V206_post_only_order_must_be_refused_when_it_would_match_at_once()
    {
        await RefusedAsync("v206", Limit(OrderSide.Buy, Start + 10_000, isPostOnly: true));
        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V207_post_only_order_must_rest_when_it_does_not_match()
    {
        await PlaceAsync("v207", Limit(OrderSide.Buy, Start - 10_000, isPostOnly: true));
        Assert.Equal(["v207"], await OpenOrdersAsync());
    }

    [Theory]
    [InlineData("v208", OrderType.Stop, -20_000L)]
    [InlineData("v209", OrderType.StopLimit, -20_000L)]
    [InlineData("v210", OrderType.TakeProfit, 20_000L)]
    [InlineData("v211", OrderType.TakeProfitLimit, 20_000L)]
    public async Task V208_to_211_order_with_a_trigger_must_wait_for_it_and_then_be_filled(string id, OrderType type, long way)
    {
        var trigger = At(Start + (way / 2));
        await PlaceAsync(id, new OrderTerms(OrderSide.Sell, type, Lot(), OrderShape.HasLimit(type) ? At(Start - 100_000) : null, trigger));
        await Bench.PriceAsync(Start);
        var waiting = await OrderAsync(id);
        Assert.Equal((VenueOrderStatus.Open, trigger), (waiting.Status, waiting.Terms.Trigger));
        await Bench.PriceAsync(Start + way);
        await Bench.PriceAsync(Start + way);

        await Client.FishForAsync<VenueTriggered>(triggered => triggered.ClientOrderId == id);
        Assert.Equal(Lot(), (await FilledAsync(id)).Trade.Quantity);
    }

    [Fact]
    public async Task V212_trailing_stop_must_follow_the_best_price_and_then_be_filled()
    {
        await PlaceAsync("v212", new OrderTerms(OrderSide.Sell, OrderType.TrailingStop, Lot(), TrailingPpm: 10_000));
        await Bench.PriceAsync(Start + 100_000);
        await Bench.PriceAsync(Start + 60_000); // within 1 % of the best
        Assert.Equal(VenueOrderStatus.Open, (await OrderAsync("v212")).Status);
        await Bench.PriceAsync(Start + 40_000); // above where it began, more than 1 % below the best
        await Bench.PriceAsync(Start + 40_000);

        Assert.Equal(Lot(), (await FilledAsync("v212")).Trade.Quantity);
    }

    [Fact]
    public async Task V213_iceberg_must_be_filled_whole_when_it_shows_a_part_only()
    {
        Needs(VenueFeature.Icebergs);
        await PlaceAsync("v213", Limit(OrderSide.Buy, Start - 10_000) with { Display = Lot(200_000) });
        await Bench.PriceAsync(Start - 20_000);
        await Bench.PriceAsync(Start - 20_000);
        for (var filled = 0L; filled < Lot().Units;)
            filled += (await FilledAsync("v213")).Trade.Quantity.Units;

        Assert.Equal(VenueOrderStatus.Filled, (await OrderAsync("v213")).Status);
    }

    [Fact]
    public async Task V214_order_until_a_date_must_say_until_when()
    {
        Needs(VenueFeature.GoodTilDate);
        var expires = 4_102_444_800_000_000_000; // the year 2100
        await PlaceAsync("v214", Limit(OrderSide.Buy, Start - 10_000, TimeInForce.GoodTilDate) with { ExpiresNanos = expires });
        Assert.Equal(expires, (await OrderAsync("v214")).Terms.ExpiresNanos);
    }

    private async Task MustEndUnfilledAsync(string id)
    {
        await Client.FishForAsync<VenueAccepted>(accepted => accepted.ClientOrderId == id);
        await Bench.PriceAsync(Start);
        await Client.FishForAsync<VenueReport>(report =>
            report is VenueCanceled canceled && canceled.ClientOrderId == id || report is VenueExpired expired && expired.ClientOrderId == id);
        var order = await OrderAsync(id);
        Assert.True(order is { IsOpen: false, Filled.IsZero: true }, $"{order}");
    }
}
