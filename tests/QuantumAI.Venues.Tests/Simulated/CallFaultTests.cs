using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>Each way in which a call can go wrong, alone: what is not known is neither a failure nor a success, and who is told to wait waits.</summary>
public class CallFaultTests
{
    private const int Always = 1_000_000;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    public static IEnumerable<TheoryDataRow<string, bool, ExchangeFaults>> Unknowns() =>
    [
        new("call-done-silent", true, new ExchangeFaults { SilentDonePpm = Always }),
        new("call-undone-silent", false, new ExchangeFaults { SilentUndonePpm = Always }),
        new("call-done-dropped", true, new ExchangeFaults { DroppedDonePpm = Always }),
        new("call-undone-dropped", false, new ExchangeFaults { DroppedUndonePpm = Always }),
        new("call-done-5xx", true, new ExchangeFaults { PageDonePpm = Always }),
        new("call-undone-5xx", false, new ExchangeFaults { PageUndonePpm = Always }),
        new("call-done-1006", true, new ExchangeFaults { UnexpectedDonePpm = Always }),
        new("call-undone-1006", false, new ExchangeFaults { UnexpectedUndonePpm = Always }),
        new("call-done-1007", true, new ExchangeFaults { TimeoutDonePpm = Always }),
        new("call-undone-1007", false, new ExchangeFaults { TimeoutUndonePpm = Always }),
        new("call-1008", false, new ExchangeFaults { BusyPpm = Always }),
        new("call-1001", false, new ExchangeFaults { DisconnectedPpm = Always }),
    ];

    [Theory]
    [MemberData(nameof(Unknowns), DisableDiscoveryEnumeration = true)]
    public void Unknown_outcome_must_be_resolved_by_what_the_exchange_has(string kind, bool isDone, ExchangeFaults faults)
    {
        // The account's events are lost as well: the order is found by asking only.
        var stand = Broken(faults with { LateReportPpm = Always });
        stand.Submit("u-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Run(TimeSpan.FromMilliseconds(400));
        Assert.True(stand.Happened.GetValueOrDefault(kind) > 0, $"{kind} did not happen");
        Assert.Null(stand.Find<VenueRejected>(_ => true));
        stand.Exchange.Heal();
        for (var i = 0; i < 30 && stand.Find<VenueOrderState>(_ => true) is null; i++)
        {
            stand.Query("u-1");
            stand.Run(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(isDone, stand.Find<VenueOrderState>(_ => true)?.Order is not null);
        Assert.Equal(isDone ? 1 : 0, stand.Exchange.Venue.Account("desk")!.OpenOrders.Count());
        Assert.Single(stand.Asked, asked => asked.What.StartsWith("POST /api/v3/order", StringComparison.Ordinal));
    }

    [Fact]
    public void Order_that_queries_do_not_see_yet_must_not_be_called_absent()
    {
        var stand = Broken(new ExchangeFaults { InvisiblePpm = Always, SilentDonePpm = Always, LateReportPpm = Always, InvisibleNanos = 10 * UnixNanos.PerSecond });
        stand.Submit("i-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        for (var i = 0; i < 40; i++)
        {
            stand.Run(TimeSpan.FromMilliseconds(500));
            stand.Query("i-1");
        }

        stand.Run(TimeSpan.FromSeconds(30));
        Assert.True(stand.Happened["order-invisible"] > 5);
        Assert.All(stand.All<VenueOrderState>(), state => Assert.NotNull(state.Order));
        Assert.NotEmpty(stand.All<VenueOrderState>());
    }

    [Fact]
    public void Nothing_must_be_asked_until_the_next_minute_when_the_exchange_says_429()
    {
        var stand = Broken(new ExchangeFaults { LimitPpm = Always });
        stand.Ask(new QueryBalances(stand.Trader));
        stand.Until(() => stand.Asked.Exists(asked => asked.What.EndsWith("429", StringComparison.Ordinal)), Soon, "the exchange says 429");
        stand.Exchange.Heal();
        MustWait(stand, "429", UnixNanos.FloorTo(stand.Universe.NowNanos, UnixNanos.PerMinute) + UnixNanos.PerMinute);
    }

    [Fact]
    public void Nothing_must_be_asked_for_two_minutes_when_the_address_is_banned()
    {
        var stand = Broken(new ExchangeFaults { BanPpm = Always });
        stand.Ask(new QueryBalances(stand.Trader));
        stand.Until(() => stand.Asked.Exists(asked => asked.What.EndsWith("418", StringComparison.Ordinal)), Soon, "the exchange says 418");
        stand.Exchange.Heal();
        MustWait(stand, "418", stand.Universe.NowNanos + (2 * UnixNanos.PerMinute) - UnixNanos.PerSecond);
    }

    [Fact]
    public void Orders_must_be_taken_again_when_the_exchanges_clock_has_jumped()
    {
        var stand = Broken(new ExchangeFaults { ClockJumpPpm = Always, ClockJumpNanos = 20 * UnixNanos.PerSecond, LengthNanos = 1_000 * UnixNanos.PerSecond });
        stand.Run(TimeSpan.FromMilliseconds(150));
        var isRefused = false;
        for (var i = 0; i < 20; i++)
        {
            var id = $"c-{i}";
            stand.Submit(id, stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
            stand.Run(TimeSpan.FromSeconds(3));
            isRefused |= stand.Find<VenueRejected>(told => told.ClientOrderId == id && told.Reason.Contains("-1021", StringComparison.Ordinal)) is not null;
        }

        stand.Exchange.Heal();
        Assert.True(isRefused && stand.Happened["clock-jump"] > 0);
        stand.Submit("c-last", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Run(TimeSpan.FromSeconds(10));
        stand.Submit("c-after", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Until(() => stand.Find<VenueAccepted>(told => told.ClientOrderId == "c-after") is not null, Soon, "an order is taken again");
        var there = stand.Exchange.Venue.Account("desk")!.OpenOrders.Select(order => order.ClientOrderId).ToList();
        Assert.Equal(there.Count, there.Distinct().Count());
        Assert.All(stand.All<VenueRejected>(), told => Assert.DoesNotContain(told.ClientOrderId, there));
    }

    /// <summary>A session that has opened well, and then everything of the settings happens.</summary>
    internal static ExchangeStand Broken(ExchangeFaults faults)
    {
        var stand = new ExchangeStand(faults: faults);
        stand.Exchange.HasFaults = false;
        stand.Open();
        stand.Run(TimeSpan.FromSeconds(2));
        stand.Exchange.HasFaults = true;
        return stand;
    }

    private static void MustWait(ExchangeStand stand, string status, long untilNanos)
    {
        stand.Run(TimeSpan.FromSeconds(1)); // the answer arrives
        var told = stand.Asked.Count;
        for (var i = 0; i < 150; i++)
        {
            stand.Ask(new QueryBalances(stand.Trader));
            stand.Run(TimeSpan.FromSeconds(1));
        }

        Assert.All(stand.Asked.Skip(told).Where(asked => asked.What.StartsWith("GET", StringComparison.Ordinal)), asked => Assert.True(asked.Nanos >= untilNanos, $"{asked.What.Split('?')[0]} was asked {(untilNanos - asked.Nanos) / 1e9:0.0} s too early"));
        Assert.Single(stand.Asked, asked => asked.What.EndsWith(status, StringComparison.Ordinal));
        Assert.NotEmpty(stand.All<VenueBalances>());
    }
}
