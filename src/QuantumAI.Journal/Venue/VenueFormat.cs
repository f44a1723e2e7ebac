using QuantumAI.Journal.Sqlite;

namespace QuantumAI.Journal.Venue;

/// <summary>The tables of the built-in venue's books: for people and outside tools. Amounts are exact decimal text, times UTC nanoseconds.</summary>
internal static class VenueFormat
{
    /// <summary>The version before orders other than market orders were known.</summary>
    public const int MarketOrdersOnly = 1;

    public static readonly SqliteFormat Format = new("venue's books", 0x51414256, 2, Accounts + Orders + Rest);

    /// <summary>Brings books of format 1 to format 2 in one transaction: the old orders get the terms that they had.</summary>
    public const string Upgrade = "BEGIN IMMEDIATE; ALTER TABLE orders RENAME TO orders_1; " + Orders + """

        INSERT INTO orders(
            client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            terms, triggered, entry, trailing_best, amends, list_id, list_kind, list_place)
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            '{"timeInForce":"GTC","selfTrade":"EXPIRE_MAKER"}', 0, 0, '', 0, '', '', 0
        FROM orders_1 ORDER BY rowid;
        DROP TABLE orders_1;
        PRAGMA user_version=2;
        COMMIT
        """;

    private const string Accounts = """
        CREATE TABLE accounts(
            asset  TEXT NOT NULL PRIMARY KEY,
            free   TEXT NOT NULL CHECK(typeof(free) = 'text'),
            locked TEXT NOT NULL CHECK(typeof(locked) = 'text'));

        """;

    // type and quantity are columns for people and queries; whatever else is ordered is the JSON text in terms.
    private const string Orders = """
        CREATE TABLE orders(
            client_order_id TEXT NOT NULL PRIMARY KEY,
            venue_order_id  TEXT NOT NULL,
            symbol          TEXT NOT NULL,
            side            TEXT NOT NULL CHECK(side IN ('BUY', 'SELL')),
            type            TEXT NOT NULL CHECK(type IN (
                'MARKET', 'LIMIT', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT', 'TRAILING_STOP')),
            quantity        TEXT NOT NULL CHECK(typeof(quantity) = 'text'),
            filled          TEXT NOT NULL CHECK(typeof(filled) = 'text'),
            quote_filled    TEXT NOT NULL CHECK(typeof(quote_filled) = 'text'),
            locked          TEXT NOT NULL CHECK(typeof(locked) = 'text'),
            status          TEXT NOT NULL CHECK(status IN ('OPEN', 'FILLED', 'REJECTED', 'EXPIRED', 'CANCELED')),
            reason          TEXT NOT NULL,
            created_at      INTEGER NOT NULL CHECK(typeof(created_at) = 'integer'),
            updated_at      INTEGER NOT NULL CHECK(typeof(updated_at) = 'integer'),
            terms           TEXT NOT NULL,
            triggered       INTEGER NOT NULL CHECK(triggered IN (0, 1)),
            entry           INTEGER NOT NULL CHECK(typeof(entry) = 'integer'),
            trailing_best   TEXT NOT NULL CHECK(typeof(trailing_best) = 'text'),
            amends          INTEGER NOT NULL CHECK(typeof(amends) = 'integer'),
            list_id         TEXT NOT NULL,
            list_kind       TEXT NOT NULL CHECK(list_kind IN ('', 'OCO', 'OTO', 'OTOCO')),
            list_place      INTEGER NOT NULL CHECK(typeof(list_place) = 'integer'));
        """;

    private const string Rest = """

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
        INSERT INTO meta(key, value) VALUES('market_time', '0');
        """;

    public const string SaveBalance =
        "INSERT INTO accounts(asset, free, locked) VALUES(?1, ?2, ?3) ON CONFLICT(asset) DO UPDATE SET free = excluded.free, locked = excluded.locked";

    public const string SaveOrder = """
        INSERT INTO orders(client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            terms, triggered, entry, trailing_best, amends, list_id, list_kind, list_place)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        ON CONFLICT(client_order_id) DO UPDATE SET
            venue_order_id = excluded.venue_order_id, symbol = excluded.symbol, side = excluded.side, type = excluded.type,
            quantity = excluded.quantity, filled = excluded.filled, quote_filled = excluded.quote_filled, locked = excluded.locked,
            status = excluded.status, reason = excluded.reason, created_at = excluded.created_at, updated_at = excluded.updated_at,
            terms = excluded.terms, triggered = excluded.triggered, entry = excluded.entry, trailing_best = excluded.trailing_best,
            amends = excluded.amends, list_id = excluded.list_id, list_kind = excluded.list_kind, list_place = excluded.list_place
        """;

    public const string SaveTrade = """
        INSERT INTO trades(symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    public const string SaveMarketTime =
        "UPDATE meta SET value = CAST(max(CAST(value AS INTEGER), ?1) AS TEXT) WHERE key = 'market_time'";

    // The order of insertion, as the books in memory have it: an update keeps the row's place.
    public const string LoadOrders = """
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            terms, triggered, entry, trailing_best, amends, list_id, list_kind, list_place
        FROM orders ORDER BY rowid
        """;

    /// <summary>The same of format 1, with what an order of that time had.</summary>
    public const string LoadOldOrders = """
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            '{"timeInForce":"GTC","selfTrade":"EXPIRE_MAKER"}', 0, 0, '', 0, '', '', 0
        FROM orders ORDER BY rowid
        """;

    public const string LoadTrades = """
        SELECT symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at
        FROM trades ORDER BY rowid
        """;

    public const string LoadBalances = "SELECT asset, free, locked FROM accounts";

    public const string LoadMarketTime = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'market_time'";
}
