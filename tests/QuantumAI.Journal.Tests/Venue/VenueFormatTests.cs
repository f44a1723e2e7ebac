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

    /// <summary>The books of a build that knew one account.</summary>
    private const string FormatTwo = """
        CREATE TABLE accounts(asset TEXT NOT NULL PRIMARY KEY, free TEXT NOT NULL, locked TEXT NOT NULL);
        CREATE TABLE orders(
            client_order_id TEXT NOT NULL PRIMARY KEY, venue_order_id TEXT NOT NULL, symbol TEXT NOT NULL, side TEXT NOT NULL, type TEXT NOT NULL,
            quantity TEXT NOT NULL, filled TEXT NOT NULL, quote_filled TEXT NOT NULL, locked TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, terms TEXT NOT NULL, triggered INTEGER NOT NULL, entry INTEGER NOT NULL,
            trailing_best TEXT NOT NULL, amends INTEGER NOT NULL, list_id TEXT NOT NULL, list_kind TEXT NOT NULL, list_place INTEGER NOT NULL);
        CREATE TABLE trades(
            symbol TEXT NOT NULL, trade_id INTEGER NOT NULL, client_order_id TEXT NOT NULL, side TEXT NOT NULL, price TEXT NOT NULL, quantity TEXT NOT NULL,
            quote_quantity TEXT NOT NULL, fee TEXT NOT NULL, fee_asset TEXT NOT NULL, traded_at INTEGER NOT NULL, PRIMARY KEY(symbol, trade_id));
        CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        INSERT INTO meta(key, value) VALUES('market_time', '7');
        INSERT INTO accounts VALUES('USDT', '900.00000000', '100.00000000');
        INSERT INTO orders VALUES('x', '3', 'BTCUSDT', 'BUY', 'MARKET', '0.00100000', '0.00000000', '0.00000000', '0.00000000', 'REJECTED', 'no', 5, 6,
            '{"timeInForce":"GTC","selfTrade":"EXPIRE_MAKER"}', 0, 0, '', 0, '', '', 0);
        INSERT INTO orders VALUES('a', '1', 'BTCUSDT', 'SELL', 'TRAILING_STOP', '0.00100000', '0.00000000', '0.00000000', '0.00000000', 'CANCELED', '', 5, 6,
            '{"timeInForce":"GTC","selfTrade":"NONE","trailingPpm":500}', 1, 12, '7.00', 3, 'a', 'OCO', 0);
        INSERT INTO orders VALUES('b', '2', 'BTCUSDT', 'SELL', 'LIMIT', '0.00100000', '0.00100000', '5.00000000', '0.00000000', 'FILLED', '', 5, 6,
            '{"timeInForce":"GTC","selfTrade":"NONE","limit":"5.00"}', 0, 13, '', 0, 'a', 'OCO', 1);
        INSERT INTO trades VALUES('BTCUSDT', 1, 'b', 'SELL', '5.00', '0.00100000', '0.00500000', '0.00000000', 'USDT', 9);
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
        Of(Bare with { Display = new Quantity(3, 8) }) with
        {
            Account = 2, ListNumber = 7, Prevented = new Quantity(1, 8), Asked = new Quantity(11, 8), Shown = new Quantity(2, 8), Protection = new Price(9, 2),
        },
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
    public void books_of_format_2_must_be_upgraded_with_lists_and_trades_in_their_place()
    {
        Write(FormatTwo, version: 2);
        for (var opening = 0; opening < 2; opening++)
        {
            using var store = SqlitePaperVenueStore.Open(_scratch.Books);
            var books = store.Load();
            Assert.Equal([("x", 3L), ("a", 1L), ("b", 1L)], books.Orders.Select(order => (order.ClientOrderId, order.List is null ? 3L : order.ListNumber)));
            Assert.Equal((new Price(700, 2), 12L, 3, true), (books.Orders[1].TrailingBest, books.Orders[1].Entry, books.Orders[1].Amends, books.Orders[1].IsTriggered));
            Assert.Equal(new OrderListPlace("a", ContingencyKind.OneCancelsOther, 1), books.Orders[2].List);
            Assert.Equal(("b", "2", 1, false), (books.Trades[0].ClientOrderId, books.Trades[0].VenueOrderId, books.Trades[0].Account, books.Trades[0].IsMaker));
            Assert.Equal([new AccountBalance(1, "USDT", new Balance(Money.Whole(900), Money.Whole(100)))], books.Balances);
            Assert.Equal([new AccountEntry(1, "main", 0)], books.Accounts);
        }
    }

    [Fact]
    public void accounts_preventions_and_prices_must_be_read_as_they_were_stored()
    {
        var change = new VenueChange([], [], [new AccountBalance(2, "BTC", new Balance(Money.Whole(1), Money.Zero))], 1)
        {
            Accounts = [new AccountEntry(1, "main", 0), new AccountEntry(2, "other", 3)],
            Preventions = [new VenuePrevention(1, "BTCUSDT", 2, 5, 4, SelfTradePrevention.Decrement, new Price(500, 2), new Quantity(1, 8), new Quantity(1, 8), 9)],
            Marks = [new VenueMark("BTCUSDT", new Price(500, 2), new Price(499, 2), new Price(501, 2), true, new Price(0, 2))],
        };
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
            store.Save(change);
        using var reopened = SqlitePaperVenueStore.Open(_scratch.Books);
        var books = reopened.Load();
        Assert.Equal(change.Accounts, books.Accounts);
        Assert.Equal(change.Preventions, books.Preventions);
        Assert.Equal(change.Marks, books.Marks);
        Assert.Equal(change.Balances, books.Balances);
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

    private void WriteOldBooks() => Write(FormatOne, version: 1);

    private void Write(string books, int version)
    {
        using var connection = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        connection.Execute($"PRAGMA journal_mode=WAL; {books} PRAGMA application_id={VenueFormat.Format.ApplicationId}; PRAGMA user_version={version};");
    }

    private void Execute(string sql)
    {
        using var connection = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE);
        connection.Execute(sql);
    }
}
