using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Execution;

/// <summary>Cases computed by hand.</summary>
public sealed class ImplementationShortfallTests
{
    [Fact]
    public void Shortfall_of_a_purchase_must_be_split_when_it_is_partly_filled()
    {
        // 1,000 ordered at 50.00; the market is 50.20 at arrival; 800 are filled at 50.50 on average; 51.00 at the end; 12 of fees.
        var cost = ImplementationShortfall.Of(
            OrderSide.Buy, new Quantity(1_000, 0), new Quantity(800, 0), Money.Whole(40_400), Money.Whole(12), Price.Parse("50.00"), Price.Parse("50.20"), Price.Parse("51.00"));

        Assert.Equal(Money.Whole(50_000), cost.Paper);
        Assert.Equal(
            (Money.Whole(160), Money.Whole(240), Money.Whole(200), Money.Whole(12), Money.Whole(612)),
            (cost.Delay, cost.Execution, cost.Opportunity, cost.Fees, cost.Total));
        Assert.Equal(122.4, cost.Bps(cost.Total), 9);
        Assert.Equal(32, cost.Bps(cost.Delay), 9);
    }

    [Fact]
    public void Shortfall_of_a_sale_must_be_negative_where_the_market_helped()
    {
        // 10 to sell at 100; 101 at arrival; all at 102.
        var cost = ImplementationShortfall.Of(
            OrderSide.Sell, new Quantity(10, 0), new Quantity(10, 0), Money.Whole(1_020), Money.Parse("1.02"), Price.Parse("100"), Price.Parse("101"), Price.Parse("0"));

        Assert.Equal((Money.Whole(-10), Money.Whole(-10), Money.Zero, Money.Parse("-18.98")), (cost.Delay, cost.Execution, cost.Opportunity, cost.Total));
    }

    [Fact]
    public void Shortfall_must_be_opportunity_alone_when_nothing_is_filled()
    {
        var cost = ImplementationShortfall.Of(
            OrderSide.Buy, new Quantity(10, 0), new Quantity(0, 0), Money.Zero, Money.Zero, Price.Parse("100"), Price.Parse("105"), Price.Parse("110"));

        Assert.Equal((Money.Zero, Money.Zero, Money.Whole(100), Money.Whole(100)), (cost.Delay, cost.Execution, cost.Opportunity, cost.Total));
    }
}
