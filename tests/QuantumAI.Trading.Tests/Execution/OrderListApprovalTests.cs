using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

public sealed class OrderListApprovalTests
{
    [Fact]
    public void Issue_both_sales_of_a_whole_holding_must_be_approved_when_they_cancel_each_other()
    {
        using var stage = new AccountStage();
        stage.Buy();
        var quantity = AccountStage.Btc.FloorToLot(stage.Position.Quantity);
        stage.Tell(new RequestListApproval(
            ContingencyKind.OneCancelsOther,
            [
                Request(stage, new(OrderSide.Sell, OrderType.Limit, quantity, Limit: AccountStage.Btc.Price(7_000_000), IsReduceOnly: true)),
                Request(stage, new(OrderSide.Sell, OrderType.StopLimit, quantity, Limit: AccountStage.Btc.Price(5_000_000), Trigger: AccountStage.Btc.Price(5_500_000), IsReduceOnly: true)),
            ]));
        Assert.Empty(stage.Stored.OfType<OrderDenied>());
        Assert.Equal([Money.Of(quantity), Money.Zero], stage.Stored.OfType<OrderIntended>().TakeLast(2).Select(intended => intended.Reserved));
        Assert.Equal(Money.Of(quantity), stage.Books.Current.Ledger["BTC"].Locked);
    }

    [Fact]
    public void Issue_no_order_of_a_list_must_be_approved_when_together_they_exceed_a_limit()
    {
        using var stage = new AccountStage();
        var quantity = AccountStage.Btc.Quantity(20_000_000); // 12,000 each, the agent may have 20,000
        stage.Tell(new RequestListApproval(
            ContingencyKind.OneCancelsOther,
            [
                Request(stage, new(OrderSide.Buy, OrderType.Limit, quantity, Limit: AccountStage.Btc.Price(6_000_000))),
                Request(stage, new(OrderSide.Buy, OrderType.StopLimit, quantity, Limit: AccountStage.Btc.Price(6_000_000), Trigger: AccountStage.Btc.Price(6_000_000))),
            ]));
        Assert.Equal("AgentExposure", Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule);
        Assert.Empty(stage.Stored.OfType<OrderIntended>());
    }

    private static OrderRequest Request(AccountStage stage, OrderTerms terms)
    {
        var price = AccountStage.Btc.Price(AccountStage.PriceUnits);
        return new OrderRequest(AccountStage.AgentId, AccountStage.Btc, terms, price, new MarketView(price, price, stage.World.NowNanos, true, 1), "test");
    }
}
