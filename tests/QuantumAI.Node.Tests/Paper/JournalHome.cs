using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>Where a paper session keeps its journal, as the program is told and as a test opens it afterwards.</summary>
internal sealed record JournalHome(
    string Name, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, Func<string, IJournalStore> Open)
{
    public static JournalIdentity Identity { get; } = new("paper", "paper");

    public static JournalHome Sqlite { get; } = new(
        "sqlite", [], new Dictionary<string, string>(), static dataDir => SqliteJournalStore.Open(Path.Combine(dataDir, "journal.db"), Identity));
}
