using QuantumAI.Journal.Sqlite;

namespace QuantumAI.Journal.Venue;

/// <summary>The tables of the built-in venue's books: for people and outside tools. Amounts are exact decimal text, times UTC nanoseconds.</summary>
internal static class VenueFormat
{
    public static readonly SqliteFormat Format = new("venue's books", 0x51414256, 1, """
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
        INSERT INTO meta(key, value) VALUES('market_time', '0');
        """);

    public const string SaveBalance =
        "INSERT INTO accounts(asset, free, locked) VALUES(?1, ?2, ?3) ON CONFLICT(asset) DO UPDATE SET free = excluded.free, locked = excluded.locked";

    public const string SaveOrder = """
        INSERT INTO orders(client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT(client_order_id) DO UPDATE SET
            venue_order_id = excluded.venue_order_id, symbol = excluded.symbol, side = excluded.side, type = excluded.type,
            quantity = excluded.quantity, filled = excluded.filled, quote_filled = excluded.quote_filled, locked = excluded.locked,
            status = excluded.status, reason = excluded.reason, created_at = excluded.created_at, updated_at = excluded.updated_at
        """;

    public const string SaveTrade = """
        INSERT INTO trades(symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """;

    public const string SaveMarketTime =
        "UPDATE meta SET value = CAST(max(CAST(value AS INTEGER), ?1) AS TEXT) WHERE key = 'market_time'";

    // The order of insertion, as the books in memory have it: an update keeps the row's place.
    public const string LoadOrders = """
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at
        FROM orders ORDER BY rowid
        """;

    public const string LoadTrades = """
        SELECT symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at
        FROM trades ORDER BY rowid
        """;

    public const string LoadBalances = "SELECT asset, free, locked FROM accounts";

    public const string LoadMarketTime = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'market_time'";
}
