using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>Each way in which streams can go wrong, alone: trades are booked once, losses are told before what follows them, and books are found again.</summary>
public class StreamFaultTests
{
    private const int Always = 1_000_000;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);

    public static IEnumerable<TheoryDataRow<string, ExchangeFaults>> Reports() =>
    [
        new("report-duplicate", new ExchangeFaults { DuplicateReportPpm = Always }),
        new("report-late", new ExchangeFaults { LateReportPpm = Always }),
        new("report-reordered", new ExchangeFaults { ReorderedReportPpm = Always }),
        new("events-lost", new ExchangeFaults { LostEventsPpm = Always }),
        new("events-terminated", new ExchangeFaults { TerminatedEventsPpm = 20_000 }),
    ];

    [Theory]
    [MemberData(nameof(Reports), DisableDiscoveryEnumeration = true)]
    public void Trades_must_be_counted_once_and_all_of_them_be_found(string kind, ExchangeFaults faults)
    {
        var stand = CallFaultTests.Broken(faults);
        stand.Wander(5);
        var trader = new StandTrader(stand, 7);
        trader.Start();
        stand.Run(TimeSpan.FromSeconds(60));
        Assert.True(stand.Happened.GetValueOrDefault(kind) > 0, $"{kind} did not happen");
        stand.Exchange.Heal();
        trader.Stop();
        stand.Run(TimeSpan.FromSeconds(30));
        ExchangeFaultTests.MustAgree(stand, trader);
        Assert.NotEmpty(trader.Trades);
    }

    [Fact]
    public void Trade_that_is_told_with_other_figures_must_not_be_hidden()
    {
        var stand = CallFaultTests.Broken(new ExchangeFaults { ConflictingReportPpm = Always });
        stand.Submit("x-1", stand.Limit(OrderSide.Buy, stand.Bid(0) + 1));
        stand.Until(() => stand.Happened.ContainsKey("report-conflicting"), Soon, "a trade is told twice");
        stand.Run(TimeSpan.FromSeconds(5));
        var prices = stand.All<VenueFilled>().GroupBy(told => told.Trade.TradeId).Select(told => told.Select(one => one.Trade.Price).Distinct().Count());
        Assert.Contains(prices, count => count > 1); // whoever books them halts: money would be made up
    }

    [Fact]
    public void Link_must_be_lost_and_restored_when_the_event_stream_is_terminated()
    {
        var stand = CallFaultTests.Broken(new ExchangeFaults { TerminatedEventsPpm = Always });
        stand.Until(() => stand.Find<VenueLinkLost>(_ => true) is not null, Soon, "the loss is told");
        stand.Exchange.Heal();
        stand.Until(() => stand.Find<VenueLinkRestored>(_ => true) is not null, Soon, "the return is told");
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
    }

    [Fact]
    public void Book_must_be_gapped_and_then_be_the_exchanges_again_when_updates_are_lost()
    {
        var stand = CallFaultTests.Broken(new ExchangeFaults { DepthGapPpm = Always });
        stand.Wander(5);
        stand.Until(() => stand.Happened.GetValueOrDefault("depth-gap") > 10, Soon, "updates are lost");
        stand.Exchange.Heal();
        stand.Run(TimeSpan.FromSeconds(5));
        Assert.Contains(stand.Seen, seen => seen.Kind == MarketEventKind.Gap);
        for (var symbol = 0; symbol < 3; symbol++)
            stand.MustSeeBook(symbol);
    }

    [Fact]
    public void Symbols_must_be_gapped_and_the_connection_be_replaced_when_the_market_is_silent()
    {
        var stand = CallFaultTests.Broken(new ExchangeFaults { MarketSilencePpm = Always, LengthNanos = 60 * UnixNanos.PerSecond });
        stand.Wander(5);
        stand.Run(TimeSpan.FromSeconds(40));
        var gaps = stand.Seen.Where(seen => seen.Kind == MarketEventKind.Gap).Select(seen => seen.InstrumentId).Distinct().Count();
        Assert.InRange(gaps, 1, 3);
        stand.Exchange.Heal();
        stand.Run(TimeSpan.FromSeconds(60));
        for (var symbol = 0; symbol < 3; symbol++)
            stand.MustSeeBook(symbol);
    }

    [Fact]
    public void Crossed_and_stale_quotes_must_reach_whoever_judges_them()
    {
        var stand = CallFaultTests.Broken(new ExchangeFaults { CrossedQuotePpm = Always });
        stand.Wander(5);
        stand.Run(TimeSpan.FromSeconds(2));
        Assert.Contains(stand.Seen, seen => seen.Kind == MarketEventKind.Quote && seen.BidUnits >= seen.AskUnits);

        stand = CallFaultTests.Broken(new ExchangeFaults { StaleQuotesPpm = Always });
        stand.Wander(5);
        stand.Run(TimeSpan.FromSeconds(10));
        var quotes = Enumerable.Range(0, 3).Select(symbol => stand.Seen.Count(seen => seen.InstrumentId == symbol && seen.Kind == MarketEventKind.Quote)).ToList();
        Assert.True(quotes.Min() < quotes.Max(), string.Join(", ", quotes));
    }

    [Theory]
    [InlineData("server-shutdown")]
    [InlineData("connection-24h")]
    public void Sessions_must_go_on_when_the_exchange_ends_connections(string kind)
    {
        var stand = CallFaultTests.Broken(kind == "server-shutdown" ? new ExchangeFaults { ShutdownPpm = 10_000 } : new ExchangeFaults { CutPpm = 10_000 });
        stand.Wander(5);
        stand.Run(TimeSpan.FromMinutes(5));
        Assert.True(stand.Happened.GetValueOrDefault(kind) > 2, $"{kind} did not happen");
        stand.Exchange.Heal();
        stand.Run(TimeSpan.FromMinutes(1));
        Assert.Equal((VenueLink.Linked, 2), (stand.Session.Link, stand.Exchange.Connections));
        for (var symbol = 0; symbol < 3; symbol++)
            stand.MustSeeBook(symbol);
    }
}
