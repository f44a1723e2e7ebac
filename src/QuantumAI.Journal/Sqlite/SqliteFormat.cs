namespace QuantumAI.Journal.Sqlite;

/// <summary>What a file of ours looks like, so that a foreign one is recognised before anything is written to it.</summary>
/// <param name="Name">In words, for messages: “journal”.</param>
/// <param name="ApplicationId">Stamped into the SQLite header (offset 68).</param>
/// <param name="Version">Stamped as <c>user_version</c>; a higher one is refused.</param>
/// <param name="Schema">The statements that create the tables.</param>
internal sealed record SqliteFormat(string Name, int ApplicationId, int Version, string Schema)
{
    /// <summary>The first version that this build reads as it is.</summary>
    public int OldestReadable { get; init; } = 1;
}
