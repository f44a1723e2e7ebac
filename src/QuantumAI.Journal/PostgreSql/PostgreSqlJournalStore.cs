using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The durable journal of several machines: a schema of a PostgreSQL database (15 or later) that many processes write to.</summary>
/// <remarks>
/// One caller at a time. A batch is one statement: one round trip, one transaction. It is decided here on the streams as they were
/// last seen, and written only if the database finds them so; otherwise the answer says how they are and the batch is decided
/// again. So results, positions and both chains are those of the store in memory, whoever writes besides.
/// <para>After a failure the store goes on: it forgets what it knew, connects again (to the server that takes writes) and asks.
/// What a lost answer had meant is then seen by its bytes (<see cref="GroupCommitJournal"/>).</para>
/// </remarks>
public sealed class PostgreSqlJournalStore : IJournalStore
{
    /// <summary>A batch is decided again only when another writer has written in between: many times in a row means that two fight.</summary>
    private const int MostRounds = 32;

    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlReader _reader;
    private readonly JournalIdentity _identity;
    private readonly AppendPlan _plan;
    private readonly Dictionary<string, StreamState> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stream, CommandId Id), CommandPlace> _places = [];
    private readonly JournalHeadFile? _headFile;
    private JournalHead _acknowledged;
    private WriterSession? _session;
    private bool _isDisposed;

    private PostgreSqlJournalStore(PostgreSqlDatabase database, JournalIdentity identity, JournalHead head, string? warning, string? headPath)
    {
        _headFile = headPath is null ? null : new JournalHeadFile(headPath, TimeProvider.System);
        (_database, _identity, _acknowledged, Warning) = (database, identity, head, warning);
        _reader = new PostgreSqlReader(database);
        _plan = new AppendPlan(identity.Account);
    }

    /// <summary>What an operator must know although nothing is refused, for example that the server runs without fsync; null when all is well.</summary>
    public string? Warning { get; }

    /// <summary>Opens a journal and verifies every chain.</summary>
    /// <param name="connectionString">Npgsql's; several hosts for a fail-over. The user needs the schema's writer role.</param>
    /// <param name="identity">Environment and account; a journal of another environment is refused.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="ArgumentException">The schema's name.</exception>
    /// <exception cref="JournalException">Absent (it names the command that creates it), newer, foreign, damaged (it names stream and sequence), unavailable.</exception>
    public static PostgreSqlJournalStore Open(string connectionString, JournalIdentity identity, PostgreSqlJournalOptions? options = null)
    {
        options ??= new PostgreSqlJournalOptions();
        var schema = new SchemaName(options.Schema);
        if (options.Migrate)
            PostgreSqlMigrations.Run(connectionString, identity.Environment, options.Schema);
        var database = new PostgreSqlDatabase(connectionString, schema, options.ApplicationName);
        try
        {
            var warning = SchemaCheck.Run(database, identity.Environment);

            // Before the journal: another writer of this machine may go on, and must not look like a cut tail.
            var said = options.HeadPath is { } headPath ? JournalHeadFile.Said(headPath) : null;
            var head = options.Verify ? PostgreSqlVerification.Run(database, options.Progress) : new PostgreSqlReader(database).Head();
            if (said is not null)
            {
                var notice = JournalHeadFile.Compare(database.Place, said, head, number => new PostgreSqlReader(database).LinkOf(number));
                warning = warning is null || notice is null ? warning ?? notice : $"{warning}\n{notice}";
            }

            return new PostgreSqlJournalStore(database, identity, head, warning, options.HeadPath);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Check(AppendRequest request) => StoredText.Check(request);

    /// <summary>Appends each request or refuses it, all in one durable transaction.</summary>
    /// <exception cref="ArgumentException">A request without events, or a text that is not UTF-8 or has a NUL; nothing was appended.</exception>
    /// <exception cref="JournalException">It failed; whether the events are there is learnt by asking again.</exception>
    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        StoredText.Check(requests);
        if (requests.Count == 0)
            return [];
        _places.Clear();
        for (var round = 0; round < MostRounds; round++)
        {
            _plan.Decide(requests, _streams, _places);
            var answer = OnSession(session => session.Append(_plan));
            if (answer.IsDone)
                return Done(answer);
            Learn(answer);
        }

        throw _database.Failure(JournalFailure.InUse, $"another writer was quicker {MostRounds} times in a row");
    }

    /// <summary>Events of a stream, page by page; not those that are quarantined.</summary>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.Read(stream, fromSequence);
    }

    /// <summary>Events of all streams in the order of the commits, page by page; those that are quarantined are left out.</summary>
    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.ReadAll(fromPosition);
    }

    public IReadOnlyList<StreamHead> Heads()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.Heads();
    }

    public JournalHead Head()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.Head();
    }

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.FindCommand(stream, id);
    }

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _reader.RecentCommands(stream, most);
    }

    /// <summary>Waits for an append that is under way; a stale owner's append after it is fenced.</summary>
    /// <exception cref="JournalException">It failed, or the stream is of another account.</exception>
    public long Claim(string stream, long epoch) => Own(stream, epoch);

    /// <inheritdoc cref="Claim"/>
    public long Take(string stream) => Own(stream, null);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _session?.Dispose();
        _headFile?.Dispose();
        _database.Dispose();
    }

    private long Own(string stream, long? epoch)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        StoredText.Check(stream, "the stream's name", stream);
        var owned = OnSession(session => session.Own(stream, epoch));
        _streams.Remove(stream);
        return owned;
    }

    private AppendResult[] Done(AppendAnswer answer)
    {
        foreach (var group in _plan.Groups)
            _streams[group.Name] = group.After(_identity.Account);
        _acknowledged = answer.Head;
        _headFile?.Note(answer.Head);
        return _plan.Results;
    }

    private void Learn(AppendAnswer answer)
    {
        foreach (var group in _plan.Groups)
            _streams[group.Name] = answer.Streams![group.Index - 1];
        foreach (var (probe, first, last) in answer.Found!)
        {
            var command = _plan.Probes[probe - 1];
            _places[command] = new CommandPlace(command.Id, first, last);
        }
    }

    /// <summary>Whatever fails, the next call starts with a new connection and knows nothing.</summary>
    private T OnSession<T>(Func<WriterSession, T> work)
    {
        try
        {
            _session ??= WriterSession.Open(_database, _identity, _plan.Rows, _acknowledged);
            return _database.Try(() => work(_session));
        }
        catch
        {
            _session?.Dispose();
            _session = null;
            _streams.Clear();
            throw;
        }
    }
}
