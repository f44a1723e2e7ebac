namespace QuantumAI.Journal.Sqlite;

/// <summary>The journal's tables and statements, format 3.</summary>
/// <remarks>
/// <c>streams</c> and <c>journal</c> repeat the ends of the chains in the same transaction: without them, rows cut from an end would
/// leave a chain that still looks right. No STRICT tables: the bundled library is older than they are; the checks stand in.
/// </remarks>
internal static class SqliteJournalFormat
{
    public const int Version = 3;

    public const string Tables = """
        CREATE TABLE journal(
            id            INTEGER PRIMARY KEY CHECK(id = 1),
            environment   TEXT    NOT NULL CHECK(typeof(environment) = 'text'),
            commits       INTEGER NOT NULL CHECK(typeof(commits) = 'integer' AND commits >= 0),
            last_position INTEGER NOT NULL CHECK(typeof(last_position) = 'integer' AND last_position >= commits),
            link          BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32));
        CREATE TABLE streams(
            id                INTEGER PRIMARY KEY,
            name              TEXT    NOT NULL UNIQUE CHECK(typeof(name) = 'text'),
            account           TEXT    NOT NULL CHECK(typeof(account) = 'text'),
            seq               INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 0),
            link              BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32),
            epoch             INTEGER NOT NULL CHECK(typeof(epoch) = 'integer' AND epoch >= 0),
            quarantined_from  INTEGER CHECK(quarantined_from IS NULL OR quarantined_from = seq + 1),
            quarantine_reason TEXT    CHECK((quarantine_reason IS NULL) = (quarantined_from IS NULL)));
        CREATE TABLE events(
            position       INTEGER PRIMARY KEY CHECK(position >= 1),
            stream         INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
            seq            INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
            type           TEXT    NOT NULL CHECK(typeof(type) = 'text'),
            schema_version INTEGER NOT NULL CHECK(typeof(schema_version) = 'integer'),
            payload        TEXT    NOT NULL CHECK(typeof(payload) = 'text'),
            market_time    INTEGER NOT NULL CHECK(typeof(market_time) = 'integer'),
            recorded_at    INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
            causation      TEXT    CHECK(typeof(causation) IN ('text', 'null')),
            correlation    TEXT    CHECK(typeof(correlation) IN ('text', 'null')),
            link           BLOB    CHECK(link IS NULL OR typeof(link) = 'blob' AND length(link) = 32));
        CREATE UNIQUE INDEX events_by_stream ON events(stream, seq);
        CREATE TABLE commands(
            stream    INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
            id        BLOB    NOT NULL CHECK(typeof(id) = 'blob' AND length(id) = 16),
            first_seq INTEGER NOT NULL CHECK(typeof(first_seq) = 'integer' AND first_seq >= 1),
            last_seq  INTEGER NOT NULL CHECK(typeof(last_seq) = 'integer' AND last_seq >= first_seq),
            PRIMARY KEY(stream, id)) WITHOUT ROWID;
        CREATE UNIQUE INDEX commands_by_end ON commands(stream, last_seq);
        CREATE TABLE commits(
            number        INTEGER PRIMARY KEY CHECK(number >= 1),
            last_position INTEGER NOT NULL CHECK(typeof(last_position) = 'integer' AND last_position >= number),
            recorded_at   INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
            link          BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32));
        CREATE VIEW journal_events AS
            SELECT e.position, s.name AS stream, e.seq, e.type, e.schema_version, e.payload,
                strftime('%Y-%m-%dT%H:%M:%S', e.market_time / 1000000000, 'unixepoch') || printf('.%09dZ', e.market_time % 1000000000) AS market_time,
                strftime('%Y-%m-%dT%H:%M:%S', e.recorded_at / 1000000000, 'unixepoch') || printf('.%09dZ', e.recorded_at % 1000000000) AS recorded_at,
                e.causation, e.correlation
            FROM events AS e JOIN streams AS s ON s.id = e.stream;
        """;

    public const string SelectJournal = "SELECT environment, commits, last_position, link FROM journal WHERE id = 1";

    public const string SelectStreams =
        "SELECT id, name, account, seq, link, epoch, quarantined_from, quarantine_reason FROM streams ORDER BY id";

    public const string SelectCommits = "SELECT number, last_position, link, recorded_at FROM commits WHERE number >= ?1 ORDER BY number";

    /// <summary>The columns of <see cref="EventColumns"/>.</summary>
    public const string SelectAll =
        $"SELECT {EventColumns} FROM events WHERE position >= ?1 ORDER BY position";

    /// <inheritdoc cref="SelectAll"/>
    public const string SelectStream =
        $"SELECT {EventColumns} FROM events WHERE stream = ?1 AND seq >= ?2 ORDER BY seq";

    public const string SelectStreamId = "SELECT id FROM streams WHERE name = ?1";

    /// <summary>Every entry of the index by stream, without the table.</summary>
    public const string SelectIndex = "SELECT stream, seq, position FROM events INDEXED BY events_by_stream ORDER BY stream, seq";

    public const string InsertEvent =
        "INSERT INTO events(position, stream, seq, type, schema_version, payload, market_time, recorded_at, causation, correlation, link) " +
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

    public const string InsertStream = "INSERT INTO streams(id, name, account, seq, link, epoch) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";

    /// <summary>Changes exactly one row; none when somebody else has moved the stream's end.</summary>
    public const string MoveStream = "UPDATE streams SET seq = ?2, link = ?3, epoch = ?4 WHERE id = ?1 AND seq = ?5";

    public const string InsertCommit = "INSERT INTO commits(number, last_position, recorded_at, link) VALUES(?1, ?2, ?3, ?4)";

    /// <summary>Changes exactly one row; none when somebody else has written a commit.</summary>
    public const string MoveJournal = "UPDATE journal SET commits = ?1, last_position = ?2, link = ?3 WHERE id = 1 AND commits = ?1 - 1";

    /// <summary>Changes no row when the stream holds the command.</summary>
    public const string InsertCommand = "INSERT INTO commands(stream, id, first_seq, last_seq) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(stream, id) DO NOTHING";

    public const string SelectCommand = "SELECT first_seq, last_seq FROM commands WHERE stream = ?1 AND id = ?2";

    public const string SelectRecentCommands =
        "SELECT id, first_seq, last_seq FROM commands WHERE stream = ?1 ORDER BY last_seq DESC LIMIT ?2";

    private const string EventColumns =
        "position, stream, seq, type, schema_version, payload, market_time, recorded_at, causation, correlation, link";

    /// <summary>What a file must be to be read; it cannot create one.</summary>
    public static SqliteFormat Format { get; } = new("journal", 0x514A524E, Version, "") { OldestReadable = Version };

    /// <summary>The same, for a journal that may be created with an environment.</summary>
    public static SqliteFormat FormatOf(string environment) => Format with { Schema = Tables + FirstRow(environment) };

    /// <summary>The row that an empty journal has.</summary>
    public static string FirstRow(string environment) =>
        $"INSERT INTO journal VALUES(1, '{environment.Replace("'", "''", StringComparison.Ordinal)}', 0, 0, zeroblob(32));";
}
