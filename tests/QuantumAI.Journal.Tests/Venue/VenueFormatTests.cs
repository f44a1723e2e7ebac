using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Journal.Venue;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Venue;

public sealed class VenueFormatTests : IDisposable
{
    /// <summary>The books of a build that knew market orders only.</summary>
    private const string FormatOne = """
        CREATE TABLE accounts(
            asset  TEXT NOT NULL PRIMARY KEY,
            free   TEXT NOT NULL CHECK(typeof(free) = 'text'),
            locked TEXT NOT NULL CHECK(typeof(locked) = 'text'));
        CREATE TABLE orders(
            client_order_id TEXT NOT NULL PRIMARY KEY,
            venue_order_id  TEXT NOT NULL,
            symbol          TEXT NOT NULL,
            side            TEXT NOT NULL CHECK(side IN ('BUY', 'SELL')),
            type            TEXT NOT NULL CHECK(type IN ('MARKET')),
            quantity        TEXT NOT NULL CHECK(typeof(quantity) = 'text'),
            filled          TEXT NOT NULL CHECK(typeof(filled) = 'text'),
            quote_filled    TEXT NOT NULL CHECK(typeof(quote_filled) = 'text'),
            locked          TEXT NOT NULL CHECK(typeof(locked) = 'text'),
            status          TEXT NOT NULL CHECK(status IN ('OPEN', 'FILLED', 'REJECTED', 'EXPIRED')),
            reason          TEXT NOT NULL,
            created_at      INTEGER NOT NULL CHECK(typeof(created_at) = 'integer'),
            updated_at      INTEGER NOT NULL CHECK(typeof(updated_at) = 'integer'));
        CREATE TABLE trades(
            symbol          TEXT NOT NULL,
            trade_id        INTEGER NOT NULL CHECK(typeof(trade_id) = 'integer'),
            client_order_id TEXT NOT NULL,
            side            TEXT NOT NULL CHECK(side IN ('BUY', 'SELL')),
            price           TEXT NOT NULL CHECK(typeof(price) = 'text'),
            quantity        TEXT NOT NULL CHECK(typeof(quantity) = 'text'),
            quote_quantity  TEXT NOT NULL CHECK(typeof(quote_quantity) = 'text'),
            fee             TEXT NOT NULL CHECK(typeof(fee) = 'text'),
            fee_asset       TEXT NOT NULL,
            traded_at       INTEGER NOT NULL CHECK(typeof(traded_at) = 'integer'),
            PRIMARY KEY(symbol, trade_id));
        CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        INSERT INTO meta(key, value) VALUES('market_time', '7');
        INSERT INTO accounts VALUES('USDT', '900.00000000', '100.00000000');
        INSERT INTO orders VALUES('b', '2', 'BTCUSDT', 'BUY', 'MARKET', '0.00100000', '0.00000000', '0.00000000', '100.00000000', 'OPEN', '', 5, 6);
        INSERT INTO orders VALUES('a', '1', 'BTCUSDT', 'SELL', 'MARKET', '0.00200000', '0.00000000', '0.00000000', '0.00000000', 'REJECTED', 'no', 3, 4);
        """;

    private static readonly OrderTerms Bare = new(OrderSide.Sell, OrderType.Limit, new Quantity(10, 8), new Price(500, 2));

    private readonly ScratchDirectory _scratch = new();

    public static TheoryData<int> Orders => [.. Enumerable.Range(0, Every.Length)];

    private static VenueOrder[] Every =>
    [
        Of(Bare),
        Of(Bare with { TimeInForce = TimeInForce.GoodTilDate, ExpiresNanos = long.MaxValue, IsPostOnly = true, IsReduceOnly = true, Display = new Quantity(3, 8) }),
        Of(Bare with { Type = OrderType.StopLimit, Trigger = new Price(499, 2), SelfTrade = SelfTradePrevention.Decrement }) with { IsTriggered = true, Entry = 12 },
        Of(Bare with { Type = OrderType.TrailingStop, Limit = null, TrailingPpm = 5_000 }) with { TrailingBest = new Price(700, 2), Entry = 12 },
        Of(Bare) with { List = new OrderListPlace("list", ContingencyKind.OneTriggersOneCancelsOther, 2), Amends = 3, Status = VenueOrderStatus.Canceled },
        .. Enum.GetValues<OrderType>().Where(type => type != OrderType.Unspecified).Select(type => Of(Bare with { Type = type })),
        .. Enum.GetValues<TimeInForce>().Where(life => life != TimeInForce.Unspecified).Select(life => Of(Bare with { TimeInForce = life })),
        .. Enum.GetValues<SelfTradePrevention>().Where(mode => mode != SelfTradePrevention.Unspecified).Select(mode => Of(Bare with { SelfTrade = mode })),
    ];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Orders))]
    public void order_must_be_read_as_it_was_stored_whatever_it_is(int number)
    {
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
            store.Save(new VenueChange([Every[number]], [], [], 1));
        using var reopened = SqlitePaperVenueStore.Open(_scratch.Books);
        Assert.Equal(Every[number], Assert.Single(reopened.Load().Orders));
    }

    [Fact]
    public void books_of_format_1_must_be_upgraded_with_everything_in_its_place()
    {
        WriteOldBooks();
        for (var opening = 0; opening < 2; opening++)
        {
            using var store = SqlitePaperVenueStore.Open(_scratch.Books);
            var books = store.Load();
            Assert.Equal(["b", "a"], books.Orders.Select(order => order.ClientOrderId));
            Assert.Equal(OrderTerms.Market(OrderSide.Buy, new Quantity(100_000, 8)), books.Orders[0].Terms);
            Assert.Equal((VenueOrderStatus.Open, Money.Whole(100), 5L, 6L), (books.Orders[0].Status, books.Orders[0].Locked, books.Orders[0].CreatedNanos, books.Orders[0].UpdatedNanos));
            Assert.Equal((VenueOrderStatus.Rejected, "no"), (books.Orders[1].Status, books.Orders[1].Reason));
            Assert.Equal([new AccountBalance(1, "USDT", new Balance(Money.Whole(900), Money.Whole(100)))], books.Balances);
            Assert.Equal([new AccountEntry(1, "main", 0)], books.Accounts);
            Assert.Equal(7, books.MarketNanos);
        }

        using var upgraded = SqliteDatabase.OpenForReading(_scratch.Books, VenueFormat.Format);
        Assert.Equal(3, upgraded.Number("PRAGMA user_version"));
    }

    [Fact]
    public void upgraded_books_must_take_every_order()
    {
        WriteOldBooks();
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        store.Save(new VenueChange([Every[3]], [], [], 9));
        Assert.Equal(Every[3], store.Load().Orders[^1]);
    }

    [Fact]
    public void terms_that_make_no_sense_must_be_named_as_damage()
    {
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
            store.Save(new VenueChange([Every[0]], [], [], 1));
        foreach (var garbled in new[] { "{", "null", "{\"selfTrade\":\"NONE\"}", "{\"timeInForce\":\"SOON\",\"selfTrade\":\"NONE\"}", "{\"timeInForce\":\"GTC\",\"selfTrade\":\"NONE\",\"more\":1}" })
        {
            Execute($"UPDATE orders SET terms = '{garbled}'");
            var refused = Assert.Throws<JournalException>(() => SqlitePaperVenueStore.Open(_scratch.Books));
            Assert.Equal(JournalFailure.Corrupt, refused.Failure);
            Assert.Contains("row 1 of orders", refused.Message, StringComparison.Ordinal);
        }
    }

    private static VenueOrder Of(OrderTerms terms) => new(
        "id", "9", "BTCUSDT", terms, new Quantity(0, 8), Money.Zero, Money.Zero, VenueOrderStatus.Open, "", 1, 2);

    private void WriteOldBooks()
    {
        using var connection = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.Execute($"PRAGMA journal_mode=WAL; {FormatOne} PRAGMA application_id={VenueFormat.Format.ApplicationId}; PRAGMA user_version=1;");
    }

    private void Execute(string sql)
    {
        using var connection = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE);
        connection.Execute(sql);
    }
}
