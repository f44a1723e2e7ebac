using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Worlds;

/// <summary>What may be lost is refused and counted; what may not be lost gets in; what even that has no room for ends the session, and the next one recovers.</summary>
public sealed class FullMailboxTests
{
    private const string Agent = "symbol-BTCUSDT/aurora";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Told reserved messages only, so that one dead letter here is one message of the flood.</summary>
    private static readonly string[] ReservedOnly = ["account-test/orders", "account-test/portfolio", "account-test/journal-confirmations"];

    /// <summary>Numbers of the events that bring an order in a run that nobody disturbs.</summary>
    private static readonly HashSet<int> Entries = FindEntries();

    [Theory]
    [InlineData(RunOrder.Ready, 11)]
    [InlineData(RunOrder.Seeded, 1)]
    [InlineData(RunOrder.Seeded, 2)]
    [InlineData(RunOrder.Seeded, 3)]
    public void Session_must_trade_on_and_agree_with_its_venue_when_all_mailboxes_were_full(RunOrder order, int seed)
    {
        using var world = new VirtualWorld((ulong)seed, HourlyMarket.Events[0].ReceivedNanos, order);
        var session = new HourlySession(world);
        var flood = new Flood(session);
        var atOpenOrders = 0;
        FillAll();
        while (session.Told < HourlyMarket.Events.Count)
        {
            world.AdvanceTo(HourlyMarket.Events[session.Told].ReceivedNanos);
            var isFilling = session.Books.Durable.OpenOrders.Count > 0 && atOpenOrders++ < 3;
            session.TellNext();
            if (isFilling || Entries.Take(3).Contains(session.Told))
                FillAll();
            world.RunUntilIdle();
        }

        Assert.InRange(atOpenOrders, 4, int.MaxValue);
        Assert.InRange(session.Board.WhyNoTrades.GetValueOrDefault("sizing-full"), 1, long.MaxValue);
        RequireRecovered(session, flood);
        using var next = new VirtualWorld(1, world.NowNanos);
        RequireReconciled(next, new HourlySession(next, session));

        void FillAll()
        {
            flood.FillAll();
            RequireFull(flood);
        }
    }

    [Fact]
    public async Task Session_must_trade_on_and_agree_with_its_venue_when_all_mailboxes_were_full_in_the_live_world()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var world = new LiveWorld(HourlyMarket.Seed, WorldClock.Scaled(HourlyMarket.Events[0].ReceivedNanos, 1));
        var session = new HourlySession(world);
        var flood = new Flood(session);
        await world.WhenIdleAsync(patience.Token);
        while (session.Told < HourlyMarket.Events.Count)
        {
            if (flood.Times == 0 && session.Books.Durable.OpenOrders.Count > 0)
            {
                using var held = await HeldLanes.OfAsync(world);
                session.TellNext();
                flood.FillAll();
                RequireFull(flood);
            }
            else
            {
                session.TellNext();
            }

            await world.WhenIdleAsync(patience.Token);
        }

        Assert.Equal(1, flood.Times);
        RequireRecovered(session, flood);
        using var next = new VirtualWorld(1, world.NowNanos);
        RequireReconciled(next, new HourlySession(next, session));
    }

    [Theory]
    [InlineData("account-test/orders")]
    [InlineData("account-test/portfolio")]
    [InlineData("account-test/journal-confirmations")]
    [InlineData(Agent)]
    public void Next_session_must_reconcile_and_trade_on_when_reserved_messages_overflowed(string receiver)
    {
        using var world = new VirtualWorld(HourlyMarket.Seed, HourlyMarket.Events[0].ReceivedNanos);
        var session = new HourlySession(world);
        world.RunUntilIdle();
        while (session.Books.Durable.OpenOrders.Count == 0)
            TellNext(world, session);

        session.TellNext(); // the fill is under way
        new Flood(session).Overflow(receiver);
        world.RunUntilIdle();

        Assert.NotNull(world.Fault);
        Assert.IsType<MailboxOverflowException>(world.Fault.Exception);
        Assert.Equal(receiver[..receiver.IndexOf('/', StringComparison.Ordinal)], world.Fault.Lane);
        Assert.Contains(receiver, world.Fault.Exception.Message, StringComparison.Ordinal);
        Assert.True(world.Lanes.Single(lane => lane.Name == world.Fault.Lane).IsStopped);
        using var rest = new Replay(session.Told);
        var ingest = new IngestFlow(rest, session.Watchers, session.VenueMarket);
        ingest.Run(world, long.MaxValue, CancellationToken.None);
        Assert.Equal(0, ingest.Delivered);

        using var nextWorld = new VirtualWorld(HourlyMarket.Seed, world.NowNanos);
        var next = new HourlySession(nextWorld, session);
        RequireReconciled(nextWorld, next);
        var ordersBefore = next.Orders.Count;
        while (next.Told < HourlyMarket.Events.Count)
            TellNext(nextWorld, next);
        Assert.InRange(next.Orders.Count, ordersBefore + 2, int.MaxValue);
        RequireInAgreement(next);
    }

    private static HashSet<int> FindEntries()
    {
        using var world = new VirtualWorld(HourlyMarket.Seed, HourlyMarket.Events[0].ReceivedNanos);
        var session = new HourlySession(world);
        world.RunUntilIdle();
        var entries = new HashSet<int>();
        while (session.Told < HourlyMarket.Events.Count)
        {
            var before = session.Orders.Count;
            TellNext(world, session);
            if (session.Orders.Count > before)
                entries.Add(session.Told);
        }

        return entries;
    }

    private static void TellNext(VirtualWorld world, HourlySession session)
    {
        world.AdvanceTo(HourlyMarket.Events[session.Told].ReceivedNanos);
        session.TellNext();
        world.RunUntilIdle();
    }

    private static void RequireFull(Flood flood) => Assert.All(flood.Receivers, receiver =>
        Assert.True(receiver.Waiting == (receiver is ActorRef<MarketEvent> ? 16_384 : Props.DefaultCapacity), $"{receiver.Path} has {receiver.Waiting}"));

    private static void RequireRecovered(HourlySession session, Flood flood)
    {
        Assert.Null(session.World.Fault);
        Assert.All(session.World.Actors(), actor => Assert.Equal(0, actor.Waiting));
        Assert.All(flood.Receivers, receiver =>
            Assert.InRange(session.World.DeadLetters.GetValueOrDefault(receiver.Path), flood.Times, long.MaxValue));
        Assert.All(ReservedOnly, path => Assert.Equal(flood.Times, session.World.DeadLetters[path]));
        Assert.True(session.Board.IsReconciled);
        Assert.InRange(session.Orders.Count, flood.OrdersBefore + 2, int.MaxValue);
        RequireInAgreement(session);
    }

    private static void RequireReconciled(VirtualWorld world, HourlySession session)
    {
        world.RunUntilIdle();
        Assert.True(session.Board.IsReconciled);
        RequireInAgreement(session);
    }

    private static void RequireInAgreement(HourlySession session)
    {
        Assert.Null(session.World.Fault);
        Assert.True(session.Books.IsSettled);
        Assert.Empty(session.Books.Durable.OpenOrders);
        Assert.Equal(TradingState.Active, session.Books.Durable.Risk.State);
        Assert.Equal(session.VenueTotals, session.OwnTotals);
    }

    /// <summary>The events of the market from one number on.</summary>
    private sealed class Replay(int told) : IMarketSource
    {
        private int _at = told;

        public bool TryRead(out MarketEvent marketEvent)
        {
            var isThere = _at < HourlyMarket.Events.Count;
            marketEvent = isThere ? HourlyMarket.Events[_at++] : default;
            return isThere;
        }

        public void Dispose()
        {
        }
    }
}
