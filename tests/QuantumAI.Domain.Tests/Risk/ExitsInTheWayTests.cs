using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;
using static QuantumAI.Domain.Tests.Risk.RiskScenario;

namespace QuantumAI.Domain.Tests.Risk;

public sealed class ExitsInTheWayTests
{
    private const long Tenth = 10_000_000;
    private static readonly OrderTerms Take = Limit(OrderSide.Sell, Tenth, 6_000_000) with { IsReduceOnly = true };
    private static readonly OrderTerms Stop = new(OrderSide.Sell, OrderType.Stop, Samples.Bitcoin.Quantity(Tenth), Trigger: Samples.Bitcoin.Price(4_000_000), IsReduceOnly: true);
    private static readonly OrderListPlace First = new("take", ContingencyKind.OneCancelsOther, 0);

    [Fact]
    public void Nothing_must_give_way_when_what_is_not_sold_yet_suffices()
    {
        var account = Holding(Open("exit", Limit(OrderSide.Sell, 4_000_000, 6_000_000)), Open("entry", Limit(OrderSide.Buy, Tenth, 4_000_000)));
        Assert.Empty(Cut(account, 6_000_000));
    }

    [Fact]
    public void Newest_order_must_give_way_first_and_by_whole_lots_when_orders_stand_alone()
    {
        var account = Holding(
            Open("old", Limit(OrderSide.Sell, 4_000_000, 6_000_000)), Open("new", Limit(OrderSide.Sell, 6_000_000, 6_000_000)),
            new OrderFilled("new", 2, Samples.Bitcoin.Price(6_000_000), Samples.Bitcoin.Quantity(1_000_000), Money.Whole(600), Money.Zero, "USDT", 0));
        Assert.Equal([new GivesWay("new", Samples.Bitcoin.Quantity(3_000_000))], Cut(account, 3_000_000));
        Assert.Equal([new GivesWay("new", null), new GivesWay("old", Samples.Bitcoin.Quantity(2_000_000))], Cut(account, 7_000_000));
    }

    [Fact]
    public void List_must_end_whole_when_the_venue_has_it_and_shrink_when_it_is_held_here()
    {
        var native = Holding(Open("take", Take, list: First), Open("stop", Stop, list: First with { Place = 1 }, reserves: false));
        Assert.Equal([new GivesWay("take", null), new GivesWay("stop", null)], Cut(native, 3_000_000));

        var held = Holding(Open("take", Take, list: First, isHeld: true), Open("stop", Stop, list: First with { Place = 1 }, isHeld: true));
        var left = Samples.Bitcoin.Quantity(7_000_000);
        Assert.Equal([new GivesWay("take", left), new GivesWay("stop", left)], Cut(held, 3_000_000));
    }

    [Fact]
    public void Entry_must_end_when_its_exits_are_in_the_way()
    {
        var place = new OrderListPlace("entry", ContingencyKind.OneTriggersOther, 0);
        var account = Holding(Open("entry", Limit(OrderSide.Buy, Tenth, 4_000_000), list: place), Open("take", Take, list: place with { Place = 1 }, reserves: false));
        Assert.Equal([new GivesWay("entry", null)], Cut(account, 3_000_000));
    }

    [Fact]
    public void Order_must_end_when_it_cannot_be_amended_now_or_too_little_would_be_left()
    {
        var lost = Holding(Open("exit", Take), new OrderOutcomeUnknown("exit", "no answer in time"));
        Assert.Equal([new GivesWay("exit", null)], Cut(lost, 3_000_000));
        Assert.Equal([new GivesWay("exit", null)], Cut(Holding(Open("exit", Take)), Tenth));
    }

    [Fact]
    public void Everything_but_orders_at_the_market_must_give_way_to_a_flatten()
    {
        var account = Holding(
            Open("exit", Limit(OrderSide.Sell, 4_000_000, 6_000_000)), Open("entry", Limit(OrderSide.Buy, 1_000_000, 4_000_000)),
            Open("market", OrderTerms.Market(OrderSide.Sell, Samples.Bitcoin.Quantity(1_000_000))), Open("other", Limit(OrderSide.Buy, 1_000_000, 4_000_000), agent: "boreas"));
        Assert.Equal(["entry", "exit"], ExitsInTheWay.OfFlatten(account, account.PositionOf("aurora", "BTCUSDT")).Select(order => order.ClientOrderId));
    }

    private static IReadOnlyList<GivesWay> Cut(Account account, long units) =>
        ExitsInTheWay.OfCut(account, account.PositionOf("aurora", "BTCUSDT"), Samples.Bitcoin.Quantity(units));

    private static Account Holding(params AccountEvent[] events)
    {
        var (held, price) = (Samples.Bitcoin.Quantity(Tenth), Samples.Bitcoin.Price(5_000_000));
        var account = new Account(Samples.Both);
        var nanos = 1L;
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(100_000)), nanos++);
        account.Apply(Open("held", OrderTerms.Market(OrderSide.Buy, held)), nanos++);
        account.Apply(new OrderFilled("held", 1, price, held, Money.Whole(5_000), Money.Zero, "USDT", 0), nanos++);
        foreach (var accountEvent in events)
            account.Apply(accountEvent, nanos++);
        return account;
    }
}
