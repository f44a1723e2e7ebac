using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>A venue with several accounts that have much of everything, with its store, driven by hand.</summary>
internal sealed class MarketHall
{
    private readonly PaperVenueSettings _settings;
    private long _sequence;

    public MarketHall(PaperVenueSettings settings, int accounts = 2)
    {
        _settings = settings;
        Venue = new PaperVenue(VenueDesk.Instruments, settings, Store.Load());
        for (var i = 0; i < accounts; i++)
        {
            Take(Venue.OpenAccount(Names[i], i, 0));
            foreach (var asset in Assets)
                Take(Venue.Deposit(this[Names[i]], asset, Money.Whole(1_000_000), 0));
        }
    }

    public static string[] Names { get; } = ["alice", "bob", "carol", "dave", "eve"];

    public static string[] Assets { get; } = ["USDT", "BTC", "ETH"];

    public PaperVenue Venue { get; private set; }

    public MemoryPaperVenueStore Store { get; } = new();

    public VenueAccount this[string name] => Venue.Account(name)!;

    public static OrderTerms Limit(OrderSide side, long price, long quantity) =>
        new(side, OrderType.Limit, new Quantity(quantity, 8), new Price(price, 2));

    public IReadOnlyList<VenueTold> Place(string account, string id, OrderTerms terms, int instrument = 0) => Take(Venue.Submit(
        this[account], new SubmitOrder(id, VenueDesk.Instruments[instrument].Symbol, terms, _sequence, null!), _sequence));

    public IReadOnlyList<VenueTold> PlaceList(string account, ContingencyKind kind, params (string Id, OrderTerms Terms)[] orders) => Take(Venue.SubmitList(
        this[account], new SubmitOrderList(kind, VenueDesk.Instruments[0].Symbol, orders, _sequence, null!), _sequence));

    public IReadOnlyList<VenueTold> Cancel(string account, string id, string? cancelId = null) => Take(Venue.Cancel(this[account], id, _sequence, cancelId));

    public IReadOnlyList<VenueTold> Amend(string account, string id, Quantity quantity) => Take(Venue.Amend(this[account], id, quantity, _sequence));

    public IReadOnlyList<VenueTold> Quote(long bid, long ask, long size = 1, int instrument = 0)
    {
        _sequence++;
        return Venue.TryMatch(MarketEvent.Quote(instrument, _sequence, 0, bid, ask, size, size).Ingested(_sequence, _sequence), out var step) ? Take(step) : [];
    }

    public void Restart() => Venue = new PaperVenue(VenueDesk.Instruments, _settings, Store.Load());

    /// <summary>The public book, as <c>lots@price</c>.</summary>
    public string Side(OrderSide side, long lot)
    {
        var levels = new (long Price, long Quantity)[20];
        return string.Join(' ', levels[..Venue.Depth(0, side, levels)].Select(level => $"{level.Quantity / lot}@{level.Price}"));
    }

    private IReadOnlyList<VenueTold> Take(in VenueStep step)
    {
        Store.Save(step.Change);
        return step.Told;
    }
}
