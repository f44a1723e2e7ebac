using System.Buffers;
using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Recording;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Tests.Recording;

/// <summary>What a session is told from outside must come back from its recording as it was.</summary>
public sealed class TradingCodecTests
{
    private static readonly MessageCodecs Codecs = TradingCodecs.Create();
    private static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Parse("5"));
    private static readonly OrderTerms Limit = new(
        OrderSide.Buy, OrderType.StopLimit, Quantity.Parse("0.10000000"), Price.Parse("100.50"), Price.Parse("101.00"), 0, TimeInForce.GoodTilCanceled, 17, Display: Quantity.Parse("0.01000000"));

    public static TheoryData<MarketEvent> Events =>
    [
        MarketEvent.Quote(3, 1_735_689_600_000_000_001, 1_735_689_601_000_000_000, 5_000_001, 5_000_002, 7, long.MaxValue).Ingested(1, 1_735_689_600_000_000_001),
        MarketEvent.Quote(0, 10, 0, -1, 0, 0, 0).Ingested(2, 10),
        MarketEvent.Trade(1, 20, 20, 30, 40, 50, buyerIsMaker: true).Ingested(long.MaxValue, 20),
        MarketEvent.Trade(1, 20, 19, 30, 40, 50, buyerIsMaker: false).Ingested(3, 20),
        MarketEvent.Closed(2, new Bar(60, 60, 1, 2, 3, 4, 5)).Ingested(4, 120),
        MarketEvent.Snapshot(0, 5, 6, new DepthLevels(1, 2, 3, [new(10, 1), new(9, 2)], [])).Ingested(5, 5),
        MarketEvent.Update(0, 5, 6, new DepthLevels(1, 2, 3, [], [.. Enumerable.Range(1, 100).Select(n => new DepthLevel(n, n * 1_000_000_000L))])).Ingested(6, 5),
        MarketEvent.Gap(1, 9).Ingested(7, 9),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void market_event_must_come_back_as_it_was(MarketEvent told)
    {
        var read = Roundtrip(told);
        Assert.Equal((told.Kind, told.InstrumentId, told.Sequence, told.ReceivedNanos, told.VenueNanos), (read.Kind, read.InstrumentId, read.Sequence, read.ReceivedNanos, read.VenueNanos));
        Assert.Equal((told.BuyerIsMaker, told.BidUnits, told.AskUnits, told.BidSizeUnits, told.AskSizeUnits), (read.BuyerIsMaker, read.BidUnits, read.AskUnits, read.BidSizeUnits, read.AskSizeUnits));
        if (told.Kind == MarketEventKind.Bar)
            Assert.Equal(told.Bar, read.Bar);
        if (told.Kind is not (MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate))
            return;
        Assert.Equal((told.Depth.FirstUpdateId, told.Depth.LastUpdateId, told.Depth.PreviousLastUpdateId), (read.Depth.FirstUpdateId, read.Depth.LastUpdateId, read.Depth.PreviousLastUpdateId));
        Assert.Equal(told.Depth.Bids, read.Depth.Bids);
        Assert.Equal(told.Depth.Asks, read.Depth.Asks);
    }

    [Fact]
    public void Prop_any_quote_must_come_back_as_it_was()
    {
        var random = new Random(7);
        for (var n = 0; n < 10_000; n++)
        {
            var received = random.NextInt64(long.MaxValue / 2);
            var told = MarketEvent.Quote(
                random.Next(1_000), received, received + random.Next(-5, 6), random.NextInt64(), random.NextInt64(), random.NextInt64(), -random.NextInt64()).Ingested(random.NextInt64(), received);
            var read = Roundtrip(told);
            Assert.Equal((told.VenueNanos, told.BidUnits, told.AskSizeUnits, told.Sequence), (read.VenueNanos, read.BidUnits, read.AskSizeUnits, read.Sequence));
        }
    }

    [Fact]
    public void cut_market_event_must_be_refused_and_never_guessed()
    {
        var output = new ArrayBufferWriter<byte>();
        var codec = new MarketEventCodec();
        foreach (var told in Events.Select(row => row.Data))
        {
            output.ResetWrittenCount();
            codec.Write(output, in told);
            for (var length = 1; length < output.WrittenCount; length++)
                Assert.Throws<InvalidDataException>(() => codec.Read(output.WrittenSpan[..length]));
        }
    }

    [Fact]
    public void every_venue_report_must_come_back_as_it_was()
    {
        var order = new VenueOrder(
            "qa-1", "77", "BTCUSDT", Limit, Quantity.Parse("0.00000000"), Money.Parse("0.00000000"), Money.Parse("10.05000000"), VenueOrderStatus.Open, "", 1, 2, IsTriggered: true,
            new OrderListPlace("qa-1", ContingencyKind.OneCancelsOther, 1), 5, Price.Parse("99.00"), 2, 3, 4, Quantity.Parse("0.02000000"), Quantity.Parse("0.20000000"));
        var trade = new VenueTrade(
            "qa-1", "BTCUSDT", 9, OrderSide.Buy, Price.Parse("100.10"), Quantity.Parse("0.01000000"), Money.Parse("1.00100000"), Money.Parse("0.00100000"), "BNB", 5, "77", IsMaker: true);
        VenueReport[] reports =
        [
            new VenueAccepted("qa-1", "77"), new VenueRejected("qa-1", "no"), new VenueFilled(trade), new VenueExpired("qa-1", "late"), new VenueTriggered("qa-1"),
            new VenueCanceled("qa-1", "asked", "c-1"), new VenueCancelRefused("qa-1", "gone"), new VenueAmended("qa-1", Quantity.Parse("0.05000000")), new VenueAmendRefused("qa-1", "no"),
            new VenueTransferred("USDT", Money.Parse("-5.00000000"), "t-1"), new VenueLinkLost("cut"), new VenueLinkRestored(),
        ];
        foreach (var report in reports)
            Assert.Equal<OrderMessage>(report, Roundtrip<OrderMessage>(report));
        Assert.Equal(reports.Length + 4, typeof(VenueReport).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(VenueReport)))); // the others hold lists

        var state = Assert.IsType<VenueOrderState>(Roundtrip<OrderMessage>(new VenueOrderState("qa-1", order, [trade])));
        Assert.Equal((order, trade), (state.Order, Assert.Single(state.Trades)));
        Assert.Null(Assert.IsType<VenueOrderState>(Roundtrip<OrderMessage>(new VenueOrderState("qa-2", null, []))).Order);
        var balances = Assert.IsType<VenueBalances>(Roundtrip<OrderMessage>(new VenueBalances(new Dictionary<string, Balance> { ["BTC"] = new(Money.Parse("1.00000000"), Money.Parse("2.00000000")) })));
        Assert.Equal(new Balance(Money.Parse("1.00000000"), Money.Parse("2.00000000")), balances.Balances["BTC"]);
        Assert.Equal(order, Assert.Single(Assert.IsType<VenueOpenOrders>(Roundtrip<OrderMessage>(new VenueOpenOrders([order]))).Orders));
        var trades = Assert.IsType<VenueTrades>(Roundtrip<OrderMessage>(new VenueTrades("BTCUSDT", [trade], [order])));
        Assert.Equal((trade, order), (Assert.Single(trades.Trades), Assert.Single(trades.Orders)));
    }

    [Fact]
    public void what_people_ask_for_must_come_back_as_it_was()
    {
        foreach (var message in (OrderMessage[])[new RequestCancel("qa-1", "why"), new RequestCancelAll("all", "aurora"), new RequestAmend("qa-1", Quantity.Parse("0.10")), new CompareBooks()])
            Assert.Equal(message, Roundtrip(message));
        foreach (var message in (RiskMessage[])[new JournalChanged("full"), new JournalChanged(null), new ResumeTrading("anna"), new BlackoutChanged("CPI"), new MarkPrice("BTCUSDT", Price.Parse("1.50"), 3)])
            Assert.Equal(message, Roundtrip(message));
        Assert.Equal<ActorSignal>(new HaltTrading("anna", Flattens: true), Roundtrip<ActorSignal>(new HaltTrading("anna", Flattens: true)));
        var plan = AlgorithmPlan.Vwap(1, 2, [3, 4], jitterPpm: 5, seed: 6, Price.Parse("7.00"));
        var start = new StartAlgorithm(new ParentOrder("alg-1", "aurora", "BTCUSDT", OrderSide.Sell, Quantity.Parse("1.00000000"), false, Price.Parse("7.10"), plan), new MarketView(Price.Parse("1.00"), Price.Parse("2.00"), 3, true, 4));
        Assert.Equal<ExecutionMessage>(start, Roundtrip<ExecutionMessage>(start));

        var described = Btc with
        {
            Filters = InstrumentFilters.Of(Btc) with
            {
                Unknown = new UnknownFilterNames(["NEW_RULE", "OTHER"]),
                MaxPositionUnits = 5,
                Trailing = new TrailingRange(1, 2, 3, 4),
                MaxBasePerOrder = Money.Parse("9"),
                Symbol = new OrderCountLimits(1, null, 3, null),
            },
        };
        var request = new RequestApproval(new OrderRequest("aurora", described, Limit, Price.Parse("100.00"), start.Market, "why", new("a 1", "sized"), IsHeld: true));
        var read = Assert.IsType<RequestApproval>(Roundtrip<RiskMessage>(request));
        Assert.Equal(request.Order.Instrument.Filters, read.Order.Instrument.Filters);
        Assert.Equal(request.Order with { Instrument = read.Order.Instrument }, read.Order);
    }

    [Fact]
    public void symbol_with_an_open_bar_must_go_on_as_it_would_have()
    {
        var open = new BarBuilder(60);
        open.Add(61, 100, 5);
        open.Add(70, 90, 1);
        open.Add(80, 95, 2);
        var before = new SessionSymbol(Btc, BarOrigin.Trades, new SymbolHistory([new Bar(0, 60, 1, 2, 3, 4, 5)], open));
        var after = Assert.Single(RecordedSymbol.Read(RecordedSymbol.Write([RecordedSymbol.Of(before)]))).Restore();
        Assert.Equal(before.History.Bars, after.History.Bars);
        Assert.Equal((before.Origin, before.Instrument.Filters), (after.Origin, after.Instrument.Filters));
        foreach (var history in new[] { before.History, after.History })
            history.OpenBar.Add(90, 120, 7);
        Assert.True(before.History.OpenBar.TryClose(120, out var expected) & after.History.OpenBar.TryClose(120, out var closed));
        Assert.Equal(expected, closed);
    }

    private static TProtocol Roundtrip<TProtocol>(TProtocol message)
    {
        Assert.True(Codecs.TryGet<TProtocol>(out var codec));
        var output = new ArrayBufferWriter<byte>();
        codec.Write(output, in message);
        return codec.Read(output.WrittenSpan);
    }
}
