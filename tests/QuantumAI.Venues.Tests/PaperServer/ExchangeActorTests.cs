using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>The exchange's lane in the virtual world: nothing leaves before it is stored.</summary>
public sealed class ExchangeActorTests : IDisposable
{
    private readonly VirtualWorld _world = new(1, ExchangeDesk.Start);
    private readonly StubbornStore _store = new();
    private readonly ExchangeDoor _door = new(mostWaiting: 4);
    private readonly Listener _listener = new();

    public ExchangeActorTests()
    {
        var state = new ExchangeState(ExchangeDesk.Settings(), _store.Load(), ExchangeDesk.Start);
        var levels = new DepthLevels(1, 1, 0, [new DepthLevel(9_999_00, 5_00000000)], [new DepthLevel(10_001_00, 5_00000000)]);
        state.Hear(MarketEvent.Snapshot(0, ExchangeDesk.Start, ExchangeDesk.Start, levels));
        state.Hear(MarketEvent.Trade(0, ExchangeDesk.Start, ExchangeDesk.Start, 10_000_00, 1_000_000, 1, buyerIsMaker: false));
        _door.Open(_world.CreateLane("exchange").Spawn("exchange", new ExchangeActor(state, _store, _door, () => [_listener])));
        _world.AdvanceTo(ExchangeDesk.Start + UnixNanos.PerMillisecond);
        _listener.Told.Clear();
    }

    [Fact]
    public async Task batch_must_be_stored_in_one_commit_before_it_is_answered()
    {
        var replies = Enumerable.Range(0, 3).Select(_ => _door.SendAsync(Buy())).ToArray();
        Assert.All(replies, reply => Assert.False(reply.IsCompleted));
        var commits = _store.Commits;
        Advance(UnixNanos.PerMillisecond);

        Assert.All(await Answered(Task.WhenAll(replies)), reply => Assert.Null(reply.Error));
        Assert.Equal(commits + 1, _store.Commits);
        Assert.Equal(3, _store.Load().Trades.Count);
    }

    [Fact]
    public async Task nothing_must_be_answered_or_told_while_the_store_refuses()
    {
        _store.Refuses = true;
        var reply = _door.SendAsync(Buy());
        Advance(UnixNanos.PerSecond);
        var later = _door.SendAsync(Buy());
        Advance(UnixNanos.PerSecond);
        Assert.False(reply.IsCompleted || later.IsCompleted);
        Assert.Empty(_listener.Told.OfType<OrderTold>());

        _store.Refuses = false;
        Advance(UnixNanos.PerSecond);
        Assert.Null((await Answered(reply)).Error);
        Assert.Null((await Answered(later)).Error);
        Assert.Equal(2, _store.Load().Trades.Count);
        Assert.Equal(4, _listener.Told.OfType<OrderTold>().Count());
    }

    [Fact]
    public async Task waiting_request_must_be_told_that_nothing_is_known_when_it_waited_too_long()
    {
        _store.Refuses = true;
        var first = _door.SendAsync(Buy());
        Advance(UnixNanos.PerSecond);
        var second = _door.SendAsync(Buy());
        Advance(11 * UnixNanos.PerSecond);
        Assert.False(first.IsCompleted);
        Assert.Equal(-1007, (await Answered(second)).Error?.Code);
    }

    [Fact]
    public async Task request_must_be_refused_when_too_many_wait()
    {
        var replies = Enumerable.Range(0, 5).Select(_ => _door.SendAsync(Buy())).ToArray();
        Assert.Equal(-1008, (await Answered(replies[4])).Error?.Code);
        Advance(UnixNanos.PerMillisecond);
        Assert.Null((await Answered(replies[3])).Error);
    }

    [Fact]
    public async Task request_must_be_told_that_the_exchange_closes()
    {
        var waiting = _door.SendAsync(Buy());
        _door.Close();
        Assert.Equal(-1016, (await Answered(waiting)).Error?.Code);
        Assert.Equal(-1016, (await Answered(_door.SendAsync(Buy()))).Error?.Code);
    }

    public void Dispose() => _world.Dispose();

    /// <summary>What must have been answered by now: nothing waits in a virtual world.</summary>
    private static Task<T> Answered<T>(Task<T> reply)
    {
        Assert.True(reply.IsCompleted);
        return reply;
    }

    private void Advance(long nanos) => _world.AdvanceTo(_world.NowNanos + nanos);

    private ExchangeRequest Buy()
    {
        var given = new RequestParameters(new Dictionary<string, string> { ["symbol"] = "BTCUSDT", ["side"] = "BUY", ["type"] = "MARKET", ["quantity"] = "0.01" });
        return new ExchangeRequest(CallCatalogue.Find("POST", "/api/v3/order")!, given) { Account = "main", MayTrade = true, SentNanos = _world.NowNanos };
    }

    private sealed class Listener : IExchangeListener
    {
        public List<ExchangeEvent> Told { get; } = [];

        public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos) => Told.AddRange(events);
    }

    /// <summary>Books in memory that cannot be written for a while.</summary>
    private sealed class StubbornStore : IPaperVenueStore
    {
        private readonly MemoryPaperVenueStore _books = new();

        public bool Refuses { get; set; }

        public int Commits { get; private set; }

        public VenueBooks Load() => _books.Load();

        public void Save(VenueChange change) => SaveAll([change]);

        public void SaveAll(IReadOnlyList<VenueChange> changes)
        {
            if (Refuses)
                throw new IOException("the disk is full");
            Commits++;
            foreach (var change in changes)
                _books.Save(change);
        }

        public bool IsPassing(Exception failure) => failure is IOException;

        public void Dispose() => _books.Dispose();
    }
}
