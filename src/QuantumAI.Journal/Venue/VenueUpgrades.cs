namespace QuantumAI.Journal.Venue;

/// <summary>Books of former formats: how they are read, and what brings them to the present one. Frozen; every statement is of the format that it names.</summary>
internal static class VenueUpgrades
{
    /// <summary>Before orders other than market orders were known.</summary>
    public const int MarketOrdersOnly = 1;

    /// <summary>Before there were several accounts.</summary>
    public const int OneAccount = 2;

    /// <summary>What every order of format 1 was.</summary>
    private const string OldTerms = """
        '{"timeInForce":"GTC","selfTrade":"EXPIRE_MAKER"}', 0, 0, '', 0, '', '', 0
        """;

    private const string OrdersOf1 = """
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
        """ + OldTerms + ", 1, 0, '', '', '', '', '' FROM orders ORDER BY rowid";

    // A list is numbered by its first order.
    private const string OrdersOf2 = """
        SELECT client_order_id, venue_order_id, symbol, side, type, quantity, filled, quote_filled, locked, status, reason, created_at, updated_at,
            terms, triggered, entry, trailing_best, amends, list_id, list_kind, list_place, 1,
            coalesce((SELECT CAST(first.venue_order_id AS INTEGER) FROM orders first WHERE known.list_id <> '' AND first.client_order_id = known.list_id), 0),
            '', '', '', '', ''
        FROM orders known ORDER BY rowid
        """;

    public const string OldTrades = """
        SELECT symbol, trade_id, client_order_id, side, price, quantity, quote_quantity, fee, fee_asset, traded_at,
            coalesce((SELECT venue_order_id FROM orders WHERE orders.client_order_id = known.client_order_id), ''), 0, 1
        FROM trades known ORDER BY rowid
        """;

    public const string OldBalances = "SELECT 1, asset, free, locked FROM accounts ORDER BY asset";

    public const string OldAccounts = "SELECT 1, 'main', 0 WHERE EXISTS(SELECT 1 FROM accounts)";

    /// <summary>Selects orders as the present format has them from books of a former one.</summary>
    public static string Orders(long version) => version == MarketOrdersOnly ? OrdersOf1 : OrdersOf2;

    /// <summary>Brings books of a former format to the present one in one transaction.</summary>
    public static string From(long version) => $"""
        BEGIN IMMEDIATE;
        CREATE TEMP TABLE old_accounts AS {OldAccounts};
        CREATE TEMP TABLE old_balances AS {OldBalances};
        CREATE TEMP TABLE old_orders AS {Orders(version)};
        CREATE TEMP TABLE old_trades AS {OldTrades};
        DROP TABLE accounts;
        DROP TABLE orders;
        DROP TABLE trades;
        {VenueFormat.Accounts}
        {VenueFormat.Orders}
        {VenueFormat.Trades}
        {VenueFormat.Others}
        INSERT INTO accounts SELECT * FROM old_accounts;
        INSERT INTO balances SELECT * FROM old_balances;
        INSERT INTO orders({VenueFormat.OrderColumns}) SELECT * FROM old_orders ORDER BY rowid;
        INSERT INTO trades({VenueFormat.TradeColumns}) SELECT * FROM old_trades ORDER BY rowid;
        DROP TABLE old_accounts;
        DROP TABLE old_balances;
        DROP TABLE old_orders;
        DROP TABLE old_trades;
        PRAGMA user_version={VenueFormat.Version};
        COMMIT
        """;
}
