using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests;

/// <summary>Opens journals as the tests' own account does.</summary>
internal static class SampleJournal
{
    public static readonly JournalIdentity Identity = new("sim", "tests");

    public static SqliteJournalStore Open(string path, SqliteJournalOptions? options = null) => SqliteJournalStore.Open(path, Identity, options);
}
