using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Matching;
using QuantumAI.Simulation.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>A venue with its store and the numbering of market events, driven by hand.</summary>
internal sealed class VenueDesk
{
    private static readonly ActorRef<OrderMessage> Nobody = new VirtualWorld(0, 0).CreateLane("nobody").Spawn("nobody", new Deaf());
    private readonly PaperVenueSettings _settings;
    private readonly IReadOnlyList<Instrument> _instruments;

    public VenueDesk(
        long feePpm = 1_000, long halfSpreadPpm = 500, long deposit = 100_000, IReadOnlyList<Instrument>? instruments = null, PaperVenueSettings? settings = null,
        IMatchingEngine? engine = null)
    {
        _instruments = instruments ?? Instruments;
        _settings = settings ?? new PaperVenueSettings(feePpm, halfSpreadPpm);
        Venue = new PaperVenue(_instruments, _settings, Store.Load(), engine);
        Store.Save(Venue.Deposit("USDT", Money.Whole(deposit), 0).Change);
    }

    public static IReadOnlyList<Instrument> Instruments { get; } =
        [Samples.Bitcoin with { MinNotional = Money.Zero }, Samples.Ether with { MinNotional = Money.Zero }];

    public PaperVenue Venue { get; private set; }

    public MemoryPaperVenueStore Store { get; } = new();

    /// <summary>Number of the last market event.</summary>
    public long Sequence { get; private set; }

    public Balance this[string asset] => Venue.Balances.GetValueOrDefault(asset);

    /// <summary>Submits at the number of the last event; one report is expected.</summary>
    public VenueReport Submit(string id, OrderSide side, long units, int instrument = 0, OrderType type = OrderType.Market)
    {
        var step = Venue.Submit(
            new SubmitOrder(id, _instruments[instrument].Symbol, new OrderTerms(side, type, _instruments[instrument].Quantity(units)), Sequence, Nobody), Sequence);
        Store.Save(step.Change);
        return Assert.Single(step.Reports);
    }

    /// <summary>A sale or purchase with all terms, in units of the instrument; one report is expected.</summary>
    public VenueReport Place(string id, OrderTerms terms, int instrument = 0) => Assert.Single(PlaceAll(id, terms, instrument));

    /// <summary>The same with everything that it causes at once.</summary>
    public IReadOnlyList<VenueReport> PlaceAll(string id, OrderTerms terms, int instrument = 0) =>
        Take(Venue.Submit(new SubmitOrder(id, _instruments[instrument].Symbol, terms, Sequence, Nobody), Sequence));

    public IReadOnlyList<VenueReport> PlaceList(ContingencyKind kind, int instrument, params (string Id, OrderTerms Terms)[] orders) => Take(Venue.SubmitList(
        new SubmitOrderList(kind, _instruments[instrument].Symbol, orders, Sequence, Nobody), Sequence));

    public IReadOnlyList<VenueReport> Cancel(string id) => Take(Venue.Cancel(id, Sequence));

    public IReadOnlyList<VenueReport> Amend(string id, long units, int instrument = 0) => Take(Venue.Amend(id, _instruments[instrument].Quantity(units), Sequence));

    /// <summary>Stores what a step changed, as the actors do, and returns what it tells.</summary>
    public IReadOnlyList<VenueReport> Take(in VenueStep step)
    {
        Store.Save(step.Change);
        return step.Reports;
    }

    public VenueReport SubmitUnknownSymbol(string id) =>
        Assert.Single(Venue.Submit(new SubmitOrder(id, "DOGEUSDT", OrderTerms.Market(OrderSide.Buy, new Quantity(1, 8)), 0, Nobody), 0).Reports);

    public IReadOnlyList<VenueReport> Quote(long bid, long ask, int instrument = 0) =>
        Happens(MarketEvent.Quote(instrument, Sequence + 1, 0, bid, ask, 1, 1));

    public IReadOnlyList<VenueReport> Trade(long price, int instrument = 0) =>
        Happens(MarketEvent.Trade(instrument, Sequence + 1, 0, price, 1, 1, false));

    public IReadOnlyList<VenueReport> Bar(long open, long high, long low, long close, long volume, int instrument = 0) => Happens(MarketEvent.Closed(
        instrument, new Bar(Sequence, Sequence + 1, open, high, low, close, volume)));

    /// <summary>Gives the venue an event under a number of its own.</summary>
    public IReadOnlyList<VenueReport> HappensAgain(MarketEvent marketEvent, long sequence)
    {
        if (!Venue.TryMatch(marketEvent.Ingested(sequence, sequence), out var step))
            return [];
        Store.Save(step.Change);
        return step.Reports;
    }

    /// <summary>A new venue from what is stored: the process was replaced.</summary>
    public void Restart() => Venue = new PaperVenue(_instruments, _settings, Store.Load());

    public string Dump() => string.Join('\n',
    [
        .. Venue.Balances.Where(balance => balance.Value != default).Select(balance => $"{balance.Key} {balance.Value.Free} {balance.Value.Locked}"),
        .. Store.Load().Orders.Select(order => string.Create(CultureInfo.InvariantCulture, $"{Venue.Find(order.ClientOrderId)}")),
        .. Store.Load().Orders.SelectMany(order => Venue.TradesOf(order.ClientOrderId)).Select(trade => trade.ToString()),
    ]);

    public IReadOnlyList<VenueReport> Happens(MarketEvent marketEvent) => HappensAgain(marketEvent, ++Sequence);

    private sealed class Deaf : Actor<OrderMessage>
    {
        protected override void Receive(in OrderMessage message)
        {
        }
    }
}
