namespace QuantumAI.Trading.Projections;

/// <summary>A column of a read model.</summary>
/// <param name="Name">Stable, snake_case.</param>
/// <param name="IsNumber">A whole number of 64 bits; else text.</param>
public sealed record ViewColumn(string Name, bool IsNumber);

/// <summary>A read model as stores see it: a table whose rows are put in whole, by key.</summary>
/// <param name="Name">For example <c>orders</c>; a database may prefix it.</param>
/// <param name="KeyColumns">How many of the first columns make the key.</param>
/// <param name="Columns">In order.</param>
public sealed record ViewTable(string Name, int KeyColumns, IReadOnlyList<ViewColumn> Columns)
{
    /// <summary>Whether rows are told apart by the position of the event that made them, and can be paged by it.</summary>
    public bool IsByPosition => KeyColumns == 1 && Columns[0].IsNumber;

    /// <summary>The columns' names, comma separated, as databases list them.</summary>
    public string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The key's columns, likewise.</summary>
    public string KeyNames => string.Join(", ", Columns.Take(KeyColumns).Select(column => column.Name));
}

/// <summary>The read models. A changed column is a changed <see cref="Format"/>: stores throw the old tables away and fill new ones.</summary>
public static class ViewTables
{
    /// <summary>Every order in its last state, by the position of its intent.</summary>
    public static ViewTable Orders { get; } = Of(
        "orders", 1,
        "#position account client_order_id agent symbol side type quantity #reduce_only reference status filled quote_filled venue_order_id reason #intended_nanos #updated_nanos");

    /// <summary>Every fill, by its position.</summary>
    public static ViewTable Fills { get; } = Of(
        "fills", 1, "#position account client_order_id agent symbol side #trade_id price quantity quote_quantity fee fee_asset #venue_nanos #nanos causation");

    /// <summary>What each agent holds of each instrument it ever traded.</summary>
    public static ViewTable Positions { get; } = Of(
        "positions", 3, "account agent symbol quantity cost realised_pnl #opened_nanos #is_dust #updated_nanos");

    /// <summary>The equity curve, by position.</summary>
    public static ViewTable Equity { get; } = Of("equity", 1, "#position account #nanos equity day_start high day");

    /// <summary>Every intent and denial with its reason, by position.</summary>
    public static ViewTable Decisions { get; } = Of(
        "decisions", 1, "#position account kind agent symbol side quantity client_order_id #code rule reason causation correlation #nanos");

    public static IReadOnlyList<ViewTable> All { get; } = [Orders, Fills, Positions, Equity, Decisions];

    /// <summary>Names, keys and columns of all tables in one text, with the number of the rules that fill them.</summary>
    public static string Format { get; } = "rules 1; " + string.Join(
        "; ", All.Select(table => $"{table.Name} {table.KeyColumns}: {string.Join(' ', table.Columns.Select(column => (column.IsNumber ? "#" : "") + column.Name))}"));

    private static ViewTable Of(string name, int keyColumns, string columns) =>
        new(name, keyColumns, [.. columns.Split(' ').Select(column => new ViewColumn(column.TrimStart('#'), column[0] == '#'))]);
}
