using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The steps that a database has taken, compared with those of this build.</summary>
internal static class AppliedMigrations
{
    /// <summary>Whether the schema has a journal.</summary>
    public static bool Exist(PostgreSqlDatabase database, NpgsqlConnection connection)
    {
        using var command = database.Command(connection, "SELECT to_regclass('{schema}.schema_migrations') IS NOT NULL");
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>How many of this build's steps are applied.</summary>
    /// <exception cref="JournalException">A step that this build does not know (newer), or knows otherwise (corrupt); it is named.</exception>
    public static int Count(PostgreSqlDatabase database, NpgsqlConnection connection)
    {
        using var command = database.Command(connection, "SELECT version, name, sha256 FROM {schema}.schema_migrations ORDER BY version");
        using var reader = command.ExecuteReader();
        var known = PostgreSqlMigration.All;
        var count = 0;
        while (reader.Read())
        {
            var (version, name, hash) = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            if (version > known.Count)
                throw database.Failure(JournalFailure.Newer, $"migration {name} is newer than this build, which knows {known.Count}");
            if (version != ++count)
                throw database.Failure(JournalFailure.Corrupt, $"migration {known[count - 1].Name} is missing, {name} is applied");
            if (name != known[count - 1].Name || hash != known[count - 1].Hash)
                throw database.Failure(JournalFailure.Corrupt, $"migration {name} was applied with another content than this build's {known[count - 1].Name}");
        }

        return count;
    }
}
