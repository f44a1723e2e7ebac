using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The way to one journal: a pool of connections that all have the journal's settings. Thread safe.</summary>
/// <remarks>
/// Every session: synchronous_commit on, READ COMMITTED, a transaction that nobody goes on with is ended after 2 s and so holds up
/// a takeover no longer than that (a lock is waited for 3 s), a statement after 10 s. With several hosts the one that accepts
/// writes is taken, so that a fail-over is found.
/// </remarks>
internal sealed class PostgreSqlDatabase : IDisposable
{
    /// <summary>What the driver takes when a connection string says nothing: too long for a journal, whose retry should have its turn.</summary>
    private const int DriversTimeout = 15;
    private const int DriversCommandTimeout = 30;
    private const int DriversPoolSize = 100;

    private static readonly (string Name, string Value)[] Settings =
    [
        ("synchronous_commit", "on"), ("default_transaction_isolation", "read\\ committed"), ("idle_in_transaction_session_timeout", "2s"),
        ("lock_timeout", "3s"), ("statement_timeout", "10s"),
    ];

    private readonly NpgsqlDataSource _source;

    /// <exception cref="JournalException">The connection string cannot be read.</exception>
    public PostgreSqlDatabase(string connectionString, SchemaName schema, string applicationName)
    {
        Schema = schema;
        var settings = Read(connectionString);
        Place = $"journal {schema} in database {settings.Database} on {settings.Host}:{settings.Port}";
        Complete(settings, applicationName);
        var isMany = settings.Host!.Contains(',', StringComparison.Ordinal);
        settings.TargetSessionAttributes = null;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        _source = isMany ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite) : builder.Build();
    }

    public SchemaName Schema { get; }

    /// <summary>For messages: schema, database, host.</summary>
    public string Place { get; }

    /// <exception cref="JournalException">Nobody answers, or not with a yes.</exception>
    public NpgsqlConnection Connect() => Try(_source.OpenConnection);

    public NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(Schema.Fill(sql), connection);

    /// <summary>Runs <paramref name="work"/>; what the database or the line says is explained.</summary>
    /// <exception cref="JournalException">It failed.</exception>
    public T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception thrown) when (PostgreSqlErrors.IsOurs(thrown))
        {
            throw PostgreSqlErrors.Explain(Place, thrown);
        }
    }

    public JournalException Failure(JournalFailure failure, string what) => new(failure, $"{Place}: {what}");

    public void Dispose() => _source.Dispose();

    /// <summary>A wrong string is not repeated: what looks like a keyword may be a part of the password.</summary>
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            if (!string.IsNullOrEmpty(settings.Host))
                return settings;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw new JournalException(JournalFailure.Unavailable, "the connection string of the journal cannot be read");
        }

        throw new JournalException(JournalFailure.Unavailable, "the connection string of the journal names no host");
    }

    private static void Complete(NpgsqlConnectionStringBuilder settings, string applicationName)
    {
        settings.ApplicationName ??= applicationName;
        settings.Database ??= settings.Username;
        settings.Enlist = false;
        settings.NoResetOnClose = true;
        settings.PersistSecurityInfo = false;
        settings.Timeout = settings.Timeout == DriversTimeout ? 3 : settings.Timeout;
        settings.CommandTimeout = settings.CommandTimeout == DriversCommandTimeout ? 10 : settings.CommandTimeout;
        settings.MaxPoolSize = settings.MaxPoolSize == DriversPoolSize ? 10 : settings.MaxPoolSize;
        foreach (var (name, value) in Settings)
        {
            if (settings.Options?.Contains(name, StringComparison.Ordinal) != true)
                settings.Options = $"{settings.Options} -c {name}={value}".Trim();
        }
    }
}
