using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Tests.Paper;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Explain;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>The account's journal and the exchange's books, read while neither runs.</summary>
internal sealed class KilledBooks
{
    /// <summary>Each process counts on from the wall clock at its start: an order can be at the exchange before its intent by their clocks.</summary>
    private const long ClocksApartNanos = UnixNanos.PerSecond;
    private readonly IReadOnlyList<StoredEvent> _stored;
    private readonly IReadOnlyList<AccountEvent> _events;
    private readonly Account _account;
    private readonly VenueBooks _venue;

    private KilledBooks(IReadOnlyList<StoredEvent> stored, VenueBooks venue)
    {
        (_stored, _venue) = (stored, venue);
        _events = [.. stored.Select(AccountEventCodec.Instance.Decode)];
        var instruments = new JournalInstruments(PaperBooks.Instruments);
        _account = new Account(instruments.Known);
        for (var i = 0; i < stored.Count; i++)
        {
            instruments.Learn(_events[i]);
            _account.Apply(_events[i], stored[i].Data.TimeNanos);
        }
    }

    public IReadOnlyList<VenueOrder> VenueOrders => _venue.Orders;

    public IReadOnlyList<AccountEvent> Events => _events;

    public int Fills => _events.OfType<OrderFilled>().Count();

    /// <summary>Orders of which for a while nobody knew whether the venue had them.</summary>
    public int Unknown => _events.OfType<OrderOutcomeUnknown>().Count();

    public int NeverArrived => _events.OfType<OrderNeverArrived>().Count();

    public Order OrderOf(string clientOrderId) => _account.Orders[clientOrderId];

    public static KilledBooks Read(string dataDir, string exchangeBooks)
    {
        using var journal = JournalHome.Sqlite.Open(dataDir);
        using var venue = SqlitePaperVenueStore.Open(exchangeBooks);
        return new KilledBooks([.. journal.Read(PaperBooks.Stream)], venue.Load());
    }

    /// <summary>What holds at every moment: the venue has nothing that was not intended before, nothing twice, and no fill is made up.</summary>
    public void MustNeverContradict()
    {
        var intended = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < _events.Count; i++)
        {
            if (_events[i] is OrderIntended intent)
                intended.Add(intent.ClientOrderId, _stored[i].Data.TimeNanos); // throws on a second one
        }

        Assert.Equal(_venue.Orders.Count, _venue.Orders.Select(order => order.ClientOrderId).Distinct().Count());
        Assert.Empty(_venue.Orders.Select(order => order.ClientOrderId).Except(intended.Keys));
        Assert.All(_venue.Orders, order => Assert.InRange(intended[order.ClientOrderId], 0, order.CreatedNanos + ClocksApartNanos));
        Assert.Empty(Fill().Except(Trades()));
        Assert.Equal(Fills, Fill().Distinct().Count());
        Assert.Empty(_events.OfType<TradingHalted>());
    }

    /// <summary>What holds when everything has come to rest: orders, fills and balances are the venue's, and nothing is left open.</summary>
    public void MustEqualTheVenue()
    {
        MustNeverContradict();
        Assert.Equal(TradingState.Active, _account.Risk.State);
        Assert.Equal(Trades().Order(StringComparer.Ordinal), Fill().Order(StringComparer.Ordinal));
        Assert.Equal(
            _venue.Balances.Where(entry => entry.Balance.Total != Money.Zero).ToDictionary(entry => entry.Asset, entry => entry.Balance.Total),
            _account.Ledger.Balances.Where(entry => entry.Value.Total != Money.Zero).ToDictionary(entry => entry.Key, entry => entry.Value.Total));
        Assert.All(_venue.Balances, entry => Assert.Equal(Money.Zero, entry.Balance.Locked));
        Assert.All(_account.Ledger.Balances, entry => Assert.Equal(Money.Zero, entry.Value.Locked));
        var atVenue = _venue.Orders.ToDictionary(order => order.ClientOrderId);
        foreach (var order in _account.Orders.Values)
        {
            if (!atVenue.Remove(order.ClientOrderId, out var other))
                Assert.True(order.Status is OrderStatus.NeverArrived or OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Canceled && order.Filled.IsZero, $"{order} is not at the venue");
            else
                Assert.Equal((StatusOf(other.Status), Number(other.Filled), other.QuoteFilled), (order.Status, Number(order.Filled), order.QuoteFilled));
        }

        Assert.Empty(atVenue);
    }

    private IEnumerable<string> Trades() => _venue.Trades.Select(trade => string.Create(
        CultureInfo.InvariantCulture,
        $"{trade.ClientOrderId} {trade.TradeId} {Number(trade.Price)} {Number(trade.Quantity)} {trade.QuoteQuantity} {trade.Fee} {trade.FeeAsset} {trade.TimeNanos / UnixNanos.PerMillisecond}"));

    private IEnumerable<string> Fill() => _events.OfType<OrderFilled>().Select(fill => string.Create(
        CultureInfo.InvariantCulture,
        $"{fill.ClientOrderId} {fill.TradeId} {Number(fill.Price)} {Number(fill.Quantity)} {fill.QuoteQuantity} {fill.Fee} {fill.FeeAsset} {fill.VenueNanos / UnixNanos.PerMillisecond}"));

    /// <summary>Without its trailing zeros: the wire may have other scales than the books.</summary>
    private static string Number(object value) => decimal.Parse(value.ToString()!, CultureInfo.InvariantCulture).ToString("0.################", CultureInfo.InvariantCulture);

    private static OrderStatus StatusOf(VenueOrderStatus status) => status switch
    {
        VenueOrderStatus.Filled => OrderStatus.Filled,
        VenueOrderStatus.Canceled => OrderStatus.Canceled,
        VenueOrderStatus.Expired => OrderStatus.Expired,
        VenueOrderStatus.Rejected => OrderStatus.Rejected,
        _ => OrderStatus.Unspecified,
    };
}
