using QuantumAI.Journal.Sqlite;

namespace QuantumAI.Journal.Venue;

/// <summary>The tables of the built-in venue's books: for people and outside tools. Amounts are exact decimal text, times UTC nanoseconds.</summary>
internal static class VenueFormat
{
    public const int Version = 3;

    public static readonly SqliteFormat Format = new("venue's books", 0x51414256, Version, Tables);

    public const string Tables = Accounts + Orders + Trades + Others + """
        CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        INSERT INTO meta(key, value) VALUES('market_time', '0');
        """;

    public const string Accounts = """
        CREATE TABLE accounts(
            number   INTEGER NOT NULL PRIMARY KEY,
            name     TEXT NOT NULL UNIQUE,
            fee_tier INTEGER NOT NULL CHECK(typeof(fee_tier) = 'integer'));
        CREATE TABLE balances(
            account INTEGER NOT NULL CHECK(typeof(account) = 'integer'),
            asset   TEXT NOT NULL,
            free    TEXT NOT NULL CHECK(typeof(free) = 'text'),
            locked  TEXT NOT NULL CHECK(typeof(locked) = 'text'),
            PRIMARY KEY(account, asset));

        """;

    // type and quantity are columns for people and queries; whatever else is ordered is the JSON text in terms.
    public const string Orders = """
        CREATE TABLE orders(
            client_order_id TEXT NOT NULL,
            venue_order_id  TEXT NOT NULL PRIMARY KEY,
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
            list_place      INTEGER NOT NULL CHECK(typeof(list_place) = 'integer'),
            account         INTEGER NOT NULL CHECK(typeof(account) = 'integer'),
            list_number     INTEGER NOT NULL CHECK(typeof(list_number) = 'integer'),
            prevented       TEXT NOT NULL CHECK(typeof(prevented) = 'text'),
            asked           TEXT NOT NULL CHECK(typeof(asked) = 'text'),
            shown           TEXT NOT NULL CHECK(typeof(shown) = 'text'),
            protection      TEXT NOT NULL CHECK(typeof(protection) = 'text'),
            tag             TEXT NOT NULL CHECK(typeof(tag) = 'text'));

        """;

    public const string Trades = """
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
            venue_order_id  TEXT NOT NULL,
            maker           INTEGER NOT NULL CHECK(maker IN (0, 1)),
            account         INTEGER NOT NULL CHECK(typeof(account) = 'integer'),
            PRIMARY KEY(symbol, trade_id, venue_order_id));

        """;

    public const string Others = """
        CREATE TABLE preventions(
            prevention_id  INTEGER NOT NULL PRIMARY KEY,
            symbol         TEXT NOT NULL,
            account        INTEGER NOT NULL CHECK(typeof(account) = 'integer'),
            taker_order    INTEGER NOT NULL CHECK(typeof(taker_order) = 'integer'),
            maker_order    INTEGER NOT NULL CHECK(typeof(maker_order) = 'integer'),
            mode           TEXT NOT NULL,
            price          TEXT NOT NULL CHECK(typeof(price) = 'text'),
            taker_quantity TEXT NOT NULL CHECK(typeof(taker_quantity) = 'text'),
            maker_quantity TEXT NOT NULL CHECK(typeof(maker_quantity) = 'text'),
            prevented_at   INTEGER NOT NULL CHECK(typeof(prevented_at) = 'integer'));
        CREATE TABLE prices(
            symbol     TEXT NOT NULL PRIMARY KEY,
            last       TEXT NOT NULL CHECK(typeof(last) = 'text'),
            bid        TEXT NOT NULL CHECK(typeof(bid) = 'text'),
            ask        TEXT NOT NULL CHECK(typeof(ask) = 'text'),
            has_trades INTEGER NOT NULL CHECK(has_trades IN (0, 1)),
            traded     TEXT NOT NULL CHECK(typeof(traded) = 'text'));

        """;

    public const string OrderColumns = """
        client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
        terms, triggered, entry, trailing_best, amends, list_id, list_kind, list_place, account, list_number, prevented, asked, shown,
        protection, tag
        """;

    public const string TradeColumns =
        "symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at, venue_order_id, maker, account";

    public const string SaveAccount = "INSERT OR REPLACE INTO accounts(number, name, fee_tier) VALUES(?1, ?2, ?3)";

    public const string SaveBalance =
        "INSERT INTO balances(account, asset, free, locked) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET free = excluded.free, locked = excluded.locked";

    public const string SaveOrder = "INSERT INTO orders(" + OrderColumns + """
        ) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
        ON CONFLICT(venue_order_id) DO UPDATE SET
            client_order_id = excluded.client_order_id, quantity = excluded.quantity, filled = excluded.filled,
            quote_filled = excluded.quote_filled, locked = excluded.locked,
            status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at, terms = excluded.terms,
            triggered = excluded.triggered, entry = excluded.entry, trailing_best = excluded.trailing_best, amends = excluded.amends,
            prevented = excluded.prevented, asked = excluded.asked, shown = excluded.shown,
            protection = excluded.protection
        """;

    public const string SaveTrade =
        "INSERT INTO trades(" + TradeColumns + ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

    public const string SavePrevention = "INSERT OR REPLACE INTO preventions VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    public const string SaveMark = "INSERT OR REPLACE INTO prices VALUES(?1, ?2, ?3, ?4, ?5, ?6)";

    public const string SaveMarketTime =
        "UPDATE meta SET value = CAST(max(CAST(value AS INTEGER), ?1) AS TEXT) WHERE key = 'market_time'";

    public const string LoadAccounts = "SELECT number, name, fee_tier FROM accounts ORDER BY number";

    public const string LoadBalances = "SELECT account, asset, free, locked FROM balances ORDER BY account, asset";

    // The order of insertion, as the books in memory have it: an update keeps the row's place.
    public const string LoadOrders = "SELECT " + OrderColumns + " FROM orders ORDER BY rowid";

    public const string LoadTrades = "SELECT " + TradeColumns + " FROM trades ORDER BY rowid";

    public const string LoadPreventions = "SELECT * FROM preventions ORDER BY prevention_id";

    public const string LoadMarks = "SELECT symbol, last, bid, ask, has_trades, traded FROM prices ORDER BY symbol";

    public const string LoadMarketTime = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'market_time'";
}
