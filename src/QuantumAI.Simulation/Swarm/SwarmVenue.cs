using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Swarm;

/// <summary>One account's exchange in a process of its own: the built-in venue behind connections that break, reports that come late or twice, and answers that never come.</summary>
internal sealed class SwarmVenue : ISwarmVenue
{
    /// <summary>An order that was on its way for longer is refused, as exchanges do.</summary>
    private const long ReceiveWindowNanos = 5 * UnixNanos.PerSecond;
    private readonly Universe _universe;
    private readonly SimulatedRandom _random;
    private readonly SwarmVenuePlan _plan;
    private readonly PaperVenueSettings _settings;
    private readonly MemoryPaperVenueStore _store = new();
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActorRef<OrderMessage>> _forwards = new(StringComparer.Ordinal);
    private ReportFaults _faults;
    private PaperVenueActors _actors = null!;
    private VenueWire? _client;

    public SwarmVenue(SwarmVenuePlan plan)
    {
        (_plan, _universe, _faults) = (plan, plan.Universe, plan.Settings.Venue);
        _settings = new PaperVenueSettings(1_000, 100, Liquidity: plan.Settings.Liquidity, Entry: plan.Settings.Entry);
        _random = new SimulatedRandom(_universe.Seed, Site);
        var venue = new PaperVenue(Instruments, _settings, _store.Load());
        _store.Save(venue.Deposit(plan.Asset, plan.Deposit, _universe.NowNanos).Change);
        Start(venue);
    }

    public string Site => _plan.Site;

    public IReadOnlyList<Instrument> Instruments => _plan.Instruments;

    public bool IsOpenToOthers => true;

    /// <summary>Its truth.</summary>
    public PaperVenue Venue { get; private set; } = null!;

    public SimulatedProcess Process { get; private set; } = null!;

    public void Open(SimulatedProcess process, string site, Func<long, long> leaseNanos, Action<SwarmLink> opened, Action<string> failed) => opened(new SwarmLink(
        new VenueWire(this, _universe, _plan.Network, process, site).Requests, _plan.Settings.IsPlainVenue ? VenueCapabilities.Plain : VenueCapabilities.All));

    public void Hear(MarketEvent marketEvent) => Process.Enter(() => _actors.Market.TryTell(in marketEvent));

    /// <summary>A request that has arrived.</summary>
    public void Take(VenueWire from, VenueRequest request, long sentNanos)
    {
        if (!from.Process.IsAlive && !ReferenceEquals(from, _client))
            return; // what a dead process had on its way does not come after its successor's first word: an absence told to that one holds
        _client = from;
        if (_universe.NowNanos - sentNanos > ReceiveWindowNanos && OrdersOf(request) is { Count: > 0 } orders)
        {
            _plan.Happened("request-too-old", request.GetType().Name);
            foreach (var (clientOrderId, _) in orders)
                Send(request.ReplyTo.Path, new VenueRejected(clientOrderId, "the request was sent too long ago"));
            return;
        }

        if (request is SubmitOrder or CancelOrder or AmendOrder && _random.Chance(_faults.SilentPpm))
        {
            var isDone = _random.Chance(500_000);
            _plan.Happened(isDone ? "request-done-unanswered" : "request-lost", request.GetType().Name);
            if (!isDone)
                return;
            _silent.Add(AboutOf(request));
        }

        Tell(request);
        Process.Enter(() => _actors.Clients.TryTell(request with { ReplyTo = ForwardOf(request.ReplyTo.Path) }));
    }

    /// <summary>It ends and starts again from what it has stored; its clients' connections break.</summary>
    public void Restart()
    {
        _client?.Break("the venue restarts");
        Process.Kill();
        Start(new PaperVenue(Instruments, _settings, _store.Load()));
    }

    /// <summary>Money comes into the account, or leaves it, by somebody's hand; the client is told.</summary>
    public void Transfer(string asset, Money amount, string transferId)
    {
        _store.Save(Venue.Deposit(asset, amount, _universe.NowNanos).Change);
        if (_forwards.Keys.FirstOrDefault() is { } path)
            _client?.Tell(path, new VenueTransferred(asset, amount, transferId));
    }

    /// <summary>Somebody buys or sells a little of an instrument by hand; nobody here is told unless it is asked for.</summary>
    public void TradeByHand(string clientOrderId, int choice) => Process.Enter(() =>
    {
        var instrument = Instruments[choice % Instruments.Count];
        var held = instrument.FloorToLot(instrument.Quantity((long)(Venue.Balances.GetValueOrDefault(instrument.BaseAsset).Free.Units / 2)));
        var terms = choice % 2 == 0 && held.Units > instrument.MinQuantityUnits
            ? OrderTerms.Market(OrderSide.Sell, held)
            : OrderTerms.Market(OrderSide.Buy, instrument.Quantity(instrument.MinQuantityUnits * 1_000));
        _actors.Clients.TryTell(new SubmitOrder(clientOrderId, instrument.Symbol, terms, 0, ForwardOf("by-hand")));
    });

    public void Heal() => _faults = new ReportFaults(0, 0, 0, 0);

    public void Dispose() => _store.Dispose();

    private void Tell(VenueRequest request)
    {
        foreach (var (clientOrderId, terms) in OrdersOf(request))
            _plan.Arrived(clientOrderId, (request as SubmitOrder)?.Symbol ?? ((SubmitOrderList)request).Symbol, terms);
    }

    private void Start(PaperVenue venue)
    {
        Venue = venue;
        Process = _universe.Start(Site);
        _forwards.Clear();
        _actors = new PaperVenueActors(Process.World.CreateLane("venue"), venue, _store);
    }

    private ActorRef<OrderMessage> ForwardOf(string path)
    {
        if (!_forwards.TryGetValue(path, out var forward))
            _forwards.Add(path, forward = Process.World.CreateLane($"client-{_forwards.Count}").Spawn("client", new ForwardActor(this, path)));
        return forward;
    }

    private void Send(string path, VenueReport report)
    {
        _plan.Said($"{report}");
        if (AboutOf(report) is { } about && report is not VenueFilled && _silent.Remove(about))
            return;
        if (_random.Chance(_faults.LatePpm))
        {
            _plan.Happened("report-late", report.GetType().Name);
            _universe.After(_random.Wait(3 * UnixNanos.PerSecond), () => _client?.Tell(path, report));
            return;
        }

        _client?.Tell(path, report);
        if (_random.Chance(_faults.TwicePpm))
        {
            _plan.Happened("report-twice", report.GetType().Name);
            _client?.Tell(path, report);
        }

        if (report is VenueFilled filled && _random.Chance(_faults.ConflictPpm))
        {
            _plan.Happened("report-conflict", $"trade {filled.Trade.TradeId}");
            _client?.Tell(path, new VenueFilled(filled.Trade with { QuoteQuantity = filled.Trade.QuoteQuantity + new Money(1) }));
        }
    }

    private static IReadOnlyList<(string ClientOrderId, OrderTerms Terms)> OrdersOf(VenueRequest request) => request switch
    {
        SubmitOrder submit => [(submit.ClientOrderId, submit.Terms)],
        SubmitOrderList list => list.Orders,
        _ => [],
    };

    private static string AboutOf(VenueRequest request) => request switch
    {
        SubmitOrder submit => submit.ClientOrderId,
        CancelOrder cancel => cancel.ClientOrderId,
        AmendOrder amend => amend.ClientOrderId,
        _ => "",
    };

    private static string? AboutOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.ClientOrderId,
        VenueRejected rejected => rejected.ClientOrderId,
        VenueCanceled canceled => canceled.ClientOrderId,
        VenueCancelRefused refused => refused.ClientOrderId,
        VenueAmended amended => amended.ClientOrderId,
        VenueAmendRefused refused => refused.ClientOrderId,
        _ => null,
    };

    private sealed class ForwardActor(SwarmVenue venue, string path) : Actor<OrderMessage>
    {
        protected override void Receive(in OrderMessage message) => venue.Send(path, (VenueReport)message);
    }
}
