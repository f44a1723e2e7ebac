using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>The venue's actors over books that cannot be written for a while.</summary>
public sealed class VenueOutageTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly FailingStore _store = new();
    private readonly List<JournalOutage?> _outages = [];
    private readonly List<OrderMessage> _told = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Venue_must_tell_nothing_that_is_not_stored_and_catch_up_in_order_when_the_books_can_be_written_again()
    {
        var (venue, listener) = Open(new VenueRetry(_outages.Add));
        Tell(venue, MarketEvent.Quote(0, 1, 0, 100, 102, 1, 1), 1);
        _store.FailuresDue = 3;
        venue.Clients.Tell(Buy("qa-1", listener));
        _world.RunUntilIdle();
        Tell(venue, MarketEvent.Quote(0, 2, 0, 100, 102, 1, 1), 2);
        venue.Clients.Tell(Buy("qa-2", listener));
        venue.Clients.Tell(new QueryOrder("qa-1", listener));
        _world.RunUntilIdle();
        Assert.Empty(_told);
        Assert.Equal((2, 1), (venue.Unsaved, Assert.Single(_outages)!.Attempts));

        _world.AdvanceTo(10_000_000_000);

        Assert.Null(_world.Fault);
        Assert.Equal([1, 2, 3, null], _outages.Select(outage => outage?.Attempts));
        Assert.Equal(["VenueAccepted", "VenueFilled", "VenueAccepted", "VenueOrderState"], _told.Select(message => message.GetType().Name));
        Assert.Equal(VenueOrderStatus.Filled, ((VenueOrderState)_told[^1]).Order!.Status);
        Assert.Equal((0, 2, 1), (venue.Unsaved, _store.Load().Orders.Count, _store.Load().Trades.Count));
    }

    [Fact]
    public void Request_beyond_the_bound_must_be_lost_like_on_a_line_that_is_down()
    {
        var (venue, listener) = Open(new VenueRetry(_outages.Add) { MostRequests = 1 });
        _store.FailuresDue = 1;
        venue.Clients.Tell(Buy("qa-1", listener));
        venue.Clients.Tell(Buy("qa-2", listener));
        venue.Clients.Tell(Buy("qa-3", listener));
        _world.AdvanceTo(10_000_000_000);
        Assert.Equal(["qa-1", "qa-2"], _store.Load().Orders.Select(order => order.ClientOrderId));
    }

    [Fact]
    public void Failure_must_end_the_lane_when_it_does_not_pass_or_nobody_waits()
    {
        var (venue, listener) = Open(retry: null);
        _store.FailuresDue = 1;
        venue.Clients.Tell(Buy("qa-1", listener));
        _world.RunUntilIdle();
        Assert.IsType<IOException>(_world.Fault?.Exception);
    }

    private static SubmitOrder Buy(string id, ActorRef<OrderMessage> listener) =>
        new(id, VenueDesk.Instruments[0].Symbol, OrderTerms.Market(OrderSide.Buy, VenueDesk.Instruments[0].Quantity(1_000_000)), 0, listener);

    private void Tell(PaperVenueActors venue, MarketEvent marketEvent, long sequence)
    {
        venue.Market.Tell(marketEvent.Ingested(sequence, sequence));
        _world.RunUntilIdle();
    }

    private (PaperVenueActors Venue, ActorRef<OrderMessage> Listener) Open(VenueRetry? retry)
    {
        var venue = new PaperVenue(VenueDesk.Instruments, new PaperVenueSettings(1_000, 100), _store.Load());
        _store.Save(venue.Deposit("USDT", Money.Whole(100_000), 0).Change);
        return (new PaperVenueActors(_world.CreateLane("venue"), venue, _store, retry), _world.CreateLane("desk").Spawn("listener", new Listener(_told)));
    }

    private sealed class Listener(List<OrderMessage> told) : Actor<OrderMessage>
    {
        protected override void Receive(in OrderMessage message) => told.Add(message);
    }

    private sealed class FailingStore : IPaperVenueStore
    {
        private readonly MemoryPaperVenueStore _memory = new();

        public int FailuresDue { get; set; }

        public VenueBooks Load() => _memory.Load();

        public void Save(VenueChange change)
        {
            if (FailuresDue > 0)
            {
                FailuresDue--;
                throw new IOException("the disk is full");
            }

            _memory.Save(change);
        }

        public bool IsPassing(Exception failure) => failure is IOException;

        public void Dispose() => _memory.Dispose();
    }
}
