using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit;
using static QuantumAI.Domain.Tests.Risk.RiskScenario;

namespace QuantumAI.Domain.Tests.Risk;

/// <summary>On an account that may borrow a reduce-only order can outlive its position: then its fill would open the other side.</summary>
public sealed class ReduceOnlyExposureTests
{
    private const long Tenth = 10_000_000;
    private static readonly OrderTerms Resting = Limit(OrderSide.Sell, Tenth, 6_000_000) with { IsReduceOnly = true };
    private static readonly RiskScenario Long = Approved with { Margin = true, HeldUnits = Tenth };

    [Theory]
    [InlineData(0, 5_000)]
    [InlineData(4_000_000, 7_000)]
    [InlineData(10_000_000, 10_000)]
    public void Issue_reduce_only_order_must_count_by_what_exceeds_its_position_when_that_went_through_another_order(long soldUnits, long exposure)
    {
        var account = Approved with { Margin = true, HeldUnits = Tenth, Events = [Open("exit", Resting, reserves: false), new OrderAccepted("exit", "1"), .. Sold(soldUnits)] };
        var before = Money.Notional(Samples.Bitcoin.Price(5_000_000), Samples.Bitcoin.Quantity(Tenth - soldUnits));
        var decision = account.Decide();

        // the entry itself is worth 5,000; what is left of the position, and what the exit would sell beyond it, come on top
        Assert.Equal(Money.Whole(exposure) + before, decision.AgentExposure);
        Assert.Equal(decision.AgentExposure, decision.TotalExposure);
    }

    [Fact]
    public void Reduce_only_orders_that_cancel_each_other_must_add_nothing_when_they_fit_their_position()
    {
        var place = new OrderListPlace("take", ContingencyKind.OneCancelsOther, 0);
        var stop = new OrderTerms(OrderSide.Sell, OrderType.Stop, Samples.Bitcoin.Quantity(Tenth), Trigger: Samples.Bitcoin.Price(4_000_000), IsReduceOnly: true);
        var account = Long with
        {
            Events = [Open("take", Resting, list: place, reserves: false), Open("stop", stop, list: place with { Place = 1 }, reserves: false)],
        };

        Assert.Equal(Money.Whole(10_000), account.Decide().AgentExposure);
    }

    [Fact]
    public void Exits_of_an_open_entry_must_add_nothing_when_they_bring_no_position_of_their_own()
    {
        var place = new OrderListPlace("entry", ContingencyKind.OneTriggersOther, 0);
        var entry = Limit(OrderSide.Buy, Tenth, 4_000_000);
        var account = Approved with
        {
            Margin = true,
            Events = [Open("entry", entry, list: place, reserves: false), Open("exit", Resting, list: place with { Place = 1 }, reserves: false)],
        };

        Assert.Equal(Money.Whole(9_000), account.Decide().AgentExposure);
    }

    private static AccountEvent[] Sold(long units)
    {
        if (units == 0)
            return [];
        var (quantity, price) = (Samples.Bitcoin.Quantity(units), Samples.Bitcoin.Price(5_000_000));
        return
        [
            Open("sold", OrderTerms.Market(OrderSide.Sell, quantity), reserves: false),
            new OrderFilled("sold", 2, price, quantity, Money.Notional(price, quantity), Money.Zero, "USDT", 0),
        ];
    }
}
