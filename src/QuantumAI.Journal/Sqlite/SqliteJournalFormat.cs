namespace QuantumAI.Journal.Sqlite;

/// <summary>The journal's tables and statements.</summary>
/// <remarks>
/// Events lie in the order of their positions; a link stands on the last event of each append. <c>streams</c> repeats the end of
/// each stream in the same transaction: without it, rows cut from the end of a stream would leave a chain that still looks right.
/// No STRICT tables: the bundled library is older than they are; the checks stand in.
/// </remarks>
internal static class SqliteJournalFormat
{
    public static readonly SqliteFormat Format = new("journal", 0x514A524E, 3, """
        CREATE TABLE journal(
            environment TEXT NOT NULL CHECK(typeof(environment) = 'text'));
        CREATE TABLE streams(
            id      INTEGER PRIMARY KEY,
            name    TEXT    NOT NULL UNIQUE CHECK(typeof(name) = 'text'),
            account TEXT    NOT NULL CHECK(typeof(account) = 'text'),
            seq     INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 0),
            link    BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32),
            epoch   INTEGER NOT NULL CHECK(typeof(epoch) = 'integer' AND epoch >= 0),
            quarantined TEXT CHECK(typeof(quarantined) IN ('null', 'text')));
        CREATE TABLE events(
            position       INTEGER PRIMARY KEY CHECK(position >= 1),
            stream         INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
            seq            INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
            type           TEXT    NOT NULL CHECK(typeof(type) = 'text'),
            schema_version INTEGER NOT NULL CHECK(typeof(schema_version) = 'integer' AND schema_version >= 1),
            payload        TEXT    NOT NULL CHECK(typeof(payload) = 'text'),
            market_time    INTEGER NOT NULL CHECK(typeof(market_time) = 'integer'),
            causation      TEXT CHECK(typeof(causation) IN ('null', 'text')),
            correlation    TEXT CHECK(typeof(correlation) IN ('null', 'text')),
            link           BLOB CHECK(typeof(link) = 'null' OR (typeof(link) = 'blob' AND length(link) = 32)));
        CREATE UNIQUE INDEX event_places ON events(stream, seq);
        CREATE TABLE commits(
            number        INTEGER PRIMARY KEY CHECK(number >= 1),
            last_position INTEGER NOT NULL CHECK(typeof(last_position) = 'integer'),
            recorded_at   INTEGER NOT NULL CHECK(typeof(recorded_at) = 'integer'),
            link          BLOB    NOT NULL CHECK(typeof(link) = 'blob' AND length(link) = 32));
        CREATE TABLE commands(
            stream    INTEGER NOT NULL CHECK(typeof(stream) = 'integer'),
            last_seq  INTEGER NOT NULL CHECK(typeof(last_seq) = 'integer' AND last_seq >= first_seq),
            first_seq INTEGER NOT NULL CHECK(typeof(first_seq) = 'integer' AND first_seq >= 1),
            id        BLOB    NOT NULL CHECK(typeof(id) = 'blob' AND length(id) = 16),
            PRIMARY KEY(stream, last_seq)) WITHOUT ROWID;
        CREATE UNIQUE INDEX command_ids ON commands(stream, id);
        CREATE TABLE quarantine(
            stream TEXT, seq INTEGER, type TEXT, schema_version INTEGER, payload BLOB, market_time INTEGER, causation TEXT, correlation TEXT, link BLOB);
        CREATE VIEW journal_events AS
            SELECT e.position, s.name AS stream, e.seq, e.type, e.payload, e.causation, e.correlation, e.schema_version,
                datetime(e.market_time / 1000000000, 'unixepoch') AS market_time_utc,
                (SELECT datetime(c.recorded_at / 1000000000, 'unixepoch') FROM commits c WHERE c.last_position >= e.position ORDER BY c.number LIMIT 1) AS recorded_at_utc
            FROM events e JOIN streams s ON s.id = e.stream;
        """);

    public const string InsertEvent =
        "INSERT INTO events(position, stream, seq, type, schema_version, payload, market_time, causation, correlation, link) " +
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

    public const string InsertStream = "INSERT INTO streams(name, account, seq, link, epoch) VALUES(?1, ?2, 0, zeroblob(32), ?3)";

    /// <summary>Changes exactly one row; none when somebody else has moved the stream's end.</summary>
    public const string MoveHead = "UPDATE streams SET seq = ?2, link = ?3, epoch = max(epoch, ?4) WHERE id = ?1 AND seq = ?5";

    /// <summary>Raises a stream's epoch; it never falls.</summary>
    public const string RaiseEpoch = "UPDATE streams SET epoch = max(epoch, ?2) WHERE id = ?1";

    public const string SelectStreams = "SELECT id, name, account, seq, link, epoch, quarantined FROM streams ORDER BY name";

    public const string InsertCommit = "INSERT INTO commits(number, last_position, recorded_at, link) VALUES(?1, ?2, ?3, ?4)";

    public const string SelectLastCommit = "SELECT number, last_position, link FROM commits ORDER BY number DESC LIMIT 1";

    public const string SelectCommit = "SELECT link FROM commits WHERE number = ?1";

    public const string SelectCommits = "SELECT number, last_position, link FROM commits ORDER BY number";

    public const string InsertCommand = "INSERT INTO commands(stream, last_seq, first_seq, id) VALUES(?1, ?2, ?3, ?4)";

    public const string SelectCommand = "SELECT first_seq, last_seq FROM commands WHERE stream = ?1 AND id = ?2";

    public const string SelectRecentCommands = "SELECT id, first_seq, last_seq FROM commands WHERE stream = ?1 ORDER BY last_seq DESC LIMIT ?2";

    private const string EventColumns = "e.position, e.stream, e.seq, e.type, e.schema_version, e.payload, e.market_time, e.causation, e.correlation, e.link";

    public const string SelectStream =
        "SELECT " + EventColumns + " FROM events e WHERE e.stream = (SELECT id FROM streams WHERE name = ?1) AND e.seq >= ?2 ORDER BY e.seq";

    public const string SelectAll = "SELECT " + EventColumns + " FROM events e WHERE e.position >= ?1 ORDER BY e.position";
}
