namespace QuantumAI.Journal.PostgreSql;

/// <summary>How a journal in PostgreSQL is opened.</summary>
public sealed record PostgreSqlJournalOptions
{
    /// <summary>The database schema: 1 to 40 of a–z, 0–9 and _.</summary>
    public string Schema { get; init; } = SchemaName.Default;

    /// <summary>Creates the schema, or brings it up to date, before it is opened; the connecting user must be allowed to.</summary>
    public bool Migrate { get; init; }

    /// <summary>Walks every chain before anything is appended. Without it a damaged journal is continued: for tools that have just verified.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>
    /// The file <c>journal.head</c> of this machine: the last commit that a store here was told of. A database that does not hold it
    /// (restored, or promoted without it) is refused. Null for none.
    /// </summary>
    public string? HeadPath { get; init; }

    /// <summary>What <see cref="Schema"/> must be, in words.</summary>
    public static string SchemaRule => SchemaName.Rule;

    /// <summary>Whether a text can be <see cref="Schema"/>.</summary>
    public static bool IsSchemaName(string name) => SchemaName.IsValid(name);

    /// <summary>Told how many events of how many are verified, about every 10,000 events and at the end; on the opening thread.</summary>
    public Action<long, long>? Progress { get; init; }

    /// <summary>The name that the server's lists of sessions show.</summary>
    public string ApplicationName { get; init; } = "quantum-journal";
}
