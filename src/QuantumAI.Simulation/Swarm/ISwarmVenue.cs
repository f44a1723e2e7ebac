using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Swarm;

/// <summary>The venue of one account in a run, behind whatever lies between it and the sessions. One thread, that of the universe.</summary>
public interface ISwarmVenue : IDisposable
{
    /// <summary>Its place in the network.</summary>
    string Site { get; }

    /// <summary>Its truth, for oracles: the account is the main one.</summary>
    PaperVenue Venue { get; }

    /// <summary>The instruments as sessions see them, in the order of the market events' ids.</summary>
    IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>Whether people can trade and move money there by hand.</summary>
    bool IsOpenToOthers { get; }

    /// <summary>What the market does.</summary>
    void Hear(MarketEvent marketEvent);

    /// <summary>Begins a session's link, within its process.</summary>
    /// <param name="process">The session's.</param>
    /// <param name="site">The machine that it runs on.</param>
    /// <param name="leaseNanos">Until when, by the process' clock, its owner owns the account.</param>
    /// <param name="opened">Called once, within the process, when orders can be sent.</param>
    /// <param name="failed">Called once instead, in words, when they cannot.</param>
    void Open(SimulatedProcess process, string site, Func<long, long> leaseNanos, Action<SwarmLink> opened, Action<string> failed);

    /// <summary>It ends and starts again from what it has stored.</summary>
    void Restart();

    /// <summary>Money comes into the account by somebody's hand.</summary>
    void Transfer(string asset, Money amount, string transferId);

    /// <summary>Somebody trades a little by hand.</summary>
    void TradeByHand(string clientOrderId, int choice);

    /// <summary>Ends every fault.</summary>
    void Heal();
}

/// <summary>What a session has when its link is up.</summary>
/// <param name="Requests">Takes orders and queries.</param>
/// <param name="Capabilities">What the venue takes natively.</param>
/// <param name="DeliverMarket">Begins to bring the market to the watchers and, first, to a listener; null where the run brings it itself.</param>
public sealed record SwarmLink(
    ActorRef<VenueRequest> Requests, VenueCapabilities Capabilities, Action<IReadOnlyList<ActorRef<MarketEvent>>, ActorRef<MarketEvent>>? DeliverMarket = null);

/// <summary>What a venue of a run is told when it is made.</summary>
/// <param name="Universe">Where it is.</param>
/// <param name="Network">Over which it is reached.</param>
/// <param name="Site">Its place there.</param>
/// <param name="Settings">Of the run.</param>
/// <param name="Instruments">What is traded.</param>
/// <param name="Asset">Of the account's first money.</param>
/// <param name="Deposit">How much.</param>
/// <param name="Happened">Is to be told of each fault: its kind, and what it hit.</param>
/// <param name="Arrived">Is to be told of each order when it reaches the venue: its id, its symbol, its terms.</param>
/// <param name="Said">Is to be told in words what leaves the venue.</param>
public sealed record SwarmVenuePlan(
    Universe Universe, SimulatedNetwork Network, string Site, SwarmSettings Settings, IReadOnlyList<Instrument> Instruments, string Asset, Money Deposit,
    Action<string, string> Happened, Action<string, string, OrderTerms> Arrived, Action<string> Said);

/// <summary>Which venue a run has.</summary>
public enum SwarmVenueKind : byte
{
    Unspecified = 0,

    /// <summary>The built-in venue over plain connections.</summary>
    BuiltIn = 1,

    /// <summary>The paper exchange, reached by the adapter of the exchange whose language it speaks.</summary>
    Adapter = 2,
}
