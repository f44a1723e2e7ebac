using QuantumAI.Journal.PostgreSql;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>Where a paper session keeps its journal, as the program is told and as a test opens it afterwards.</summary>
internal sealed record JournalHome(
    string Name, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, Func<string, IJournalStore> Open)
{
    public static JournalIdentity Identity { get; } = new("paper", "paper");

    /// <summary>A database of its own on the tests' server.</summary>
    public static JournalHome PostgreSql()
    {
        var connection = PostgreSqlServer.Shared.ConnectionString(PostgreSqlServer.Shared.NewDatabase());
        PostgreSqlMigrations.Run(connection, Identity.Environment);
        return new(
            "postgresql", ["--set", "journal.kind=postgresql"], new Dictionary<string, string> { ["QUANTUM_JOURNAL_CONNECTION"] = connection },
            _ => PostgreSqlJournalStore.Open(connection, Identity));
    }

    public static JournalHome Sqlite { get; } = new(
        "sqlite", [], new Dictionary<string, string>(), static dataDir => SqliteJournalStore.Open(Path.Combine(dataDir, "journal.db"), Identity));
}
