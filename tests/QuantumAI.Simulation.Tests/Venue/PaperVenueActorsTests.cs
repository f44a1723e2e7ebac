using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>The venue on its lane: who is told what, and when.</summary>
public sealed class PaperVenueActorsTests : IDisposable
{
    private static readonly VenueLatency Latency = new(LatencyModel.Constant(300), LatencyModel.Constant(50), LatencyModel.Constant(0));
    private readonly VirtualWorld _world = new(0, 0);
    private readonly MemoryPaperVenueStore _store = new();
    private readonly Probe<OrderMessage> _client;
    private long _sequence;

    public PaperVenueActorsTests() => _client = _world.CreateLane("client").Probe<OrderMessage>("client");

    public void Dispose()
    {
        _store.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void reports_must_go_on_until_the_order_has_ended()
    {
        var actors = Start(null);
        Quote(actors, 5_000_000);
        actors.Clients.Tell(Buy("o1", 4_900_000));
        actors.Clients.Tell(new AmendOrder("o1", new Quantity(2_000, 8), _client.Ref));
        _world.RunUntilIdle();
        Quote(actors, 5_000_000);
        Quote(actors, 4_800_000);
        actors.Clients.Tell(new CancelOrder("o1", _client.Ref));
        actors.Clients.Tell(new QueryOrder("never", _client.Ref));
        _world.RunUntilIdle();
        Assert.Equal(
            [nameof(VenueAccepted), nameof(VenueAmended), nameof(VenueFilled), nameof(VenueCancelRefused), nameof(VenueOrderState)],
            _client.Received.Select(message => message.GetType().Name));
    }

    [Fact]
    public void list_that_is_sent_twice_must_be_answered_by_what_became_of_it()
    {
        var actors = Start(null);
        Quote(actors, 5_000_000);
        var list = new SubmitOrderList(
            ContingencyKind.OneTriggersOther, "BTCUSDT", [("a", Limit(4_900_000)), ("b", Limit(4_800_000))], _sequence, _client.Ref);
        actors.Clients.Tell(list);
        actors.Clients.Tell(list);
        _world.RunUntilIdle();
        Assert.Equal(
            [nameof(VenueAccepted), nameof(VenueAccepted), nameof(VenueOrderState), nameof(VenueOrderState)],
            _client.Received.Select(message => message.GetType().Name));
    }

    [Fact]
    public void request_and_report_must_each_travel_as_long_as_the_model_says()
    {
        var actors = Start(Latency);
        Quote(actors, 5_000_000);
        actors.Clients.Tell(Buy("o1", 4_900_000));
        actors.Clients.Tell(Buy("o2", 4_900_000));
        _world.AdvanceTo(299);
        Assert.Empty(_store.Load().Orders);
        _world.AdvanceTo(349);
        Assert.Equal(["o1", "o2"], _store.Load().Orders.Select(order => order.ClientOrderId)); // arrived at 300, in the order in which they were sent
        Assert.Empty(_client.Received);
        _world.AdvanceTo(350);
        Assert.Equal(["o1", "o2"], _client.Received.Cast<VenueAccepted>().Select(accepted => accepted.ClientOrderId));
    }

    private PaperVenueActors Start(VenueLatency? latency)
    {
        IReadOnlyList<Instrument> instruments = [Samples.Bitcoin with { MinNotional = Money.Zero }];
        var venue = new PaperVenue(instruments, new PaperVenueSettings(0, 500, Latency: latency), _store.Load());
        _store.Save(venue.Deposit("USDT", Money.Whole(1_000), 0).Change);
        return new PaperVenueActors(_world.CreateLane("venue"), venue, _store);
    }

    private SubmitOrder Buy(string id, long limit) => new(id, "BTCUSDT", Limit(limit), _sequence, _client.Ref);

    private static OrderTerms Limit(long limit) => new(OrderSide.Buy, OrderType.Limit, new Quantity(3_000, 8), new Price(limit, 2));

    private void Quote(PaperVenueActors actors, long bid)
    {
        actors.Market.Tell(MarketEvent.Quote(0, 0, 0, bid, bid + 10, 1, 1).Ingested(++_sequence, _world.NowNanos));
        _world.RunUntilIdle();
    }
}
