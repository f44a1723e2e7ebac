using System.Data;
using Npgsql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>
/// Walks a journal once in the order of its positions: every stream's sequences without a gap, each append's link and each commit's
/// link right, each end as it is stored. Sees one moment of the journal and holds up no writer.
/// </summary>
/// <remarks>
/// Damage of a stream is named by stream and sequence. What shows only in the journal's own chain (a position that is missing, a
/// commit that does not match) is kept until the end, since the stream that it belongs to says more. Wall times, command ids,
/// epochs and accounts are in no chain. Memory: the ends of the streams and a thousand commits.
/// </remarks>
internal sealed class PostgreSqlVerification
{
    private const int CommitsPerPage = 1000;
    private const int ProgressEvery = 10_000;

    private readonly PostgreSqlDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly Action<long, long>? _progress;
    private readonly Dictionary<long, VerifiedStream> _streams = [];
    private readonly List<StreamHead> _appends = [];
    private JournalHead _head = JournalHead.Empty;
    private long _position;
    private long _missing;
    private bool _commitIsExcused;
    private JournalException? _journalDamage;

    private PostgreSqlVerification(PostgreSqlDatabase database, NpgsqlConnection connection, Action<long, long>? progress) =>
        (_database, _connection, _progress) = (database, connection, progress);

    /// <returns>The journal's end.</returns>
    /// <exception cref="JournalException">Damage, or it cannot be read.</exception>
    public static JournalHead Run(PostgreSqlDatabase database, Action<long, long>? progress) => database.Try(() =>
    {
        using var connection = database.Connect();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var verification = new PostgreSqlVerification(database, connection, progress);
        using (var settings = database.Command(
            connection, "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'"))
            settings.ExecuteNonQuery();
        return verification.Walk();
    });

    private JournalHead Walk()
    {
        var stored = new PostgreSqlHeads(_database, _connection);
        foreach (var (id, stream) in stored.Streams())
            _streams.Add(id, stream);
        var end = stored.Journal();
        while (stored.Commits(_head.Commits, CommitsPerPage) is { Count: > 0 } commits)
        {
            WalkEvents(commits, end.LastPosition);
            if (commits.Count < CommitsPerPage)
                break;
        }

        WalkEvents([], end.LastPosition);
        foreach (var stream in _streams.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal))
            ThrowIf(stream.Name, stream.End());
        CompareEnd(end);
        if (_journalDamage is not null)
            throw _journalDamage;
        if (_missing > _streams.Values.Sum(stream => stream.ExcusedMissing))
            throw Damage(null, 0, $"{_missing} positions are missing");
        _progress?.Invoke(_position, end.LastPosition);
        return end;
    }

    /// <summary>Follows the events of some commits; with none, the events that belong to no commit.</summary>
    private void WalkEvents(List<JournalHead> commits, long all)
    {
        using var command = _database.Command(_connection, """
            SELECT position, stream_id, seq, type, payload, market_time, schema_version, causation, correlation, link
            FROM {schema}.events WHERE position > $1 AND position <= $2 ORDER BY position
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _head.LastPosition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = commits.Count == 0 ? long.MaxValue : commits[^1].LastPosition });
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var next = 0;
        while (reader.Read())
        {
            var position = reader.GetInt64(0);
            while (next < commits.Count && position > commits[next].LastPosition)
                EndCommit(commits[next++]);
            Follow(reader, position);
            if (commits.Count == 0)
                _journalDamage ??= Damage(_streams[reader.GetInt64(1)].Name, reader.GetInt64(2), "belongs to no commit");
            if (_position % ProgressEvery == 0)
                _progress?.Invoke(_position, all);
        }

        while (next < commits.Count)
            EndCommit(commits[next++]);
    }

    private void Follow(NpgsqlDataReader row, long position)
    {
        var (id, sequence) = (row.GetInt64(1), row.GetInt64(2));
        if (!_streams.TryGetValue(id, out var stream))
            throw Damage($"#{id}", sequence, "belongs to a stream that has no row");
        if (position != _position + 1)
            Miss(position - 1);
        _position = position;
        var link = row.IsDBNull(9) ? null : row.GetFieldValue<byte[]>(9);
        _commitIsExcused |= stream.IsExcused(sequence);
        ThrowIf(stream.Name, stream.Follow(sequence, Data(row), link));
        if (link is not null)
            _appends.Add(new StreamHead(stream.Name, sequence, link));
    }

    /// <summary>Positions up to <paramref name="last"/> are not there.</summary>
    private void Miss(long last)
    {
        _missing += last - _position;
        _commitIsExcused = true;
        _position = last;
    }

    private void EndCommit(JournalHead commit)
    {
        if (_position < commit.LastPosition)
            Miss(commit.LastPosition);
        var number = _head.Commits + 1;
        var isRight = commit.Commits == number && commit.Link.Span.SequenceEqual(HashChain.NextCommit(_head.Link.Span, number, _appends));
        if (!isRight && !_commitIsExcused)
        {
            var what = commit.Commits == number ? $"does not match its commit {number}" : $"has lost its commit {number}, {commit.Commits} follows";
            var place = _appends.Count > 0 ? _appends[0] : null;
            _journalDamage ??= Damage(place?.Stream, place?.LastSequence ?? 0, what);
        }

        _head = commit;
        _appends.Clear();
        _commitIsExcused = false;
    }

    private void CompareEnd(JournalHead end)
    {
        if (end.Commits != _head.Commits || end.LastPosition != _head.LastPosition || !end.Link.Span.SequenceEqual(_head.Link.Span))
        {
            _journalDamage ??= Damage(
                null, 0, $"the last commit is {_head.Commits} at position {_head.LastPosition}, the journal's row says {end.Commits} at {end.LastPosition}, or their links differ");
        }
    }

    private void ThrowIf(string stream, (long Sequence, string What)? wrong)
    {
        if (wrong is { } found)
            throw Damage(stream, found.Sequence, found.What);
    }

    private JournalException Damage(string? stream, long sequence, string what) => stream is null
        ? new JournalException(JournalFailure.Corrupt, $"{_database.Place} is damaged: {what}")
        : JournalException.OfDamage(_database.Place, stream, sequence, what);

    private static EventData Data(NpgsqlDataReader row) => new(
        row.GetString(3), row.GetFieldValue<byte[]>(4), row.GetInt64(5), row.GetInt32(6),
        new EventCause(row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8)));
}
