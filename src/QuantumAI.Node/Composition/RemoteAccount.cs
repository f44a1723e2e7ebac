using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Composition;

/// <summary>An account at an exchange outside this process. The session at the venue belongs to the origin, which closes it.</summary>
internal sealed class RemoteAccount(IVenueSession session) : ISessionVenue
{
    public ActorRef<VenueRequest> Requests { get; } = session.Requests ?? throw new InvalidOperationException("the venue was opened for market data only");

    public ActorRef<MarketEvent>? Market => null;

    public VenueCapabilities Capabilities => session.Profile.Capabilities;

    public IReadOnlyDictionary<string, Money> Holdings { get; } =
        session.Profile.Balances.ToDictionary(balance => balance.Key, balance => balance.Value.Total, StringComparer.Ordinal);

    public VenueLink Link => session.Link;

    public int Unsaved => 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
