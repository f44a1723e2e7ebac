using Npgsql;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Journal.Tests.PostgreSql;

/// <summary>A journal in a database of its own, for one test.</summary>
internal sealed class PostgreSqlScratch(PostgreSqlServer? server = null)
{
    public static readonly JournalIdentity Identity = new("sim", "a");

    private string? _database;

    public PostgreSqlServer Server { get; } = server ?? PostgreSqlServer.Shared;

    public string Database => _database ??= Server.NewDatabase();

    public string ConnectionString => Server.ConnectionString(Database);

    /// <summary>Opens the journal, created on the way.</summary>
    /// <param name="port">Of a proxy; the server's own when null.</param>
    /// <param name="account">Another account than <see cref="Identity"/>'s.</param>
    public PostgreSqlJournalStore Open(int? port = null, string account = "a") => PostgreSqlJournalStore.Open(
        Server.ConnectionString(Database, port: port), Identity with { Account = account }, new PostgreSqlJournalOptions { Migrate = true });

    /// <summary>Runs SQL as the superuser, past the journal.</summary>
    public int Execute(string sql) => Execute(ConnectionString, sql);

    public static int Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteNonQuery();
    }

    public object? Scalar(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Returns when no session of this database carries out anything: asks the server until it says so.</summary>
    public void AwaitRest()
    {
        while (Scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()") is not 0L)
        {
        }
    }

    /// <summary>Returns when a session of this database waits for another one's lock: asks the server until it says so.</summary>
    public void AwaitWaitingSession()
    {
        while (Scalar("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0") is 0L)
        {
        }
    }
}
