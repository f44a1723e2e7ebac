using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>How a journal file is opened.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>Wall clock for commit times, the owner's note and <c>journal.head</c>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Size at which the file counts as full; null for no bound but the disk's.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Told now and then how many events are verified while the journal is opened.</summary>
    public Action<long>? Verified { get; init; }
}

/// <summary>The durable journal of one machine: an SQLite file with one writing process.</summary>
/// <remarks>
/// One caller at a time, as <see cref="IJournalStore"/> says. After a commit that failed, the next call first learns what the file
/// holds and then goes on: a full disk that has room again, or a lock that was let go, needs no hand.
/// </remarks>
public sealed class SqliteJournalStore : IJournalStore
{
    private readonly SqliteDatabase _database;
    private readonly JournalIdentity _identity;
    private readonly TimeProvider _time;
    private readonly SqliteJournalWriter _writer;
    private readonly JournalHeadFile _headFile;
    private bool _isStale;
    private bool _disposed;

    private SqliteJournalStore(SqliteDatabase database, JournalIdentity identity, SqliteJournalOptions options)
    {
        (_database, _identity, _time) = (database, identity, options.Time);
        _writer = new SqliteJournalWriter(database.Path, database.Connection);
        var headPath = JournalHeadFile.PathBeside(database.Path);
        _headFile = new JournalHeadFile(headPath, options.Time, JournalHeadFile.Read(headPath));
        _headFile.Note(_writer.Head);
    }

    /// <summary>Opens or creates the journal, takes ownership of it and verifies every chain. A journal of an older format is brought up to date; the old file is kept.</summary>
    /// <param name="path">The file, for example <c>data/journal.db</c>; an absent directory is created.</param>
    /// <param name="identity">Whose journal it is.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="JournalException">
    /// In use (it names the owner), foreign, newer, of another environment, damaged (it names stream and sequence), cut off, unavailable.
    /// </exception>
    public static SqliteJournalStore Open(string path, JournalIdentity identity, SqliteJournalOptions? options = null)
    {
        options ??= new SqliteJournalOptions();
        SqliteUpgrade.RunIfOld(path, identity, options.Time);
        var database = SqliteDatabase.Open(
            path, SqliteJournalFormat.Format, options.Time, options.MaxBytes, connection => Verify(path, identity, connection, options.Verified));
        try
        {
            // Empty for a new file, and for one that a crash has left between its creation and this line.
            if (database.Connection.Number("SELECT count(*) FROM journal") == 0)
                database.InTransaction(() => Name(database.Connection, identity));
            return new SqliteJournalStore(database, identity, options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Appends each request or refuses it, all in one durable transaction.</summary>
    /// <exception cref="ArgumentException">A request without events, or with a text that is too long; nothing was appended.</exception>
    /// <exception cref="JournalException">The commit failed; what the file holds is learnt at the next call.</exception>
    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        foreach (var request in requests)
            AppendRules.Check(request);
        var results = new AppendResult[requests.Count];
        Write(() =>
        {
            for (var i = 0; i < results.Length; i++)
                results[i] = AppendOne(requests[i]);
            _writer.EndCommit(NowNanos());
        });
        _headFile.Note(_writer.Head);
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

    /// <inheritdoc cref="Read"/>
    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var reader = SqliteJournalReader.Open(_database.Path);
        foreach (var stored in reader.ReadAll(fromPosition))
            yield return stored;
    }

    public IReadOnlyList<StreamHead> Heads()
    {
        MakeSure();
        return [.. _writer.Streams.Where(stream => stream.Sequence > 0).Select(stream => stream.Head).OrderBy(head => head.Stream, StringComparer.Ordinal)];
    }

    public JournalHead Head()
    {
        MakeSure();
        return _writer.Head;
    }

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        MakeSure();
        return _writer.FindCommand(_writer.Find(stream), id);
    }

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        MakeSure();
        return _writer.RecentCommands(_writer.Find(stream), most);
    }

    /// <exception cref="JournalException">The commit failed.</exception>
    public long Claim(string stream, long epoch)
    {
        MakeSure();
        if (epoch > (_writer.Find(stream)?.Epoch ?? 0))
            Write(() => _writer.RaiseEpoch(_writer.Begin(stream, _identity.Account, epoch), epoch));
        return _writer.Find(stream)?.Epoch ?? 0;
    }

    /// <exception cref="JournalException">The commit failed.</exception>
    public long Take(string stream)
    {
        MakeSure();
        return Claim(stream, (_writer.Find(stream)?.Epoch ?? 0) + 1);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _headFile.Dispose();
        _writer.Dispose();
        _database.Dispose();
    }

    private static void Verify(string path, JournalIdentity identity, SqliteConnection connection, Action<long>? verified)
    {
        var environment = connection.Word("SELECT environment FROM journal");
        if (environment.Length > 0 && environment != identity.Environment)
            throw new JournalException(
                JournalFailure.OtherEnvironment, $"{path} is a journal of the environment {environment}, this is {identity.Environment}: use another data directory");
        var head = SqliteVerification.Run(path, connection, verified);
        JournalHeadFile.Compare(JournalHeadFile.PathBeside(Path.GetFullPath(path)), path, head, number => SqliteJournalReader.LinkOf(connection, number));
    }

    private static void Name(SqliteConnection connection, JournalIdentity identity)
    {
        using var insert = connection.Prepare("INSERT INTO journal(environment) VALUES(?1)");
        insert.Bind(1, identity.Environment);
        insert.Run();
    }

    private AppendResult AppendOne(AppendRequest request)
    {
        var stream = _writer.Find(request.Stream);
        if (AppendRules.ForeignOrUnsound(request, stream?.Account, stream?.Quarantined, stream?.Sequence ?? 0, _identity) is { } foreign)
            return foreign;
        var refusal = AppendResult.Refusal(request, stream?.Sequence ?? 0, stream?.Epoch ?? 0, _writer.FindCommand(stream, request.CommandId));
        if (refusal is not null)
            return refusal;
        stream ??= _writer.Begin(request.Stream, _identity.Account, request.Epoch);
        _writer.Append(stream, request.Events, request.Epoch);
        if (!request.CommandId.IsNone)
            _writer.AddCommand(stream, new CommandPlace(request.CommandId, request.ExpectedSequence + 1, stream.Sequence));
        return new AppendResult(AppendOutcome.Appended, stream.Sequence);
    }

    /// <summary>After a failure, learns what the file holds before anything else is done.</summary>
    private void MakeSure()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_isStale)
            return;
        _database.Connection.RollBack();
        _writer.Refresh();
        _isStale = false;
    }

    private void Write(Action work)
    {
        MakeSure();
        _isStale = true;
        _database.InTransaction(work);
        _isStale = false;
    }

    private long NowNanos() => (_time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
