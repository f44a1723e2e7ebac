using System.Data;
using Npgsql;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>Read models beside the journal, in the same schema. Thread safe; each question is on a pooled connection.</summary>
/// <remarks>
/// Writes with <c>synchronous_commit</c> off: what a crash of the server takes is folded again. The tables are made by the journal's
/// migrations; what other rules have filled is emptied when it is first asked for. Two processes may follow one journal: the cursor
/// moves only from where its writer left it.
/// </remarks>
public sealed class PostgreSqlProjectionStore : IProjectionStore
{
    private readonly PostgreSqlDatabase _database;
    private readonly Lock _gate = new();
    private bool _isChecked;

    /// <param name="connectionString">Npgsql's; the user needs the schema's writer role.</param>
    /// <param name="schema">The database schema.</param>
    /// <exception cref="JournalException">The connection string cannot be read.</exception>
    public PostgreSqlProjectionStore(string connectionString, string schema) =>
        _database = new PostgreSqlDatabase(connectionString, new SchemaName(schema), "quantum-read-models");

    /// <exception cref="JournalException">Unavailable, or the tables are not there.</exception>
    public ViewCursor Cursor() => _database.Try(() =>
    {
        using var connection = Connect();
        return StateOf(connection).Cursor;
    });

    /// <exception cref="JournalException">Nothing was written, or, when the commit itself failed, all or nothing.</exception>
    public bool Apply(IReadOnlyList<ViewRow> rows, ViewCursor from, ViewCursor to) => _database.Try(() =>
    {
        using var connection = Connect();
        using var transaction = BeginWriting(connection);
        if (Execute(connection, PostgreSqlViewSql.MoveState, to.Position, to.Event, from.Position, from.Event, ViewTables.Format) != 1)
            return false;
        foreach (var table in rows.GroupBy(row => row.Table.Name))
            Put(connection, [.. table]);
        transaction.Commit();
        return true;
    });

    /// <exception cref="JournalException">Nothing was changed, or, when the commit itself failed, all or nothing.</exception>
    public void Reset() => _database.Try(() =>
    {
        using var connection = Connect();
        Empty(connection);
        return true;
    });

    public ViewPage Newest(ViewTable table, long before, int limit) => Page(table, PostgreSqlViewSql.Newest(table), before, (long)limit);

    public ViewPage All(ViewTable table) => Page(table, PostgreSqlViewSql.All(table));

    public void Dispose() => _database.Dispose();

    private ViewPage Page(ViewTable table, string sql, params object[] values) => _database.Try(() =>
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var (cursor, _) = StateOf(connection);
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<ViewRow>();
        while (reader.Read())
            rows.Add(new ViewRow(table, [.. table.Columns.Select((column, i) => column.IsNumber ? (ViewValue)reader.GetInt64(i) : reader.GetString(i))]));
        return new ViewPage(cursor, rows);
    });

    /// <summary>A connection; the first one makes sure that the rows are those of this build's rules.</summary>
    private NpgsqlConnection Connect()
    {
        var connection = _database.Connect();
        try
        {
            lock (_gate)
            {
                if (!_isChecked && StateOf(connection).Format != ViewTables.Format)
                    Empty(connection);
                _isChecked = true;
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Empty(NpgsqlConnection connection)
    {
        using var transaction = BeginWriting(connection);
        foreach (var table in ViewTables.All)
            Execute(connection, PostgreSqlViewSql.Empty(table));
        Execute(connection, PostgreSqlViewSql.PutState, ViewTables.Format, ViewCursor.Start.Position, ViewCursor.Start.Event);
        transaction.Commit();
    }

    private NpgsqlTransaction BeginWriting(NpgsqlConnection connection)
    {
        var transaction = connection.BeginTransaction();
        Execute(connection, "SET LOCAL synchronous_commit = off");
        return transaction;
    }

    private (ViewCursor Cursor, string Format) StateOf(NpgsqlConnection connection)
    {
        using var command = Command(connection, PostgreSqlViewSql.SelectState);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (new ViewCursor(reader.GetInt64(0), reader.GetString(1)), reader.GetString(2)) : (ViewCursor.Start, "");
    }

    private void Put(NpgsqlConnection connection, IReadOnlyList<ViewRow> rows)
    {
        var table = rows[0].Table;
        using var command = _database.Command(connection, PostgreSqlViewSql.Put(table));
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var at = i;
            command.Parameters.Add(table.Columns[i].IsNumber
                ? new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Values[at].Number)] }
                : new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(row => row.Values[at].Text)] });
        }

        command.ExecuteNonQuery();
    }

    private int Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = _database.Command(connection, sql);
        foreach (var value in values)
            command.Parameters.Add(value is long number ? new NpgsqlParameter<long> { TypedValue = number } : new NpgsqlParameter<string> { TypedValue = (string)value });
        return command;
    }
}
