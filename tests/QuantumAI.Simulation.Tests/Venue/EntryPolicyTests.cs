using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>The same order entering at once and with the next event: what it is told before and after that event.</summary>
public sealed class EntryPolicyTests
{
    private const long Lot = 1_000_000;
    private const long Bid = 4_999_000;
    private const long Ask = 5_000_000;

    public static TheoryData<string, string, string> Orders => new()
    {
        { "limit that crosses", "accepted, filled 2", "accepted / filled 2" },
        { "market", "accepted, filled 3, expired", "accepted / filled 3, expired" },
        { "immediate or cancel", "accepted, filled 3, canceled", "accepted / filled 3, canceled" },
        { "fill or kill too large", "accepted, canceled", "accepted / canceled" },
        { "fill or kill", "accepted, filled 2", "accepted / filled 2" },
        { "post only that would match", "rejected", "rejected" },
        { "post only", "accepted", "accepted /" },
        { "stop", "accepted", "accepted /" },
        { "iceberg", "accepted, filled 3", "accepted / filled 3" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void order_must_do_at_once_what_it_does_with_the_next_event(string order, string atOnce, string nextEvent)
    {
        var hall = Hall(EntryPolicy.AtOnce);
        Assert.Equal(atOnce, Told(hall.Place("alice", "o", Terms(order))));
        Assert.Equal("", Told(hall.Quote(Bid, Ask, 3 * Lot)));

        var waiting = Hall(EntryPolicy.NextEvent);
        var before = Told(waiting.Place("alice", "o", Terms(order)));
        Assert.Equal(nextEvent, before == "rejected" ? before : $"{before} / {Told(waiting.Quote(Bid, Ask, 3 * Lot))}".TrimEnd());
    }

    [Fact]
    public void rivals_must_enter_at_once_and_one_fill_must_cancel_the_other()
    {
        var hall = Hall(EntryPolicy.AtOnce);
        var stop = new OrderTerms(OrderSide.Sell, OrderType.Stop, Quantity(1), Trigger: new Price(4_900_000, 2));
        Assert.Equal("accepted, accepted", Told(hall.PlaceList(
            "alice", ContingencyKind.OneCancelsOther, ("a", MarketHall.Limit(OrderSide.Sell, 5_100_000, Lot)), ("b", stop))));
        Assert.Equal((1L, 1L), (hall["alice"].Find("a")!.ListNumber, hall["alice"].Find("b")!.ListNumber));
        Assert.Equal("accepted, filled 1, filled 1, canceled", Told(hall.Place("bob", "c", MarketHall.Limit(OrderSide.Buy, 5_100_000, 4 * Lot)))
            .Replace("filled 3, ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void child_must_enter_in_the_step_that_fills_its_first()
    {
        var hall = Hall(EntryPolicy.AtOnce);
        var told = Told(hall.PlaceList(
            "alice", ContingencyKind.OneTriggersOther, ("a", MarketHall.Limit(OrderSide.Buy, Ask, Lot)), ("b", MarketHall.Limit(OrderSide.Sell, Bid, Lot))));
        Assert.Equal("accepted, accepted, filled 1, triggered, filled 1", told);
    }

    private static MarketHall Hall(EntryPolicy entry)
    {
        var hall = new MarketHall(new PaperVenueSettings(0, 500, Liquidity: new LiquiditySettings(), Entry: entry));
        hall.Quote(Bid, Ask, 3 * Lot);
        return hall;
    }

    private static Quantity Quantity(long lots) => new(lots * Lot, 8);

    private static OrderTerms Terms(string order) => order switch
    {
        "limit that crosses" => MarketHall.Limit(OrderSide.Buy, Ask, 2 * Lot),
        "market" => OrderTerms.Market(OrderSide.Buy, Quantity(4)),
        "immediate or cancel" => MarketHall.Limit(OrderSide.Buy, Ask, 4 * Lot) with { TimeInForce = TimeInForce.ImmediateOrCancel },
        "fill or kill too large" => MarketHall.Limit(OrderSide.Buy, Ask, 4 * Lot) with { TimeInForce = TimeInForce.FillOrKill },
        "fill or kill" => MarketHall.Limit(OrderSide.Buy, Ask, 2 * Lot) with { TimeInForce = TimeInForce.FillOrKill },
        "post only that would match" => MarketHall.Limit(OrderSide.Buy, Ask, Lot) with { IsPostOnly = true },
        "post only" => MarketHall.Limit(OrderSide.Buy, Bid, Lot) with { IsPostOnly = true },
        "stop" => new OrderTerms(OrderSide.Sell, OrderType.Stop, Quantity(1), Trigger: new Price(4_900_000, 2)),
        "iceberg" => MarketHall.Limit(OrderSide.Buy, Ask, 4 * Lot) with { Display = Quantity(1) },
        _ => throw new NotSupportedException(order),
    };

    private static string Told(IReadOnlyList<VenueTold> told) => string.Join(", ", told.Select(entry => entry.Report switch
    {
        VenueAccepted => "accepted",
        VenueRejected => "rejected",
        VenueFilled filled => $"filled {filled.Trade.Quantity.Units / Lot}",
        VenueExpired => "expired",
        VenueCanceled => "canceled",
        VenueTriggered => "triggered",
        _ => entry.Report.GetType().Name,
    }));
}
