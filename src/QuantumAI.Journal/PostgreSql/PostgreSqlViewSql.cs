using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The statements of the read models' tables: <c>view_</c> and the table's name.</summary>
internal static class PostgreSqlViewSql
{
    public const string SelectState = "SELECT position, event, format FROM {schema}.view_state";

    public const string PutState = """
        INSERT INTO {schema}.view_state(format, position, event) VALUES($1, $2, $3)
        ON CONFLICT(only_row) DO UPDATE SET format = EXCLUDED.format, position = EXCLUDED.position, event = EXCLUDED.event
        """;

    /// <summary>Moves the cursor from where the writer left it; no row means that it is elsewhere.</summary>
    public const string MoveState = "UPDATE {schema}.view_state SET position = $1, event = $2 WHERE position = $3 AND event = $4 AND format = $5";

    public static string Empty(ViewTable table) => $"DELETE FROM {{schema}}.view_{table.Name}";

    /// <summary>Puts many rows in; a parameter is an array with one column of all of them.</summary>
    public static string Put(ViewTable table) =>
        $"INSERT INTO {{schema}}.view_{table.Name}({table.ColumnNames}) SELECT * FROM unnest({string.Join(", ", table.Columns.Select((column, i) => $"${i + 1}::{(column.IsNumber ? "bigint" : "text")}[]"))}) "
        + $"ON CONFLICT({table.KeyNames}) DO UPDATE SET {string.Join(", ", table.Columns.Skip(table.KeyColumns).Select(column => $"{column.Name} = EXCLUDED.{column.Name}"))}";

    public static string All(ViewTable table) => $"SELECT {table.ColumnNames} FROM {{schema}}.view_{table.Name} ORDER BY {table.KeyNames}";

    public static string Newest(ViewTable table) =>
        $"SELECT {table.ColumnNames} FROM {{schema}}.view_{table.Name} WHERE {table.KeyNames} < $1 ORDER BY {table.KeyNames} DESC LIMIT $2";
}
