using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The group roles of a schema: who owns, who appends, who reads. Nobody logs in as one; users are granted them.</summary>
internal static class MigrationRoles
{
    /// <summary>Creates the roles that are absent. Roles belong to the whole server: another database may create them at the same moment.</summary>
    /// <exception cref="JournalException">The user may not; it says what an administrator has to run.</exception>
    public static void Ensure(PostgreSqlDatabase database, NpgsqlConnection connection)
    {
        var schema = database.Schema;
        try
        {
            foreach (var role in (string[])[schema.Migrator, schema.Writer, schema.Reader])
                Execute(database, connection, Create(role));
            Execute(database, connection, "DO $$ BEGIN IF NOT pg_has_role(current_user, '" + schema.Migrator + "', 'MEMBER') THEN GRANT {migrator} TO CURRENT_USER; END IF; END $$");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new JournalException(
                JournalFailure.Unavailable,
                $"{database.Place}: the user may not create roles: let an administrator run " +
                $"“CREATE ROLE {schema.Migrator}; CREATE ROLE {schema.Writer}; CREATE ROLE {schema.Reader}; GRANT {schema.Migrator} TO the migrating user”",
                refused);
        }
    }

    private static string Create(string role) => $"""
        DO $$ BEGIN
            IF NOT EXISTS(SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
                CREATE ROLE "{role}" NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$
        """;

    private static void Execute(PostgreSqlDatabase database, NpgsqlConnection connection, string sql)
    {
        using var command = database.Command(connection, sql);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
