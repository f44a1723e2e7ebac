using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Orders that depend on each other.</summary>
public sealed class VenueListTests
{
    private const long Lot = 1_000_000;
    private readonly VenueDesk _desk = new(feePpm: 0);

    public VenueListTests()
    {
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Submit("stock", OrderSide.Buy, 10 * Lot);
        _desk.Quote(4_999_900, 5_000_000);
    }

    [Fact]
    public void two_that_cancel_each_other_must_lock_once_and_the_fill_of_one_must_cancel_the_other()
    {
        Exits();
        Assert.Equal("0.10000000", _desk["BTC"].Locked.ToString());
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        var reports = _desk.Quote(5_200_000, 5_200_100);
        Assert.Equal(("profit", 5_100_000), (Assert.IsType<VenueFilled>(reports[0]).Trade.ClientOrderId, ((VenueFilled)reports[0]).Trade.Price.Units));
        Assert.Equal("stop", Assert.IsType<VenueCanceled>(reports[1]).ClientOrderId);
        Assert.Equal(default, _desk["BTC"]);
    }

    [Fact]
    public void trigger_of_one_must_cancel_the_other()
    {
        Exits();
        _desk.Quote(4_999_900, 5_000_000);
        Told(_desk.Quote(4_890_000, 4_890_100), "VenueTriggered stop", "VenueCanceled profit", "VenueFilled stop");
        Assert.Equal(default, _desk["BTC"]);
    }

    [Fact]
    public void trigger_that_is_reached_on_the_way_must_be_live_at_once_and_cancel_the_other()
    {
        Exits();
        Told(_desk.Quote(4_890_000, 4_890_100), "VenueTriggered stop", "VenueCanceled profit", "VenueFilled stop");
        Assert.Equal(default, _desk["BTC"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void cancel_of_one_must_cancel_the_other(bool isResting)
    {
        Exits();
        if (isResting)
            _desk.Quote(4_999_900, 5_000_000);
        Told(_desk.Cancel("stop"), "VenueCanceled stop", "VenueCanceled profit");
        Assert.Equal(Money.Zero, _desk["BTC"].Locked);
    }

    [Fact]
    public void bracket_must_place_its_exits_when_its_entry_is_filled_whole()
    {
        Bracket();
        Assert.Equal("490.00000000", _desk["USDT"].Locked.ToString());
        Assert.Empty(_desk.Quote(4_999_900, 5_000_000));
        Told(_desk.Quote(4_850_000, 4_880_000), "VenueFilled entry", "VenueTriggered profit");
        Assert.Equal(("0.01000000", "0.00000000"), (_desk["BTC"].Locked.ToString(), _desk["USDT"].Locked.ToString()));
        Told(_desk.Quote(4_790_000, 4_790_100), "VenueTriggered stop", "VenueCanceled profit", "VenueFilled stop");
        Assert.Equal("0.10000000", _desk["BTC"].Free.ToString());
    }

    [Fact]
    public void bracket_must_end_with_its_entry()
    {
        Bracket();
        _desk.Quote(4_999_900, 5_000_000);
        Told(_desk.Cancel("entry"), "VenueCanceled entry", "VenueCanceled profit", "VenueCanceled stop");
        Assert.Equal((Money.Zero, Money.Zero), (_desk["BTC"].Locked, _desk["USDT"].Locked));
    }

    [Fact]
    public void order_that_cannot_be_paid_when_it_is_due_must_expire()
    {
        _desk.PlaceList(ContingencyKind.OneTriggersOther, 0, ("entry", Limit(OrderSide.Buy, 4_900_000, Lot)), ("exit", Limit(OrderSide.Sell, 5_000_000, 20 * Lot)));
        _desk.Quote(4_999_900, 5_000_000);
        Told(_desk.Quote(4_850_000, 4_880_000), "VenueFilled entry", "VenueTriggered exit", "VenueExpired exit");
        Assert.Equal(Money.Zero, _desk["BTC"].Locked);
    }

    [Fact]
    public void list_must_be_rejected_whole_with_the_reason_when_one_of_its_orders_is()
    {
        var reports = _desk.PlaceList(ContingencyKind.OneCancelsOther, 0, ("a", Limit(OrderSide.Sell, 5_100_000, Lot)), ("b", Limit(OrderSide.Sell, 5_200_000, 1_500)));
        Assert.Equal(["a", "b"], reports.Select(report => Assert.IsType<VenueRejected>(report).ClientOrderId));
        Assert.All(reports, report => Assert.StartsWith("LOT_SIZE", ((VenueRejected)report).Reason, StringComparison.Ordinal));
        Refused("LIST: orders must be 3", _desk.PlaceList(ContingencyKind.OneTriggersOneCancelsOther, 0, ("c", Limit(OrderSide.Sell, 5_100_000, Lot)), ("d", Limit(OrderSide.Sell, 5_200_000, Lot))));
        Refused("LIST: orders that cancel", _desk.PlaceList(ContingencyKind.OneCancelsOther, 0, ("e", Limit(OrderSide.Sell, 5_100_000, Lot)), ("f", Limit(OrderSide.Buy, 4_200_000, Lot))));
        Refused("duplicate", _desk.PlaceList(ContingencyKind.OneCancelsOther, 0, ("g", Limit(OrderSide.Sell, 5_100_000, Lot)), ("g", Limit(OrderSide.Sell, 5_200_000, Lot))));
        Assert.Equal(Money.Zero, _desk["BTC"].Locked);
    }

    [Fact]
    public void restart_must_keep_lists_trails_and_triggers()
    {
        Bracket();
        _desk.Quote(4_999_900, 5_000_000);
        _desk.Restart();
        Told(_desk.Quote(4_850_000, 4_880_000), "VenueFilled entry", "VenueTriggered profit");
        _desk.Restart();
        _desk.Place("trail", new OrderTerms(OrderSide.Sell, OrderType.TrailingStop, new Quantity(Lot, 8), TrailingPpm: 10_000));
        _desk.Quote(4_890_000, 4_890_100);
        _desk.Restart();
        Assert.Equal("0.02000000", _desk["BTC"].Locked.ToString());
        Told(_desk.Quote(4_830_000, 4_830_100), "VenueTriggered trail", "VenueFilled trail");
        _desk.Restart();
        Told(_desk.Quote(5_200_000, 5_200_100), "VenueFilled profit", "VenueCanceled stop");
    }

    [Fact]
    public void Issue_order_whose_trigger_is_reached_when_it_is_due_must_live_although_another_moves_the_price_first()
    {
        var desk = new VenueDesk(feePpm: 0);
        desk.Trade(310_000, instrument: 1);
        desk.PlaceList(ContingencyKind.OneTriggersOther, 1, ("a", Limit(OrderSide.Buy, 305_000, Lot)), ("falls", new OrderTerms(OrderSide.Sell, OrderType.Stop, new Quantity(Lot, 8), Trigger: new Price(320_000, 2))));
        desk.PlaceList(ContingencyKind.OneTriggersOther, 1, ("b", Limit(OrderSide.Buy, 305_000, Lot)), ("rises", new OrderTerms(OrderSide.Buy, OrderType.StopLimit, new Quantity(Lot, 8), new Price(290_000, 2), new Price(299_900, 2))));
        desk.Trade(310_000, instrument: 1);
        Told(
            desk.Trade(300_000, instrument: 1), "VenueFilled a", "VenueFilled b", "VenueTriggered falls", "VenueTriggered rises", "VenueFilled falls");
    }

    private void Exits() => Told(
        _desk.PlaceList(
            ContingencyKind.OneCancelsOther, 0, ("profit", Limit(OrderSide.Sell, 5_100_000, 10 * Lot)),
            ("stop", new OrderTerms(OrderSide.Sell, OrderType.Stop, new Quantity(10 * Lot, 8), Trigger: new Price(4_900_000, 2)))),
        "VenueAccepted profit", "VenueAccepted stop");

    private void Bracket() => Told(
        _desk.PlaceList(
            ContingencyKind.OneTriggersOneCancelsOther, 0, ("entry", Limit(OrderSide.Buy, 4_900_000, Lot)), ("profit", Limit(OrderSide.Sell, 5_100_000, Lot)),
            ("stop", new OrderTerms(OrderSide.Sell, OrderType.Stop, new Quantity(Lot, 8), Trigger: new Price(4_800_000, 2)))),
        "VenueAccepted entry", "VenueAccepted profit", "VenueAccepted stop");

    private static OrderTerms Limit(OrderSide side, long limit, long units) => new(side, OrderType.Limit, new Quantity(units, 8), new Price(limit, 2));

    private static void Refused(string why, IReadOnlyList<VenueReport> reports) =>
        Assert.All(reports, report => Assert.StartsWith(why, Assert.IsType<VenueRejected>(report).Reason, StringComparison.Ordinal));

    private static void Told(IReadOnlyList<VenueReport> reports, params string[] expected) => Assert.Equal(expected, reports.Select(Describe));

    private static string Describe(VenueReport report) => report switch
    {
        VenueAccepted accepted => $"{nameof(VenueAccepted)} {accepted.ClientOrderId}",
        VenueFilled filled => $"{nameof(VenueFilled)} {filled.Trade.ClientOrderId}",
        VenueTriggered triggered => $"{nameof(VenueTriggered)} {triggered.ClientOrderId}",
        VenueCanceled canceled => $"{nameof(VenueCanceled)} {canceled.ClientOrderId}",
        VenueExpired expired => $"{nameof(VenueExpired)} {expired.ClientOrderId}",
        _ => report.ToString(),
    };
}
