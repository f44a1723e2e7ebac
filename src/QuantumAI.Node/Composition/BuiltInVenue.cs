using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Composition;

/// <summary>The matching engine of this program, in this process: there is no link to lose.</summary>
internal sealed class BuiltInVenue : ISessionVenue
{
    private readonly PaperVenueActors _actors;
    private readonly IPaperVenueStore _store;

    /// <param name="world">Gets a lane for it.</param>
    /// <param name="settings">Fees, latency and the first money of a new account, which is deposited here.</param>
    /// <param name="instruments">In the order of the market events' instrument ids.</param>
    /// <param name="store">Its books; owned from now on.</param>
    /// <param name="board">Shows when the books cannot be written.</param>
    public BuiltInVenue(World world, QuantumSettings settings, IReadOnlyList<Instrument> instruments, IPaperVenueStore store, StatusBoard board)
    {
        _store = store;
        var venue = new PaperVenue(instruments, settings.Venue, store.Load());
        if (venue.Balances.Count == 0)
            store.Save(venue.Deposit(settings.BaseCurrency, settings.Deposit, world.NowNanos).Change);
        var retry = world is LiveWorld ? new VenueRetry(outage => Show(world, board, outage)) : null; // a virtual world's time would run on in no time
        _actors = new PaperVenueActors(world.CreateLane("venue", isOutside: true), venue, store, retry);
        Capabilities = settings.Capabilities;
        Holdings = new Dictionary<string, Money> { [settings.BaseCurrency] = settings.Deposit };
    }

    public ActorRef<VenueRequest> Requests => _actors.Clients;

    public ActorRef<MarketEvent>? Market => _actors.Market;

    public VenueCapabilities Capabilities { get; }

    public IReadOnlyDictionary<string, Money> Holdings { get; }

    public VenueLink Link => VenueLink.Linked;

    public int Unsaved => _actors.Unsaved;

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Show(World world, StatusBoard board, JournalOutage? outage)
    {
        if ((board.VenueOutage is null) != (outage is null))
            board.Log(world.NowNanos, outage is null ? "the venue's books are written again" : $"the venue's books cannot be written, nothing fills until they can: {outage.Reason}");
        board.ShowVenue(outage);
    }
}
