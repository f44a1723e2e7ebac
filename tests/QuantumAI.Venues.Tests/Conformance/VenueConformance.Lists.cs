using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V3xx: orders that depend on each other.</content>
public abstract partial class VenueConformance
{
    private OrderTerms TakeProfitAbove => Limit(OrderSide.Sell, Start + 10_000, isPostOnly: true);

    private OrderTerms StopBelow => new(OrderSide.Sell, OrderType.StopLimit, Lot(), At(Start - 100_000), At(Start - 10_000));

    [Fact]
    public async Task V301_other_order_of_a_pair_must_be_canceled_when_one_is_filled()
    {
        SendList(ContingencyKind.OneCancelsOther, ("v301-a", TakeProfitAbove), ("v301-b", StopBelow));
        await BothAcceptedAsync("v301-a", "v301-b");
        await Bench.PriceAsync(Start);
        await Bench.PriceAsync(Start + 20_000);
        await FilledAsync("v301-a");

        Assert.False((await OrderAsync("v301-b")).IsOpen);
        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V302_second_order_must_enter_when_the_first_is_filled()
    {
        SendList(ContingencyKind.OneTriggersOther, ("v302-a", Limit(OrderSide.Buy, Start - 10_000)), ("v302-b", Limit(OrderSide.Sell, Start + 10_000)));
        await BothAcceptedAsync("v302-a", "v302-b");
        await Bench.PriceAsync(Start - 20_000);
        await FilledAsync("v302-a");
        await Bench.PriceAsync(Start - 20_000);
        await Bench.PriceAsync(Start + 20_000);
        await Bench.PriceAsync(Start + 20_000);

        Assert.True((await FilledAsync("v302-b")).Trade.Price >= At(Start + 10_000));
    }

    [Fact]
    public async Task V303_bracket_must_leave_nothing_open_when_entry_and_exit_are_filled()
    {
        SendList(
            ContingencyKind.OneTriggersOneCancelsOther, ("v303-a", Limit(OrderSide.Buy, Start - 10_000)), ("v303-b", TakeProfitAbove), ("v303-c", StopBelow with { Trigger = At(Start - 50_000) }));
        await BothAcceptedAsync("v303-a", "v303-b", "v303-c");
        await Bench.PriceAsync(Start - 20_000);
        await FilledAsync("v303-a");
        await Bench.PriceAsync(Start - 20_000);
        await Bench.PriceAsync(Start + 20_000);
        await Bench.PriceAsync(Start + 20_000);
        await FilledAsync("v303-b");

        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V304_list_must_be_refused_whole_when_one_of_its_orders_is_wrong()
    {
        SendList(ContingencyKind.OneCancelsOther, ("v304-a", TakeProfitAbove), ("v304-b", StopBelow with { Limit = At(Start - 100_000), Trigger = At(Start + 10_000) }));
        await Client.FishForAsync<VenueRejected>(rejected => rejected.ClientOrderId == "v304-a");
        await Client.FishForAsync<VenueRejected>(rejected => rejected.ClientOrderId == "v304-b");
        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V305_list_must_end_whole_when_one_of_its_open_orders_is_canceled()
    {
        SendList(ContingencyKind.OneCancelsOther, ("v305-a", TakeProfitAbove), ("v305-b", StopBelow));
        await BothAcceptedAsync("v305-a", "v305-b");
        Bench.Requests.Tell(new CancelOrder("v305-a", Client.Ref));
        await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId is "v305-a" or "v305-b");
        await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId is "v305-a" or "v305-b");
        Assert.Empty(await OpenOrdersAsync());
    }

    private async Task BothAcceptedAsync(params string[] ids)
    {
        var waiting = ids.ToHashSet(StringComparer.Ordinal);
        while (waiting.Count > 0)
            waiting.Remove((await Client.FishForAsync<VenueAccepted>(accepted => waiting.Contains(accepted.ClientOrderId))).ClientOrderId);
    }
}
