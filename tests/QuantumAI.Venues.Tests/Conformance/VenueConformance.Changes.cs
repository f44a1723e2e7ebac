using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V4xx: cancels and amendments.</content>
public abstract partial class VenueConformance
{
    [Fact]
    public async Task V401_open_order_must_end_when_it_is_canceled_and_release_its_money()
    {
        var before = (await BalancesAsync()).Balances["USDT"];
        await PlaceAsync("v401", Limit(OrderSide.Buy, Start - 10_000));
        Bench.Requests.Tell(new CancelOrder("v401", Client.Ref));
        await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId == "v401");

        Assert.Equal(VenueOrderStatus.Canceled, (await OrderAsync("v401")).Status);
        Assert.Equal(before, (await BalancesAsync()).Balances["USDT"]);
    }

    [Fact]
    public async Task V402_cancels_own_id_must_come_back_with_its_report()
    {
        await PlaceAsync("v402", Limit(OrderSide.Buy, Start - 10_000));
        Bench.Requests.Tell(new CancelOrder("v402", Client.Ref, "cancel-402"));
        Assert.Equal("cancel-402", (await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId == "v402")).CancelId);
    }

    [Fact]
    public async Task V403_cancel_must_be_refused_when_the_order_is_filled_already()
    {
        await TradeAsync("v403", OrderSide.Buy);
        Bench.Requests.Tell(new CancelOrder("v403", Client.Ref));
        await Client.FishForAsync<VenueCancelRefused>(refused => refused.ClientOrderId == "v403");
        Assert.Equal(VenueOrderStatus.Filled, (await OrderAsync("v403")).Status);
    }

    [Fact]
    public async Task V404_cancel_must_not_be_told_as_done_when_the_order_is_unknown()
    {
        Bench.Requests.Tell(new CancelOrder("v404", Client.Ref));
        var state = await AskUntilToldAsync("v404"); // a venue that cannot prove yet that there is no such order may be silent about the cancel

        Assert.Null(state.Order);
        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V405_order_must_be_smaller_when_it_is_amended_and_keep_its_id()
    {
        await PlaceAsync("v405", Limit(OrderSide.Buy, Start - 10_000));
        Bench.Requests.Tell(new AmendOrder("v405", Lot(600_000), Client.Ref));

        Assert.Equal(Lot(600_000), (await Client.FishForAsync<VenueAmended>(amended => amended.ClientOrderId == "v405")).Quantity);
        var order = await OrderAsync("v405");
        Assert.Equal((true, Lot(600_000)), (order.IsOpen, order.Quantity));
    }

    [Theory]
    [InlineData("v406", 2_000_000L)]
    [InlineData("v407", 0L)]
    public async Task V406_to_407_amendment_must_be_refused_when_it_does_not_make_an_order_smaller(string id, long units)
    {
        await PlaceAsync(id, Limit(OrderSide.Buy, Start - 10_000));
        Bench.Requests.Tell(new AmendOrder(id, Lot(units), Client.Ref));
        await Client.FishForAsync<VenueAmendRefused>(refused => refused.ClientOrderId == id);
        Assert.Equal(Lot(), (await OrderAsync(id)).Quantity);
    }
}
