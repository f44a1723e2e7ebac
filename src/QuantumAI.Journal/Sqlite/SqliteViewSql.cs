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
        return $"CREATE TABLE view_{table.Name}({columns}, PRIMARY KEY({Key(table)})) STRICT{(table.IsByPosition ? "" : ", WITHOUT ROWID")}";
    }

    public static string Put(ViewTable table) =>
        $"INSERT OR REPLACE INTO view_{table.Name} VALUES({string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"?{i}"))})";

    public static string Empty(ViewTable table) => $"DELETE FROM view_{table.Name}";

    public static string All(ViewTable table) => $"SELECT {Columns(table)} FROM view_{table.Name} ORDER BY {Key(table)}";

    public static string Newest(ViewTable table) =>
        $"SELECT {Columns(table)} FROM view_{table.Name} WHERE {Key(table)} < ?1 ORDER BY {Key(table)} DESC LIMIT ?2";

    private static string Columns(ViewTable table) => string.Join(", ", table.Columns.Select(column => column.Name));

    private static string Key(ViewTable table) => string.Join(", ", table.Columns.Take(table.KeyColumns).Select(column => column.Name));
}
