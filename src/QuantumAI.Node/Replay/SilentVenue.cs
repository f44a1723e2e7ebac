using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Replay;

/// <summary>The venue of a re-run: it takes every request and says nothing, because what the venue said is in the recording.</summary>
internal sealed class SilentVenue(Lane lane, RunManifest manifest) : ISessionVenue
{
    public ActorRef<VenueRequest> Requests { get; } = lane.Spawn("silent-venue", new Silence(), capacity: 1 << 20);

    public ActorRef<MarketEvent>? Market => null;

    public VenueCapabilities Capabilities => manifest.Capabilities;

    public IReadOnlyDictionary<string, Money> Holdings { get; } = manifest.Held;

    public VenueLink Link => VenueLink.Linked;

    public int Unsaved => 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Silence : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message)
        {
        }
    }
}

/// <summary>The market of a re-run: what it brought is in the recording.</summary>
internal sealed class SilentMarket : IMarketDelivery
{
    public long Delivered => 0;

    public long LastNanos => 0;

    public Task RunAsync(World world, long untilNanos, CancellationToken cancellation) => Task.CompletedTask;
}
