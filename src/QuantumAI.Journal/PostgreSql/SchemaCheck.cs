using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>Whether a database holds a journal that this build may use.</summary>
internal static class SchemaCheck
{
    private const int LeastServer = 150_000;

    /// <summary>Checks server, migrations and environment.</summary>
    /// <returns>What must be known although it is not refused; null when all is well.</returns>
    /// <exception cref="JournalException">Absent, behind, newer, changed, or of another environment.</exception>
    public static string? Run(PostgreSqlDatabase database, string environment) => database.Try(() =>
    {
        using var connection = database.Connect();
        if (!AppliedMigrations.Exist(database, connection))
            throw database.Failure(JournalFailure.Unavailable, $"there is no journal: {HowTo()}");
        var count = AppliedMigrations.Count(database, connection);
        if (count < PostgreSqlMigration.All.Count)
            throw database.Failure(JournalFailure.Unavailable, $"the journal lacks migration {PostgreSqlMigration.All[count].Name}: {HowTo()}");
        return CompareEnvironment(database, connection, environment);
    });

    private static string? CompareEnvironment(PostgreSqlDatabase database, NpgsqlConnection connection, string environment)
    {
        using var command = database.Command(
            connection, "SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'), (SELECT environment FROM {schema}.journal)");
        using var reader = command.ExecuteReader();
        reader.Read();
        if (reader.GetInt32(0) < LeastServer)
            throw database.Failure(JournalFailure.Unavailable, $"the server is version {connection.PostgreSqlVersion}, a journal needs 15 or later");
        if (reader.IsDBNull(3))
            throw database.Failure(JournalFailure.Corrupt, "the journal has lost its row");
        if (reader.GetString(3) != environment)
            throw database.Failure(JournalFailure.Foreign, $"the journal belongs to environment {reader.GetString(3)}, not to {environment}");
        return (reader.GetString(1), reader.GetString(2)) is ("on", "on")
            ? null
            : $"{database.Place}: the server runs with fsync {reader.GetString(1)} and full_page_writes {reader.GetString(2)}: a power failure can lose or damage the journal";
    }

    private static string HowTo() =>
        "run “quantum journal migrate” as a user that may create roles";
}
