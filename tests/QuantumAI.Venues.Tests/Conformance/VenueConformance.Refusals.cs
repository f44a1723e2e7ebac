using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V5xx: a definite no, with its reason.</content>
public abstract partial class VenueConformance
{
    [Fact]
    public async Task V501_order_must_be_refused_when_its_quantity_is_off_the_lot() =>
        Assert.Contains("LOT_SIZE", await RefusedAsync("v501", Limit(OrderSide.Buy, Start - 10_000) with { Quantity = Lot(1_001_000) }), StringComparison.Ordinal);

    [Fact]
    public async Task V502_order_must_be_refused_when_it_is_worth_too_little() =>
        Assert.Contains("NOTIONAL", await RefusedAsync("v502", Limit(OrderSide.Buy, Start - 10_000) with { Quantity = Lot(2_000) }), StringComparison.Ordinal);

    [Fact]
    public async Task V503_order_must_be_refused_when_the_account_cannot_pay_for_it()
    {
        Assert.Contains(
            "insufficient balance", await RefusedAsync("v503", Limit(OrderSide.Buy, Start - 10_000) with { Quantity = Lot(10_000_000_000) }), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Money.Zero, (await BalancesAsync()).Balances["USDT"].Locked);
    }

    [Fact]
    public async Task V504_order_must_be_refused_when_the_symbol_is_unknown()
    {
        Bench.Requests.Tell(new SubmitOrder("v504", "NOPEUSDT", OrderTerms.Market(OrderSide.Buy, Lot()), Bench.Basis, Client.Ref));
        await Client.FishForAsync<VenueRejected>(rejected => rejected.ClientOrderId == "v504");
    }

    [Fact]
    public async Task V505_refused_order_must_leave_no_order_and_lock_nothing()
    {
        var before = (await BalancesAsync()).Balances["USDT"];
        await RefusedAsync("v505", Limit(OrderSide.Buy, Start - 10_000) with { Quantity = Lot(1_001_000) });

        Assert.Empty(await OpenOrdersAsync());
        Assert.Equal(before, (await BalancesAsync()).Balances["USDT"]);
    }
}
