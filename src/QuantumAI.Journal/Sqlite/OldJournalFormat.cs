namespace QuantumAI.Journal.Sqlite;

/// <summary>How formats 1 and 2 are read: a link per event, streams by name, no positions. Format 1 has no commands and no owners.</summary>
internal static class OldJournalFormat
{
    public const string SelectAll = "SELECT stream, seq, type, payload, market_time, link, recorded_at FROM events ORDER BY stream, seq";

    public const string SelectHeads = "SELECT stream, seq, link FROM heads ORDER BY stream";

    public const string SelectCommands = "SELECT stream, last_seq, first_seq, id FROM commands";

    public const string SelectOwners = "SELECT stream, epoch FROM owners";
}
