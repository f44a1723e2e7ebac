using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>The two truths of a data directory whose program has ended: what the journal says, and what the venue says.</summary>
internal sealed class PaperBooks
{
    public const string Stream = "account/paper";

    private PaperBooks(IReadOnlyList<StoredEvent> stored, VenueBooks venue)
    {
        (Stored, Venue) = (stored, venue);
        Events = [.. stored.Select(AccountEventCodec.Instance.Decode)];
        Account = new Account(Instruments);
        for (var i = 0; i < stored.Count; i++)
            Account.Apply(Events[i], stored[i].Data.TimeNanos);
    }

    public static IReadOnlyDictionary<string, Instrument> Instruments { get; } =
        QuantumSettings.Read(ConfigurationFiles.Load("paper", null, [])).Instruments.ToDictionary(entry => entry.Key, entry => entry.Value.Instrument);

    public IReadOnlyList<StoredEvent> Stored { get; }

    public IReadOnlyList<AccountEvent> Events { get; }

    public Account Account { get; }

    public VenueBooks Venue { get; }

    public IEnumerable<OrderIntended> Intents => Events.OfType<OrderIntended>();

    public IEnumerable<OrderFilled> Fills => Events.OfType<OrderFilled>();

    public static PaperBooks Read(string dataDir) => Read(dataDir, JournalHome.Sqlite);

    public static PaperBooks Read(string dataDir, JournalHome home)
    {
        using var journal = home.Open(dataDir);
        using var venue = SqlitePaperVenueStore.Open(Path.Combine(dataDir, "venue.sqlite"));
        return new PaperBooks([.. journal.Read(Stream)], venue.Load());
    }

    /// <summary>What holds at every moment, in the middle of anything: the journal may lag behind the venue, never run ahead of it.</summary>
    public void MustNeverContradict()
    {
        Assert.Equal(Intents.Count(), Intents.Select(intent => intent.ClientOrderId).Distinct().Count());
        Assert.Empty(Venue.Orders.Select(order => order.ClientOrderId).Except(Intents.Select(intent => intent.ClientOrderId)));
        Assert.Equal(
            Intents.Select(intent => intent.ClientOrderId),
            Events.OfType<OrderApproved>().Select(approved => approved.ClientOrderId));
        var trades = Venue.Trades.Select(Describe).ToHashSet();
        Assert.All(Fills, fill => Assert.Contains(Describe(fill), trades));
        Assert.Equal(Fills.Count(), Fills.Select(fill => (Account.Orders[fill.ClientOrderId].Symbol, fill.TradeId)).Distinct().Count());

        // A second submission of an id is refused by the venue as a duplicate.
        Assert.Empty(Events.OfType<OrderRejected>());
    }

    /// <summary>What holds when everything is settled: positions, orders and cash are the venue's.</summary>
    public void MustEqualTheVenue()
    {
        MustNeverContradict();
        Assert.Equal(TradingState.Active, Account.Risk.State);
        Assert.Equal(Venue.Trades.Select(Describe).Order(), Fills.Select(Describe).Order());
        Assert.Equal(
            Venue.Balances.Where(entry => entry.Balance.Total != Money.Zero).ToDictionary(entry => entry.Asset, entry => entry.Balance.Total),
            Account.Ledger.Balances.Where(balance => balance.Value.Total != Money.Zero).ToDictionary(balance => balance.Key, balance => balance.Value.Total));
        foreach (var instrument in Instruments.Values)
        {
            var held = Account.Positions.Where(position => position.Symbol == instrument.Symbol).Sum(position => position.Quantity.Units);
            Assert.Equal(Venue.Balances.SingleOrDefault(entry => entry.Asset == instrument.BaseAsset).Balance.Total, Money.Of(instrument.Quantity(held)));
        }

        var atVenue = Venue.Orders.ToDictionary(order => order.ClientOrderId);
        foreach (var order in Account.Orders.Values)
        {
            if (order.Status == OrderStatus.NeverArrived)
            {
                Assert.DoesNotContain(order.ClientOrderId, atVenue.Keys);
                continue;
            }

            var other = atVenue[order.ClientOrderId];
            Assert.Equal(StatusOf(other.Status), order.Status);
            Assert.Equal(
                (other.Symbol, other.Side, other.Quantity, other.Filled, other.QuoteFilled),
                (order.Symbol, order.Side, order.Quantity, order.Filled, order.QuoteFilled));
        }
    }

    private static OrderStatus StatusOf(VenueOrderStatus status) => status switch
    {
        VenueOrderStatus.Open => OrderStatus.Accepted,
        VenueOrderStatus.Filled => OrderStatus.Filled,
        VenueOrderStatus.Rejected => OrderStatus.Rejected,
        VenueOrderStatus.Expired => OrderStatus.Expired,
        _ => OrderStatus.Unspecified,
    };

    private static string Describe(VenueTrade trade) =>
        $"{trade.ClientOrderId} {trade.TradeId} {trade.Price} {trade.Quantity} {trade.QuoteQuantity} {trade.Fee} {trade.FeeAsset} {trade.TimeNanos}";

    private static string Describe(OrderFilled fill) =>
        $"{fill.ClientOrderId} {fill.TradeId} {fill.Price} {fill.Quantity} {fill.QuoteQuantity} {fill.Fee} {fill.FeeAsset} {fill.VenueNanos}";
}
