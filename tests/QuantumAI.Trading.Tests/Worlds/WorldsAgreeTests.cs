using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Market;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Worlds;

/// <summary>One set of actors: the thread pool and the single thread give the same orders for the same events.</summary>
public sealed class WorldsAgreeTests
{
    private const int HistoryBars = 200;
    private const int LiveBars = 250;
    private const int Seed = 11;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Hours of the synthetic market are told as a quote and a trade at their end and one after it: few events, real trends.
    private static readonly (List<Bar> History, List<MarketEvent> Events) Input = MakeInput();

    [Fact]
    public async Task Orders_must_be_the_same_when_the_live_and_the_virtual_world_see_the_same_events()
    {
        var inVirtual = RunVirtual();
        var inLive = await RunLiveAsync();

        Assert.InRange(inVirtual.Count, 6, int.MaxValue);
        Assert.Equal(inVirtual, inLive);
    }

    [Fact]
    public void Orders_must_be_the_same_when_the_virtual_world_is_run_twice() => Assert.Equal(RunVirtual(), RunVirtual());

    private static IReadOnlyList<string> RunVirtual()
    {
        using var world = new VirtualWorld(Seed, Input.Events[0].ReceivedNanos);
        var session = new Session(world);
        world.RunUntilIdle();
        foreach (var marketEvent in Input.Events)
        {
            world.AdvanceTo(marketEvent.ReceivedNanos);
            session.Tell(marketEvent);
            world.RunUntilIdle();
        }

        return session.Orders();
    }

    private static async Task<IReadOnlyList<string>> RunLiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var world = new LiveWorld(Seed, WorldClock.Scaled(Input.Events[0].ReceivedNanos, 1));
        var session = new Session(world);
        await world.WhenIdleAsync(patience.Token);
        foreach (var marketEvent in Input.Events)
        {
            session.Tell(marketEvent);

            // Everything that an event causes is over before the next one: as far apart as events of a market are.
            await world.WhenIdleAsync(patience.Token);
        }

        Assert.Null(world.Fault);
        return session.Orders();
    }

    private static (List<Bar>, List<MarketEvent>) MakeInput()
    {
        var builder = new BarBuilder(UnixNanos.PerHour);
        var bars = new List<Bar>();
        using var market = new SyntheticMarket(Seed, startNanos: 0, [(AccountStage.Btc, AccountStage.Btc.Price(6_000_000))]);
        while (bars.Count < HistoryBars + LiveBars && market.TryRead(out var next))
        {
            if (builder.TryClose(next.ReceivedNanos, out var bar))
                bars.Add(bar);
            if (next.Kind == MarketEventKind.Trade)
                builder.Add(next.ReceivedNanos, next.PriceUnits, next.QuantityUnits);
        }

        var events = new List<MarketEvent>();
        foreach (var bar in bars.Skip(HistoryBars))
        {
            events.Add(MarketEvent.Trade(0, bar.StartNanos, bar.StartNanos, bar.OpenUnits, 1, 1, buyerIsMaker: false));
            events.Add(MarketEvent.Closed(0, bar));
        }

        return (bars[..HistoryBars], events);
    }

    /// <summary>A session of one symbol on the built-in venue, with books in memory.</summary>
    private sealed class Session
    {
        private readonly TradingSession _trading;
        private readonly PaperVenueActors _venue;
        private long _sequence;

        public Session(World world)
        {
            var store = new MemoryPaperVenueStore();
            var venue = new PaperVenue([AccountStage.Btc], new PaperVenueSettings(1_000, 100), store.Load());
            store.Save(venue.Deposit("USDT", AccountStage.Deposit, world.NowNanos).Change);
            _venue = new PaperVenueActors(world.CreateLane("venue"), venue, store);
            _trading = new TradingSession(
                world,
                new SessionSettings("test", "USDT", AccountStage.Deposit, "aurora", 180_000, Limits, new TrendParameters()),
                [new SessionSymbol(AccountStage.Btc, BarOrigin.Bars, new SymbolHistory(Input.History, new BarBuilder(UnixNanos.PerHour)))],
                new InlineJournal(new MemoryJournalStore()), _venue.Clients, new StatusBoard());
        }

        // Days differ between the worlds' clocks here, so limits of a day are out of the way.
        private static Domain.Risk.RiskLimits Limits => AccountStage.Limits with { DailyLossPpm = 1_000_000, DrawdownPpm = 1_000_000 };

        public void Tell(MarketEvent marketEvent)
        {
            var numbered = marketEvent.Ingested(++_sequence, marketEvent.ReceivedNanos);
            _venue.Market.Tell(numbered);
            _trading.Watchers[0].Tell(numbered);
        }

        public IReadOnlyList<string> Orders() =>
        [
            .. _trading.Books.Durable.Orders.Values.Select(order =>
                $"{order.ClientOrderId} {order.Symbol} {order.Side} {order.Quantity} {order.Status} {order.Filled} {order.QuoteFilled} {order.Reason}"),
        ];
    }
}
