using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Domain.Tests.Orders;

public sealed class HeldOrdersTests
{
    private static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));
    private static readonly Quantity Size = Btc.Quantity(10_000);

    [Theory]
    [InlineData(OrderType.Market, true)]
    [InlineData(OrderType.Limit, true)]
    [InlineData(OrderType.Stop, false)]
    [InlineData(OrderType.TrailingStop, false)]
    public void Capabilities_must_mark_what_the_venue_lacks_when_it_takes_plain_orders(OrderType type, bool isNative) =>
        Assert.Equal(!isNative, VenueCapabilities.Plain.Marked(Request(new OrderTerms(OrderSide.Sell, type, Size))).IsHeld);

    [Fact]
    public void Capabilities_must_hold_both_of_a_pair_and_only_the_children_of_a_bracket_when_there_are_no_lists()
    {
        var orders = new[] { Limit(OrderSide.Buy), Limit(OrderSide.Sell), Limit(OrderSide.Sell) };
        Assert.Equal([true, true], VenueCapabilities.Plain.Marked(ContingencyKind.OneCancelsOther, orders[1..]).Select(order => order.IsHeld));
        Assert.Equal([false, true, true], VenueCapabilities.Plain.Marked(ContingencyKind.OneTriggersOneCancelsOther, orders).Select(order => order.IsHeld));
        Assert.Equal([false, false, false], VenueCapabilities.All.Marked(ContingencyKind.OneTriggersOneCancelsOther, orders).Select(order => order.IsHeld));
    }

    [Fact]
    public void Capabilities_must_keep_a_list_here_when_the_venue_lacks_one_of_its_types()
    {
        var venue = VenueCapabilities.All with { Types = VenueCapabilities.Plain.Types };
        var stop = Request(new OrderTerms(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(1)));
        Assert.Equal([true, true], venue.Marked(ContingencyKind.OneCancelsOther, [Limit(OrderSide.Sell), stop]).Select(order => order.IsHeld));
    }

    [Theory]
    [InlineData(OrderStatus.Emulated, HeldStand.Awake)]
    [InlineData(OrderStatus.Released, HeldStand.Cancel)]
    [InlineData(OrderStatus.Denied, HeldStand.Cancel)]
    [InlineData(OrderStatus.Filled, HeldStand.Cancel)]
    public void Order_of_a_pair_must_end_when_the_other_is_anything_but_held(OrderStatus other, HeldStand stand) => Assert.Equal(
        stand, HeldLists.Of(Held(ContingencyKind.OneCancelsOther, 0), [Held(ContingencyKind.OneCancelsOther, 1) with { Status = other }], Size, Btc).Stand);

    [Fact]
    public void Order_of_a_pair_must_end_when_the_books_have_forgotten_the_other() =>
        Assert.Equal(HeldStand.Cancel, HeldLists.Of(Held(ContingencyKind.OneCancelsOther, 0), [], Size, Btc).Stand);

    [Theory]
    [InlineData(OrderStatus.Accepted, 0, HeldStand.Asleep)]
    [InlineData(OrderStatus.PartiallyFilled, 9_000, HeldStand.Asleep)]
    [InlineData(OrderStatus.Filled, 10_000, HeldStand.Awake)]
    [InlineData(OrderStatus.Filled, 9_000, HeldStand.Shrink)]
    [InlineData(OrderStatus.Canceled, 9_000, HeldStand.Shrink)]
    [InlineData(OrderStatus.Canceled, 0, HeldStand.Cancel)]
    [InlineData(OrderStatus.Rejected, 0, HeldStand.Cancel)]
    public void Child_must_stand_by_what_its_parent_brought_when_the_parent_ends(OrderStatus parent, long broughtUnits, HeldStand stand)
    {
        var duty = HeldLists.Of(
            Held(ContingencyKind.OneTriggersOther, 1), [Held(ContingencyKind.OneTriggersOther, 0) with { Status = parent }], Btc.Quantity(broughtUnits), Btc);
        Assert.Equal(stand, duty.Stand);
        if (stand == HeldStand.Shrink)
            Assert.Equal(Btc.Quantity(broughtUnits), duty.Quantity);
    }

    [Fact]
    public void Child_must_be_awake_when_the_books_have_forgotten_its_parent() =>
        Assert.Equal(HeldStand.Awake, HeldLists.Of(Held(ContingencyKind.OneTriggersOther, 1), [], Size, Btc).Stand);

    [Theory]
    [InlineData(ContingencyKind.OneTriggersOther, 99, HeldMove.Release)]
    [InlineData(ContingencyKind.OneTriggersOneCancelsOther, 99, HeldMove.Wait)]
    [InlineData(ContingencyKind.OneTriggersOneCancelsOther, 100, HeldMove.Release)]
    public void Limit_order_must_wait_for_its_price_when_its_release_would_cancel_another(ContingencyKind kind, long price, HeldMove move) =>
        Assert.Equal(move, HeldOrders.Decide(Held(kind, 1), Btc.Price(price), null, 0));

    [Fact]
    public void Trailing_buy_must_follow_down_and_go_up_when_it_is_activated()
    {
        var order = Order(new OrderTerms(OrderSide.Buy, OrderType.TrailingStop, Size, Trigger: Btc.Price(10_000), TrailingPpm: 10_000), null);
        Assert.Equal(HeldMove.Wait, HeldOrders.Decide(order, Btc.Price(10_001), null, 0));
        Assert.Equal(HeldMove.Trail, HeldOrders.Decide(order, Btc.Price(10_000), null, 0));
        var trailing = order with { TrailingBest = Btc.Price(10_000) };
        Assert.Equal(HeldMove.Wait, HeldOrders.Decide(trailing, Btc.Price(9_991), Btc.Price(9_991), 0));
        Assert.Equal(HeldMove.Trail, HeldOrders.Decide(trailing, Btc.Price(9_990), Btc.Price(9_990), 0));
        Assert.Equal(HeldMove.Wait, HeldOrders.Decide(trailing, Btc.Price(10_089), Btc.Price(9_991), 0));
        Assert.Equal(HeldMove.Release, HeldOrders.Decide(trailing, Btc.Price(10_091), Btc.Price(9_991), 0));
    }

    private static Order Held(ContingencyKind kind, int place) =>
        Order(new OrderTerms(OrderSide.Sell, OrderType.Limit, Size, Btc.Price(100)), new OrderListPlace("list", kind, place));

    private static Order Order(OrderTerms terms, OrderListPlace? place) => new(
        $"qa-{place?.Place}", "aurora", Btc.Symbol, terms, Money.Zero, OrderStatus.Emulated, Btc.ZeroQuantity, Money.Zero, 0, 0, "test", Btc.Price(100),
        OrderStatus.Emulated, place);

    private static OrderRequest Limit(OrderSide side) => Request(new OrderTerms(side, OrderType.Limit, Size, Btc.Price(100)));

    private static OrderRequest Request(OrderTerms terms) =>
        new("aurora", Btc, terms, Btc.Price(100), new MarketView(Btc.Price(100), Btc.Price(100), 0, true, 1), "test");
}
