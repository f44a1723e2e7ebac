using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The built-in venue in the process of the test, behind a postman who loses what he is told to lose.</summary>
internal sealed class BuiltInVenueBench : IVenueBench
{
    private readonly LiveWorld _world = new(1, WorldClock.System());
    private readonly MemoryPaperVenueStore _store = new();
    private readonly PaperVenueActors _venue;
    private readonly LiveProbe<OrderMessage> _hole;
    private volatile Loss _loss;
    private long _sequence;

    public BuiltInVenueBench()
    {
        var venue = new PaperVenue([Instrument], new PaperVenueSettings(1_000, 0), _store.Load());
        _store.Save(venue.Deposit("USDT", Money.Whole(100_000), _world.NowNanos).Change);
        _store.Save(venue.Deposit("BTC", Money.Whole(1), _world.NowNanos).Change);
        _venue = new PaperVenueActors(_world.CreateLane("venue"), venue, _store);
        var lane = _world.CreateLane("client");
        Client = new LiveVenueClient(lane.LiveProbe<OrderMessage>("client"));
        _hole = lane.LiveProbe<OrderMessage>("hole");
        Requests = lane.Spawn("postman", new Postman(this));
    }

    private enum Loss
    {
        Nothing,
        Answer,
        Order,
    }

    public ActorRef<VenueRequest> Requests { get; }

    public IVenueClient Client { get; }

    public Instrument Instrument { get; } = Samples.Bitcoin with { LotStepUnits = 2_000, MinQuantityUnits = 2_000 };

    public long Basis => _sequence;

    public Task<bool> TrySeeAsync(Func<MarketEvent, bool> fits, TimeSpan within) => throw new NotSupportedException(Lacks(VenueFeature.MarketData));

    public string? Lacks(VenueFeature feature) => feature switch
    {
        VenueFeature.MarketData => "the built-in venue is given its market by the session",
        VenueFeature.Link => "the built-in venue is in the process that trades",
        VenueFeature.OtherClients => "the built-in venue has one client, the process that trades",
        _ => null,
    };

    public async Task PriceAsync(long bidUnits)
    {
        await _world.WhenIdleAsync(CancellationToken.None); // what was sent before the price moved arrives before
        Move(MarketEvent.Quote(0, _world.NowNanos, _world.NowNanos, bidUnits, bidUnits + 1, 100_000_000, 100_000_000));
        Move(MarketEvent.Trade(0, _world.NowNanos, _world.NowNanos, bidUnits, 100_000, _sequence, buyerIsMaker: true));
        await _world.WhenIdleAsync(CancellationToken.None);
    }

    public void LoseNextAnswer() => _loss = Loss.Answer;

    public void LoseNextOrder() => _loss = Loss.Order;

    public Task CutLinkAsync() => throw new NotSupportedException(Lacks(VenueFeature.Link));

    public Task HoldLinkAsync() => throw new NotSupportedException(Lacks(VenueFeature.Link));

    public void LetLinkBack() => throw new NotSupportedException(Lacks(VenueFeature.Link));

    public Task PlaceElsewhereAsync(string clientOrderId, OrderTerms terms) => throw new NotSupportedException(Lacks(VenueFeature.OtherClients));

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Move(MarketEvent marketEvent) => _venue.Market.Tell(marketEvent.Ingested(++_sequence, _world.NowNanos));

    private sealed class Postman(BuiltInVenueBench bench) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message)
        {
            var loss = message is SubmitOrder ? bench._loss : Loss.Nothing;
            if (message is SubmitOrder)
                bench._loss = Loss.Nothing;
            if (loss != Loss.Order)
                bench._venue.Clients.Tell(loss == Loss.Answer ? message with { ReplyTo = bench._hole.Ref } : message);
        }
    }
}
