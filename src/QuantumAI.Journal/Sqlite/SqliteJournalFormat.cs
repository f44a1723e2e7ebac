namespace QuantumAI.Journal.Sqlite;

/// <summary>The journal's tables and statements.</summary>
/// <remarks>
/// <c>heads</c> repeats the end of each stream in the same transaction: without it, rows cut from the end of a stream would
/// leave a chain that still looks right. No STRICT tables: the bundled library is older than they are; the checks stand in.
/// </remarks>
internal static class SqliteJournalFormat
{
    public static readonly SqliteFormat Format = new("journal", 0x514A524E, 2, """
        CREATE TABLE events(
            stream      TEXT    NOT NULL CHECK(typeof(stream) = 'text'),
            seq         INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
            type        TEXT    NOT NULL CHECK(typeof(type) = 'text'),
            payload     TEXT    NOT NULL CHECK(typeof(payload) = 'text'),
            market_time INTEGER NOT NULL CHECK(typeof(market_time) = 'integer'),
            recorded_at INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
            link        BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32),
            PRIMARY KEY(stream, seq)) WITHOUT ROWID;
        CREATE TABLE heads(
            stream TEXT    NOT NULL PRIMARY KEY CHECK(typeof(stream) = 'text'),
            seq    INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
            link   BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32)) WITHOUT ROWID;
        """ + CommandsAndOwners);

    /// <summary>What format 2 has and format 1 has not: command ids and epochs, beside the chain and not part of it.</summary>
    public const string CommandsAndOwners = """
        CREATE TABLE IF NOT EXISTS commands(
            stream    TEXT    NOT NULL CHECK(typeof(stream) = 'text'),
            last_seq  INTEGER NOT NULL CHECK(typeof(last_seq) = 'integer' AND last_seq >= first_seq),
            first_seq INTEGER NOT NULL CHECK(typeof(first_seq) = 'integer' AND first_seq >= 1),
            id        BLOB    NOT NULL CHECK(typeof(id) = 'blob' AND length(id) = 16),
            PRIMARY KEY(stream, last_seq)) WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS command_ids ON commands(stream, id);
        CREATE TABLE IF NOT EXISTS owners(
            stream TEXT    NOT NULL PRIMARY KEY CHECK(typeof(stream) = 'text'),
            epoch  INTEGER NOT NULL CHECK(typeof(epoch) = 'integer' AND epoch >= 0)) WITHOUT ROWID;
        """;

    public const string InsertCommand = "INSERT INTO commands(stream, last_seq, first_seq, id) VALUES(?1, ?2, ?3, ?4)";

    public const string SelectCommand = "SELECT first_seq, last_seq FROM commands WHERE stream = ?1 AND id = ?2";

    public const string SelectRecentCommands =
        "SELECT id, first_seq, last_seq FROM commands WHERE stream = ?1 ORDER BY last_seq DESC LIMIT ?2";

    /// <summary>Raises a stream's epoch; it never falls.</summary>
    public const string RaiseEpoch =
        "INSERT INTO owners(stream, epoch) VALUES(?1, ?2) ON CONFLICT(stream) DO UPDATE SET epoch = max(epoch, excluded.epoch)";

    public const string SelectEpochs = "SELECT stream, epoch FROM owners";

    public const string InsertEvent =
        "INSERT INTO events(stream, seq, type, payload, market_time, recorded_at, link) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// <summary>Changes exactly one row; none when somebody else has moved the stream's end.</summary>
    public const string MoveHead =
        "INSERT INTO heads(stream, seq, link) VALUES(?1, ?2, ?3) " +
        "ON CONFLICT(stream) DO UPDATE SET seq = excluded.seq, link = excluded.link WHERE heads.seq = ?4";

    public const string SelectStream =
        "SELECT seq, type, payload, market_time FROM events WHERE stream = ?1 AND seq >= ?2 ORDER BY seq";

    public const string SelectAll = "SELECT stream, seq, type, payload, market_time, link FROM events ORDER BY stream, seq";

    public const string SelectHeads = "SELECT stream, seq, link FROM heads ORDER BY stream";
}
