using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>Creates a journal's schema, roles and tables, and brings them up to date.</summary>
public static class PostgreSqlMigrations
{
    /// <summary>The step this build ends at.</summary>
    public static int Newest => PostgreSqlMigration.All.Count;

    /// <summary>Applies what is missing, in one transaction; two that migrate at once wait for each other.</summary>
    /// <param name="connectionString">Of a user that may create the schema, and the roles when they are absent.</param>
    /// <param name="environment">Whose journal it will be; a journal that exists already must be of it.</param>
    /// <param name="schema">The database schema.</param>
    /// <returns>How many steps were applied now.</returns>
    /// <exception cref="JournalException">A changed or newer step (it is named), another environment, missing rights (it says which), unavailable.</exception>
    public static int Run(string connectionString, string environment, string schema = SchemaName.Default)
    {
        using var database = new PostgreSqlDatabase(connectionString, new SchemaName(schema), "quantum-migrate");
        return database.Try(() =>
        {
            using var connection = database.Connect();
            using var transaction = connection.BeginTransaction();
            var applied = Apply(database, connection, environment);
            transaction.Commit();
            return applied;
        });
    }

    private static int Apply(PostgreSqlDatabase database, NpgsqlConnection connection, string environment)
    {
        Execute(database, connection, "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'");
        Execute(database, connection, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", $"journal {database.Schema}");
        MigrationRoles.Ensure(database, connection);
        Execute(database, connection, "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {migrator}; SET LOCAL ROLE {migrator}");
        if (!AppliedMigrations.Exist(database, connection))
        {
            Execute(database, connection, """
                CREATE TABLE {schema}.schema_migrations(
                    version integer NOT NULL PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """);
        }

        var count = AppliedMigrations.Count(database, connection);
        foreach (var migration in PostgreSqlMigration.All.Skip(count))
        {
            Execute(database, connection, migration.Sql);
            Execute(
                database, connection, $"INSERT INTO {{schema}}.schema_migrations(version, name, sha256) VALUES({migration.Version}, $1, $2)",
                migration.Name, migration.Hash);
        }

        Execute(database, connection, "INSERT INTO {schema}.journal(environment) VALUES($1) ON CONFLICT DO NOTHING", environment);
        CompareEnvironment(database, connection, environment);
        return PostgreSqlMigration.All.Count - count;
    }

    private static void CompareEnvironment(PostgreSqlDatabase database, NpgsqlConnection connection, string environment)
    {
        using var command = database.Command(connection, "SELECT environment FROM {schema}.journal");
        if ((string)command.ExecuteScalar()! is var other && other != environment)
            throw database.Failure(JournalFailure.Foreign, $"the journal belongs to environment {other}, not to {environment}");
    }

    private static void Execute(PostgreSqlDatabase database, NpgsqlConnection connection, string sql, params string[] values)
    {
        using var command = database.Command(connection, sql);
        command.CommandTimeout = 0; // a large journal takes its time
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        command.ExecuteNonQuery();
    }
}
