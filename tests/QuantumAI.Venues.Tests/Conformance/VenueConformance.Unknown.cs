using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V6xx: what is not known is neither a failure nor a success.</content>
public abstract partial class VenueConformance
{
    [Fact]
    public async Task V601_order_must_be_found_by_its_id_when_its_answer_was_lost()
    {
        Bench.LoseNextAnswer();
        Send("v601", Limit(OrderSide.Buy, Start - 10_000));

        Assert.Equal(VenueOrderStatus.Open, (await AskUntilToldAsync("v601")).Order?.Status);
    }

    [Fact]
    public async Task V602_order_must_be_proved_absent_when_it_never_arrived()
    {
        Bench.LoseNextOrder();
        Send("v602", Limit(OrderSide.Buy, Start - 10_000));
        var state = await AskUntilToldAsync("v602");

        Assert.Null(state.Order);
        Assert.Empty(state.Trades);
        Assert.Empty(await OpenOrdersAsync());
    }

    [Fact]
    public async Task V603_order_must_trade_once_when_it_is_sent_twice()
    {
        await PlaceAsync("v603", Limit(OrderSide.Buy, Start - 10_000));
        Send("v603", Limit(OrderSide.Buy, Start - 10_000));
        Assert.Equal(["v603"], await OpenOrdersAsync());
        await Bench.PriceAsync(Start - 20_000);
        await FilledAsync("v603");
        await Bench.PriceAsync(Start - 30_000);

        Assert.Equal(Lot().Units, (await TradesAsync()).Trades.Sum(trade => trade.Quantity.Units));
    }

    [Fact]
    public async Task V604_order_whose_answer_was_lost_must_still_be_canceled_by_its_id()
    {
        Bench.LoseNextAnswer();
        Send("v604", Limit(OrderSide.Buy, Start - 10_000));
        Assert.NotNull((await AskUntilToldAsync("v604")).Order); // the question may overtake the order
        Bench.Requests.Tell(new CancelOrder("v604", Client.Ref));
        await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId == "v604");
        Assert.Empty(await OpenOrdersAsync());
    }
}
