using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The durable journal of one machine: an SQLite file with one writing process.</summary>
/// <remarks>
/// One caller at a time, as <see cref="IJournalStore"/> says. A failed commit stops nothing: the next call first takes back what is
/// open, reads from the database what it holds (the failed commit may be there) and goes on.
/// </remarks>
public sealed class SqliteJournalStore : IJournalStore
{
    private readonly SqliteDatabase _database;
    private readonly JournalWriter _writer;
    private readonly JournalCommands _commands;
    private readonly JournalTransaction _transaction;
    private readonly JournalState _state;
    private readonly JournalReaders _readers;
    private readonly JournalHeadFile _headFile;
    private readonly Action? _afterCommit;
    private bool _hasFailed;
    private bool _isDisposed;

    private SqliteJournalStore(SqliteDatabase database, JournalContent content, JournalIdentity identity, SqliteJournalOptions options, IReadOnlyList<string> notices)
    {
        (_database, Identity, Notices, _afterCommit) = (database, identity, notices, options.AfterCommit);
        _writer = new JournalWriter(database.Connection);
        _commands = new JournalCommands(database.Connection);
        _transaction = new JournalTransaction(database, _writer, _commands, identity.Account, options.Time);
        _state = new JournalState(content, identity.Account);
        _readers = new JournalReaders(database.Path);
        _headFile = new JournalHeadFile(JournalHeadFile.PathFor(database.Path), options.Time);
    }

    public JournalIdentity Identity { get; }

    /// <summary>What opening found that people should hear of: an upgrade, an unreadable <c>journal.head</c>, quarantined streams.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>For tests that make the disk fail.</summary>
    internal SqliteDatabase Database => _database;

    /// <summary>Opens or creates the journal, takes ownership of it and verifies all of it.</summary>
    /// <param name="path">The file, for example <c>data/journal.db</c>; an absent directory is created.</param>
    /// <param name="identity">The environment that the journal must record; the account that new streams belong to.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="JournalException">
    /// In use (it names the owner), foreign, newer, of another environment, damaged (it names stream and sequence), unavailable.
    /// </exception>
    public static SqliteJournalStore Open(string path, JournalIdentity identity, SqliteJournalOptions? options = null)
    {
        options ??= new SqliteJournalOptions();
        path = Path.GetFullPath(path);
        var notices = new List<string>();
        JournalContent? content = null;
        var database = SqliteDatabase.Open(
            path, SqliteJournalFormat.FormatOf(identity.Environment), options.Time, options.MaxBytes,
            connection => content = JournalOpening.Verify(path, connection, identity, options, notices),
            () =>
            {
                Note(JournalUpgrade.Run(path, identity, options.Time));
                JournalOpening.RefuseLost(path);
            });
        try
        {
            database.Connection.WaitForLocks(options.LockPatience);
            return new SqliteJournalStore(database, content!, identity, options, notices);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        void Note(string? notice)
        {
            if (notice is not null)
                notices.Add(notice);
        }
    }

    /// <summary>Appends each request or refuses it, all in one durable transaction.</summary>
    /// <remarks>A stream that another account has begun, and one that is quarantined, is fenced; the reason says so.</remarks>
    /// <exception cref="ArgumentException">A request without events; nothing was appended.</exception>
    /// <exception cref="JournalException">Nothing of it is known to be written; the next call finds out.</exception>
    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            if (requests[i].Events.Count == 0)
                throw new ArgumentException("an append carries at least one event", nameof(requests));
        }

        Start();
        var results = new AppendResult[requests.Count];
        try
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = _transaction.Append(requests[i], _state.FindOrBegin(requests[i].Stream));
            Finish();
        }
        catch
        {
            Fail();
            throw;
        }

        return results;
    }

    /// <summary>Events of a stream, on a connection of its own: what is appended meanwhile is not seen.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _readers.Read(reader => reader.Read(stream, fromSequence));
    }

    /// <summary>Events of all streams, on a connection of its own: what is appended meanwhile is not seen.</summary>
    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _readers.Read(reader => reader.ReadAll(fromPosition));
    }

    public IReadOnlyList<StreamHead> Heads() =>
    [
        .. _state.Streams.Where(stream => stream.Sequence > 0).Select(stream => stream.Head).OrderBy(head => head.Stream, StringComparer.Ordinal),
    ];

    public JournalHead Head() => _state.Head;

    /// <summary>All streams, sorted by name (ordinal); the quarantined ones say so.</summary>
    public IReadOnlyList<JournalStream> Streams() =>
        [.. _state.Streams.Where(stream => stream.IsStored).Select(stream => stream.Info).OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _state.Find(stream) is { } found ? _commands.Find(found.Id, id) : null;
    }

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _state.Find(stream) is { } found ? _commands.Recent(found.Id, most) : [];
    }

    /// <exception cref="JournalException">It could not be written, or the stream belongs to another account.</exception>
    public long Claim(string stream, long epoch)
    {
        Start();
        return Math.Max(epoch, 0) <= (_state.Find(stream)?.Epoch ?? 0) ? _state.Find(stream)?.Epoch ?? 0 : Raise(stream, epoch);
    }

    /// <exception cref="JournalException">It could not be written, or the stream belongs to another account.</exception>
    public long Take(string stream)
    {
        Start();
        return Raise(stream, (_state.Find(stream)?.Epoch ?? 0) + 1);
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _headFile.Dispose();
        _readers.Dispose();
        _transaction.Dispose();
        _commands.Dispose();
        _writer.Dispose();
        _database.Dispose();
    }

    private long Raise(string stream, long epoch)
    {
        var found = _state.FindOrBegin(stream);
        if (found.Account != Identity.Account)
            throw new JournalException(JournalFailure.OtherIdentity, $"stream {stream} belongs to account {found.Account}, the journal was opened for {Identity.Account}");
        try
        {
            _transaction.Raise(found, epoch);
            Finish();
        }
        catch
        {
            Fail();
            throw;
        }

        return found.Epoch;
    }

    private void Start()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasFailed)
        {
            _database.Connection.RollBack();
            _state.Resume(_database.Path, JournalContent.Read(_database.Path, _database.Connection), _transaction);
            _hasFailed = false;
        }

        _transaction.Start(_state.Head);
    }

    private void Finish()
    {
        _transaction.Commit();
        _afterCommit?.Invoke();
        var before = _state.Head;
        _state.Accept(_transaction);
        if (_state.Head != before)
            _headFile.Note(_state.Head);
    }

    private void Fail()
    {
        _hasFailed = true;
        _database.Connection.RollBack();
    }
}
