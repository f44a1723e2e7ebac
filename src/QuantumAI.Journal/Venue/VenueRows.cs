using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Journal.Venue;

/// <summary>Reads the books back; a row that makes no sense is damage that is named.</summary>
internal static class VenueRows
{
    /// <exception cref="JournalException">A row cannot be read; the message names the table and the row.</exception>
    public static VenueBooks Load(string path, SqliteConnection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        var isOld = version < VenueFormat.Version;
        return new VenueBooks(
            Rows(path, connection, "orders", isOld ? VenueUpgrades.Orders(version) : VenueFormat.LoadOrders, ReadOrder),
            Rows(path, connection, "trades", isOld ? VenueUpgrades.OldTrades : VenueFormat.LoadTrades, ReadTrade),
            Rows(path, connection, "balances", isOld ? VenueUpgrades.OldBalances : VenueFormat.LoadBalances, ReadBalance),
            connection.Number(VenueFormat.LoadMarketTime))
        {
            Accounts = Rows(path, connection, "accounts", isOld ? VenueUpgrades.OldAccounts : VenueFormat.LoadAccounts, ReadAccount),
            Preventions = isOld ? [] : Rows(path, connection, "preventions", VenueFormat.LoadPreventions, ReadPrevention),
            Marks = isOld ? [] : Rows(path, connection, "prices", VenueFormat.LoadMarks, ReadMark),
        };
    }

    private static List<T> Rows<T>(string path, SqliteConnection connection, string table, string sql, Func<SqliteStatement, T> read)
    {
        var found = new List<T>();
        using var rows = connection.Prepare(sql);
        while (rows.Step())
        {
            try
            {
                found.Add(read(rows));
            }
            catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
            {
                throw new JournalException(
                    JournalFailure.Corrupt, $"{path} is damaged: row {found.Count + 1} of {table} ({rows.Text(0)}): {unreadable.Message}", unreadable);
            }
        }

        return found;
    }

    private static AccountEntry ReadAccount(SqliteStatement row) => new(checked((int)row.Int64(0)), row.Text(1), checked((int)row.Int64(2)));

    private static AccountBalance ReadBalance(SqliteStatement row) =>
        new(checked((int)row.Int64(0)), row.Text(1), new Balance(Money.Parse(row.Text(2)), Money.Parse(row.Text(3))));

    private static VenueOrder ReadOrder(SqliteStatement row) => new(
        row.Text(0), row.Text(1), row.Text(2),
        VenueTerms.Read(VenueText.Side(row.Text(3)), VenueText.Type(row.Text(4)), Quantity.Parse(row.Text(5)), row.Text(13)),
        Quantity.Parse(row.Text(6)), Money.Parse(row.Text(7)), Money.Parse(row.Text(8)),
        VenueText.Status(row.Text(9)), row.Text(10), row.Int64(11), row.Int64(12),
        row.Int64(14) != 0, row.Text(18).Length == 0 ? null : new OrderListPlace(row.Text(18), VenueText.Kind(row.Text(19)), checked((int)row.Int64(20))),
        row.Int64(15), PriceOrNull(row.Text(16)), checked((int)row.Int64(17)),
        checked((int)row.Int64(21)), row.Int64(22), QuantityOrNull(row.Text(23)), QuantityOrNull(row.Text(24)), QuantityOrNull(row.Text(25)),
        PriceOrNull(row.Text(26)), row.Text(27));

    private static Price? PriceOrNull(string text) => text.Length == 0 ? null : Price.Parse(text);

    private static Quantity? QuantityOrNull(string text) => text.Length == 0 ? null : Quantity.Parse(text);

    private static VenueTrade ReadTrade(SqliteStatement row) => new(
        row.Text(2), row.Text(0), row.Int64(1), VenueText.Side(row.Text(3)), Price.Parse(row.Text(4)),
        Quantity.Parse(row.Text(5)), Money.Parse(row.Text(6)), Money.Parse(row.Text(7)), row.Text(8), row.Int64(9),
        row.Text(10), row.Int64(11) != 0, checked((int)row.Int64(12)));

    private static VenuePrevention ReadPrevention(SqliteStatement row) => new(
        row.Int64(0), row.Text(1), checked((int)row.Int64(2)), row.Int64(3), row.Int64(4), VenueTerms.Mode(row.Text(5)), Price.Parse(row.Text(6)),
        Quantity.Parse(row.Text(7)), Quantity.Parse(row.Text(8)), row.Int64(9));

    private static VenueMark ReadMark(SqliteStatement row) => new(
        row.Text(0), Price.Parse(row.Text(1)), Price.Parse(row.Text(2)), Price.Parse(row.Text(3)), row.Int64(4) != 0, Price.Parse(row.Text(5)));
}
