using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Swarm;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Market;
using QuantumAI.Venues.Signing;
using VenueKey = QuantumAI.Venues.PaperServer.Accounts.ApiKey;

namespace QuantumAI.Venues.Simulated;

/// <summary>The paper exchange as the venue of a simulated run, and the Binance adapter as its sessions' way to it.</summary>
/// <remarks>One account; people cannot trade there by hand. As for <see cref="SimulatedExchange"/>, the thread must have no synchronisation context.</remarks>
public sealed class AdapterVenue : ISwarmVenue
{
    private const string KeyName = "simulatedsimulatedsimulatedsimul";
    private const string SharedSecret = "secretsecretsecretsecretsecretse";

    /// <summary>Market events; a virtual session takes each at once.</summary>
    private const int MostWaiting = 1_024;

    private static readonly Uri Nowhere = new("http://127.0.0.1:1");
    private static readonly Uri NowhereStreams = new("ws://127.0.0.1:1");
    private readonly SimulatedExchange _exchange;
    private readonly BookShape[] _shapes;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly SwarmVenuePlan _plan;
    private readonly AddressBudget _address = new();

    private AdapterVenue(SwarmVenuePlan plan)
    {
        _plan = plan;
        var symbols = plan.Instruments.Select(ExchangeSettings.Describe).ToArray();
        Instruments = [.. symbols.Select(symbol => symbol.Instrument)];
        _shapes = [.. Instruments.Select(instrument => new BookShape(instrument, plan.Universe.Seed))];
        var settings = new ExchangeSettings(
            symbols, [new ExchangeAccount("swarm", [(plan.Asset, plan.Deposit)])], [new VenueKey(KeyName, "swarm", new HmacKey(new Secret(SharedSecret)))],
            FeeSchedule.Flat(1_000, 1_000), new ExchangeLimits());
        _exchange = SimulatedExchange.Start(plan.Universe, plan.Network, plan.Site, settings, Draw(new SimulatedRandom(plan.Universe.Seed, plan.Site)), plan.Happened);
        _exchange.Followed = Follow;
        _exchange.Entered = (request, fault) => plan.Said($"call {request.Call.Verb} {request.Call.Path} {fault}");
    }

    public string Site => _plan.Site;

    public PaperVenue Venue => _exchange.Venue;

    public IReadOnlyList<Instrument> Instruments { get; }

    public bool IsOpenToOthers => false;

    /// <summary>Makes the venue of an account.</summary>
    public static ISwarmVenue Create(SwarmVenuePlan plan) => new AdapterVenue(plan);

    /// <summary>A quote becomes a book of some levels around it; a crossed one is no book, and is left to the faults of the streams.</summary>
    public void Hear(MarketEvent marketEvent)
    {
        if (marketEvent.Kind != MarketEventKind.Quote)
            _exchange.TryHear(in marketEvent);
        else if (marketEvent.BidUnits < marketEvent.AskUnits)
            _exchange.TryHear(_shapes[marketEvent.InstrumentId].Around(marketEvent.InstrumentId, marketEvent.ReceivedNanos, marketEvent.BidUnits, marketEvent.AskUnits));
    }

    public void Open(SimulatedProcess process, string site, Func<long, long> leaseNanos, Action<SwarmLink> opened, Action<string> failed)
    {
        var (rest, streams) = _exchange.ConnectionsOf(process, site);
        process.Killed += () => _exchange.Disconnect(process);
        var adapter = new BinanceAdapter(
            new BinanceSettings(Nowhere, NowhereStreams, new Uri(NowhereStreams, "/ws-api/v3")) { FeedCapacity = MostWaiting }, new ApiKey(new Secret(KeyName), new HmacKey(new Secret(SharedSecret))), rest, streams, _address);
        _ = OpenAsync(adapter, process, leaseNanos, opened, failed);
    }

    public void Restart() => _exchange.Restart();

    public void Transfer(string asset, Money amount, string transferId) => throw new NotSupportedException("nobody else uses the account");

    public void TradeByHand(string clientOrderId, int choice) => throw new NotSupportedException("nobody else uses the account");

    public void Heal() => _exchange.Heal();

    public void Dispose()
    {
        // The universe ends its processes.
    }

    /// <summary>A third of the kinds in each run, at a rate of its own.</summary>
    private static ExchangeFaults Draw(SimulatedRandom random) => random.Chance(200_000)
        ? ExchangeFaults.None
        : ExchangeFaults.Everything.Each((_, ppm) => random.Chance(350_000) ? (int)random.Between(0, 2L * ppm) : 0);

    /// <summary>Goes on within the process, on the universe's thread, wherever the answer comes.</summary>
    private async Task OpenAsync(BinanceAdapter adapter, SimulatedProcess process, Func<long, long> leaseNanos, Action<SwarmLink> opened, Action<string> failed)
    {
        try
        {
            var session = await adapter.OpenAsync(
                new VenueOpening(process.World.CreateLane("venue-account"), process.World.CreateLane("venue-market"), [.. Instruments.Select(instrument => instrument.Symbol)], VenueUse.Paper)
                {
                    LeaseNanos = leaseNanos,
                },
                CancellationToken.None).ConfigureAwait(false);
            opened(new SwarmLink(session.Requests!, session.Profile.Capabilities, (watchers, listener) => process.World.CreateLane("ingest").Spawn(
                "ingest", new FeedIngestActor(session.Market, watchers, listener))));
        }
        catch (Exception refused) when (refused is VenueUnreachableException or VenueRefusedException)
        {
            failed(refused.Message);
        }
    }

    private void Follow(VenueStep step, long nowNanos)
    {
        foreach (var order in step.Change.Orders)
        {
            if (_seen.Add(order.VenueOrderId))
                _plan.Arrived(order.ClientOrderId, order.Symbol, order.Terms);
        }

        foreach (var told in step.Told)
            _plan.Said($"{told.Report}");
    }
}
