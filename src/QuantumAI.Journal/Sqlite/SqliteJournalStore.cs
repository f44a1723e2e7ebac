using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The durable journal of one machine: an SQLite file with one writing process.</summary>
/// <remarks>
/// One caller at a time, as <see cref="IJournalStore"/> says. Once a commit has failed, every later append fails too: what the
/// file holds is learnt by opening it again.
/// </remarks>
public sealed class SqliteJournalStore : IJournalStore
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _moveHead;
    private readonly SqliteCommands _commands;
    private readonly SortedDictionary<string, StreamHead> _heads;
    private JournalException? _failure;
    private bool _disposed;

    private SqliteJournalStore(SqliteDatabase database, TimeProvider time, SortedDictionary<string, StreamHead> heads)
    {
        _database = database;
        _time = time;
        _heads = heads;
        _insert = database.Connection.Prepare(SqliteJournalFormat.InsertEvent);
        _moveHead = database.Connection.Prepare(SqliteJournalFormat.MoveHead);
        _commands = new SqliteCommands(database.Connection);
    }

    /// <summary>Opens or creates the journal, takes ownership of it and verifies every chain.</summary>
    /// <param name="path">The file, for example <c>data/journal.db</c>; an absent directory is created.</param>
    /// <param name="time">Wall clock for <c>recorded_at</c> and the owner's note; the system's when null.</param>
    /// <param name="maxBytes">Size at which the file counts as full; null for no bound but the disk's.</param>
    /// <exception cref="JournalException">In use (it names the owner), foreign, newer, damaged (it names stream and sequence), unavailable.</exception>
    public static SqliteJournalStore Open(string path, TimeProvider? time = null, long? maxBytes = null)
    {
        time ??= TimeProvider.System;
        SortedDictionary<string, StreamHead> heads = [];
        var database = SqliteDatabase.Open(
            path, SqliteJournalFormat.Format, time, maxBytes, connection => heads = JournalVerification.Run(path, connection));
        try
        {
            SqliteCommands.Prepare(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        return new SqliteJournalStore(database, time, heads);
    }

    /// <summary>Appends each request or refuses it, all in one durable transaction.</summary>
    /// <exception cref="ArgumentException">A request without events; nothing was appended.</exception>
    /// <exception cref="JournalException">The commit failed now or before; whether the events are there is learnt by opening again.</exception>
    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        RefuseAfterFailure();
        if (requests.Any(request => request.Events.Count == 0))
            throw new ArgumentException("an append carries at least one event", nameof(requests));

        var results = new AppendResult[requests.Count];
        var moved = new Dictionary<string, StreamHead>(StringComparer.Ordinal);
        Write(() => AppendAll(requests, results, moved));
        foreach (var head in moved.Values)
            _heads[head.Stream] = head;
        return results;
    }

    /// <summary>Events of a stream, on a connection of its own: what is appended meanwhile is not seen.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var reader = SqliteJournalReader.Open(_database.Path);
        foreach (var stored in reader.Read(stream, fromSequence))
            yield return stored;
    }

    public IReadOnlyList<StreamHead> Heads() => [.. _heads.Values];

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _commands.Find(stream, id);
    }

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _commands.Recent(stream, most);
    }

    /// <exception cref="JournalException">The commit failed now or before.</exception>
    public long Claim(string stream, long epoch)
    {
        RefuseAfterFailure();
        if (epoch > _commands.EpochOf(stream))
            Write(() => _commands.RaiseEpoch(stream, epoch));
        return _commands.EpochOf(stream);
    }

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => throw new NotSupportedException();

    public JournalHead Head() => throw new NotSupportedException();

    public long Take(string stream) => Claim(stream, _commands.EpochOf(stream) + 1);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _commands.Dispose();
        _insert.Dispose();
        _moveHead.Dispose();
        _database.Dispose();
    }

    private void RefuseAfterFailure()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
            throw new JournalException(_failure.Failure, $"the journal stopped after a failure: {_failure.Message}", _failure);
    }

    private void Write(Action work)
    {
        try
        {
            _database.InTransaction(work);
        }
        catch (JournalException failure)
        {
            _failure = failure;
            throw;
        }
    }

    private void AppendAll(IReadOnlyList<AppendRequest> requests, AppendResult[] results, Dictionary<string, StreamHead> moved)
    {
        var recordedNanos = (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
        for (var i = 0; i < results.Length; i++)
        {
            var request = requests[i];
            var head = moved.GetValueOrDefault(request.Stream) ?? _heads.GetValueOrDefault(request.Stream);
            var last = head?.LastSequence ?? 0;
            var refusal = AppendResult.Refusal(request, last, _commands.EpochOf(request.Stream), _commands.Find(request.Stream, request.CommandId));
            if (refusal is not null)
            {
                results[i] = refusal;
                continue;
            }

            var end = AppendOne(request, head, recordedNanos);
            moved[request.Stream] = end;
            results[i] = new AppendResult(AppendOutcome.Appended, end.LastSequence);
        }
    }

    private StreamHead AppendOne(AppendRequest request, StreamHead? head, long recordedNanos)
    {
        var sequence = request.ExpectedSequence;
        var link = head is null ? HashChain.Origin : head.Link.ToArray();
        _insert.Bind(1, request.Stream);
        _insert.Bind(6, recordedNanos);
        foreach (var data in request.Events)
        {
            link = HashChain.Next(link, data);
            sequence++;
            _insert.Bind(2, sequence);
            _insert.Bind(3, data.Type);
            _insert.BindText(4, data.Payload.Span);
            _insert.Bind(5, data.TimeNanos);
            _insert.BindBlob(7, link);
            _insert.Run();
        }

        _moveHead.Bind(1, request.Stream);
        _moveHead.Bind(2, sequence);
        _moveHead.BindBlob(3, link);
        _moveHead.Bind(4, request.ExpectedSequence);
        if (_moveHead.Run() != 1)
            throw new JournalException(JournalFailure.Corrupt, $"{_database.Path}: another program has written to stream {request.Stream}");
        _commands.Record(request, sequence);
        return new StreamHead(request.Stream, sequence, link);
    }
}
