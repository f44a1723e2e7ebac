using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Replay;

/// <summary>The built-in venue in the place of the session's: it holds what the account held at that venue, and takes what that venue took.</summary>
internal sealed class ShadowVenue(BuiltInVenue venue, RunManifest manifest) : ISessionVenue
{
    public ActorRef<VenueRequest> Requests => venue.Requests;

    public ActorRef<MarketEvent>? Market => venue.Market;

    /// <summary>Of the built-in venue they are configuration.</summary>
    public VenueCapabilities Capabilities => manifest.Venue is null ? venue.Capabilities : manifest.Capabilities;

    public IReadOnlyDictionary<string, Money> Holdings { get; } = manifest.Held;

    public VenueLink Link => VenueLink.Linked;

    public int Unsaved => venue.Unsaved;

    public ValueTask DisposeAsync() => venue.DisposeAsync();
}
