using Npgsql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>Reads a journal, each question on a pooled connection. Thread safe.</summary>
internal sealed class PostgreSqlReader(PostgreSqlDatabase database)
{
    private const int FirstPage = 64;
    private const int MostPage = 4096;

    private const string Columns = "s.name, e.seq, e.type, e.payload, e.market_time, e.schema_version, e.causation, e.correlation, e.position";

    private const string SelectStream =
        $"SELECT {Columns} FROM {{schema}}.events e JOIN {{schema}}.streams s ON s.id = e.stream_id " +
        "WHERE s.name = $1 AND e.seq >= $2 AND (s.quarantined_from IS NULL OR e.seq < s.quarantined_from) ORDER BY e.stream_id, e.seq LIMIT $3";

    /// <summary>The page is cut before the quarantine is applied, so that a page of quarantined events does not look like the end.</summary>
    private const string SelectAll =
        $"SELECT {Columns}, s.quarantined_from FROM {{schema}}.events e JOIN {{schema}}.streams s ON s.id = e.stream_id " +
        "WHERE e.position >= $1 ORDER BY e.position LIMIT $2";

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence)
    {
        for (var most = FirstPage; ; most = Math.Min(MostPage, most * 4))
        {
            var (from, limit) = (fromSequence, most);
            var page = Query(SelectStream, [Text(stream), Number(from), Number(limit)], Event);
            foreach (var stored in page)
                yield return stored;
            if (page.Count < limit)
                yield break;
            fromSequence = page[^1].Sequence + 1;
        }
    }

    public IEnumerable<StoredEvent> ReadAll(long fromPosition)
    {
        for (var most = FirstPage; ; most = Math.Min(MostPage, most * 4))
        {
            var (from, limit) = (fromPosition, most);
            var page = Query(SelectAll, [Number(from), Number(limit)], row => (Event(row), IsQuarantined: !row.IsDBNull(9) && row.GetInt64(1) >= row.GetInt64(9)));
            foreach (var (stored, isQuarantined) in page)
            {
                if (!isQuarantined)
                    yield return stored;
            }

            if (page.Count < limit)
                yield break;
            fromPosition = page[^1].Item1.Position + 1;
        }
    }

    public List<StreamHead> Heads()
    {
        var heads = Query(
            "SELECT name, seq, link FROM {schema}.streams WHERE seq > 0", [],
            row => new StreamHead(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        heads.Sort((left, right) => string.CompareOrdinal(left.Stream, right.Stream));
        return heads;
    }

    public JournalHead Head() => Query(
        "SELECT commits, last_position, link FROM {schema}.journal", [],
        row => new JournalHead(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2))) is [var head]
        ? head
        : throw database.Failure(JournalFailure.Corrupt, "the journal has lost its row");

    /// <summary>The link of a commit; empty when there is none of that number.</summary>
    public ReadOnlyMemory<byte> LinkOf(long commit) =>
        Query("SELECT link FROM {schema}.commits WHERE number = $1", [Number(commit)], row => row.GetFieldValue<byte[]>(0)) is [var link] ? link : default;

    public string Environment() => Query("SELECT environment FROM {schema}.journal", [], row => row.GetString(0)) is [var environment]
        ? environment
        : throw database.Failure(JournalFailure.Corrupt, "the journal has lost its row");

    /// <summary>All streams, sorted by name (ordinal).</summary>
    public List<JournalStream> Streams()
    {
        var streams = Query(
            "SELECT name, account, seq, epoch, quarantined_from, quarantine_reason FROM {schema}.streams", [],
            row => new JournalStream(
                row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetInt64(4),
                row.IsDBNull(5) ? null : row.GetString(5)));
        streams.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return streams;
    }

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        if (id.IsNone)
            return null;
        var places = Query(
            "SELECT c.first_seq, c.last_seq FROM {schema}.commands c JOIN {schema}.streams s ON s.id = c.stream_id WHERE s.name = $1 AND c.id = $2",
            [Text(stream), new NpgsqlParameter<byte[]> { TypedValue = AppendRows.BytesOf(id) }],
            row => new CommandPlace(id, row.GetInt64(0), row.GetInt64(1)));
        return places.Count == 0 ? null : places[0];
    }

    /// <summary>Oldest first.</summary>
    public List<CommandPlace> RecentCommands(string stream, int most)
    {
        var places = Query(
            "SELECT c.id, c.first_seq, c.last_seq FROM {schema}.commands c JOIN {schema}.streams s ON s.id = c.stream_id " +
            "WHERE s.name = $1 ORDER BY c.stream_id DESC, c.last_seq DESC LIMIT $2",
            [Text(stream), Number(most)],
            row => new CommandPlace(CommandId.ReadFrom(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetInt64(2)));
        places.Reverse();
        return places;
    }

    private List<T> Query<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read) => database.Try(() =>
    {
        using var connection = database.Connect();
        using var command = database.Command(connection, sql);
        command.Parameters.AddRange(parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    });

    private static StoredEvent Event(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1),
        new EventData(
            row.GetString(2), row.GetFieldValue<byte[]>(3), row.GetInt64(4), row.GetInt32(5),
            new EventCause(row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7))),
        row.GetInt64(8));

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };
}
