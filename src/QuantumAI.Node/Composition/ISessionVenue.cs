using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Composition;

/// <summary>Where a session's orders go: the built-in venue, or an account at another one. Disposing it closes what it holds open.</summary>
internal interface ISessionVenue : IAsyncDisposable
{
    /// <summary>Takes orders and queries.</summary>
    ActorRef<VenueRequest> Requests { get; }

    /// <summary>Takes the market events that orders are filled on, before the watchers do; null where the venue has its own.</summary>
    ActorRef<MarketEvent>? Market { get; }

    VenueCapabilities Capabilities { get; }

    /// <summary>What the account has there, by asset, locked or not: a new account of ours begins with it.</summary>
    IReadOnlyDictionary<string, Money> Holdings { get; }

    /// <summary>Whether reports come at present. Any thread; a glimpse.</summary>
    VenueLink Link { get; }

    /// <summary>Steps of the venue that are not in its books yet. Any thread; a glimpse.</summary>
    int Unsaved { get; }
}
