using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The statements of the read models' tables: <c>view_</c> and the table's name.</summary>
internal static class SqliteViewSql
{
    public const string CreateState = """
        CREATE TABLE IF NOT EXISTS view_state(
            id       INTEGER PRIMARY KEY CHECK(id = 1),
            format   TEXT    NOT NULL,
            position INTEGER NOT NULL,
            event    TEXT    NOT NULL) STRICT;
        """;

    public const string SelectState = "SELECT position, event, format FROM view_state WHERE id = 1";

    public const string PutState = "INSERT OR REPLACE INTO view_state(id, format, position, event) VALUES(1, ?1, ?2, ?3)";

    public const string SelectTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'view_*' AND name <> 'view_state'";

    public static string Create(ViewTable table)
    {
        var columns = string.Join(", ", table.Columns.Select(column => $"{column.Name} {(column.IsNumber ? "INTEGER" : "TEXT")} NOT NULL"));
        return $"CREATE TABLE view_{table.Name}({columns}, PRIMARY KEY({table.KeyNames})) STRICT{(table.IsByPosition ? "" : ", WITHOUT ROWID")}";
    }

    public static string Put(ViewTable table) =>
        $"INSERT OR REPLACE INTO view_{table.Name} VALUES({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"?{i}"))})";

    public static string Empty(ViewTable table) => $"DELETE FROM view_{table.Name}";

    public static string All(ViewTable table) => $"SELECT {table.ColumnNames} FROM view_{table.Name} ORDER BY {table.KeyNames}";

    public static string Newest(ViewTable table) =>
        $"SELECT {table.ColumnNames} FROM view_{table.Name} WHERE {table.KeyNames} < ?1 ORDER BY {table.KeyNames} DESC LIMIT ?2";
}
