using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Writes appends and commits, and knows the ends of all streams. Within the transactions of its caller; not thread safe.</summary>
/// <remarks>When a transaction was rolled back, memory is ahead of the file: <see cref="Refresh"/> before anything else.</remarks>
internal sealed class SqliteJournalWriter : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _insertStream;
    private readonly SqliteStatement _moveHead;
    private readonly SqliteStatement _raiseEpoch;
    private readonly SqliteStatement _insertCommit;
    private readonly SqliteStatement _insertCommand;
    private readonly SqliteStatement _findCommand;
    private readonly SqliteStatement _recentCommands;
    private readonly Dictionary<string, StreamRow> _streams = new(StringComparer.Ordinal);
    private readonly List<StreamHead> _appends = [];
    private long _position;

    public SqliteJournalWriter(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _insertEvent = connection.Prepare(SqliteJournalFormat.InsertEvent);
        _insertStream = connection.Prepare(SqliteJournalFormat.InsertStream);
        _moveHead = connection.Prepare(SqliteJournalFormat.MoveHead);
        _raiseEpoch = connection.Prepare(SqliteJournalFormat.RaiseEpoch);
        _insertCommit = connection.Prepare(SqliteJournalFormat.InsertCommit);
        _insertCommand = connection.Prepare(SqliteJournalFormat.InsertCommand);
        _findCommand = connection.Prepare(SqliteJournalFormat.SelectCommand);
        _recentCommands = connection.Prepare(SqliteJournalFormat.SelectRecentCommands);
        Refresh();
    }

    /// <summary>The last commit that was ended.</summary>
    public JournalHead Head { get; private set; } = JournalHead.Empty;

    public IReadOnlyCollection<StreamRow> Streams => _streams.Values;

    /// <summary>Forgets what is not in the file.</summary>
    public void Refresh()
    {
        _appends.Clear();
        _streams.Clear();
        foreach (var stream in StreamRow.ReadAll(_connection))
            _streams.Add(stream.Name, stream);
        Head = CommitRow.LastOf(_connection);
        _position = Head.LastPosition;
    }

    public StreamRow? Find(string stream) => _streams.GetValueOrDefault(stream);

    /// <summary>The stream, begun now if there was none.</summary>
    public StreamRow Begin(string stream, string account, long epoch)
    {
        if (_streams.TryGetValue(stream, out var found))
            return found;
        _insertStream.Bind(1, stream);
        _insertStream.Bind(2, account);
        _insertStream.Bind(3, epoch);
        _insertStream.Run();
        var begun = new StreamRow(_connection.LastRowId, stream, account) { Epoch = epoch };
        _streams.Add(stream, begun);
        return begun;
    }

    public void RaiseEpoch(StreamRow stream, long epoch)
    {
        _raiseEpoch.Bind(1, stream.Id);
        _raiseEpoch.Bind(2, epoch);
        _raiseEpoch.Run();
        stream.Epoch = Math.Max(stream.Epoch, epoch);
    }

    /// <summary>Writes one append behind the stream's end.</summary>
    /// <exception cref="JournalException">Another program has moved the stream's end.</exception>
    public void Append(StreamRow stream, IReadOnlyList<EventData> events, long epoch)
    {
        var link = HashChain.Next(stream.Link, events);
        var before = stream.Sequence;
        _insertEvent.Bind(2, stream.Id);
        for (var i = 0; i < events.Count; i++)
        {
            var data = events[i];
            _insertEvent.Bind(1, ++_position);
            _insertEvent.Bind(3, before + i + 1);
            _insertEvent.Bind(4, data.Type);
            _insertEvent.Bind(5, data.SchemaVersion);
            _insertEvent.BindText(6, data.Payload.Span);
            _insertEvent.Bind(7, data.TimeNanos);
            _insertEvent.BindOrNull(8, data.Cause.Causation);
            _insertEvent.BindOrNull(9, data.Cause.Correlation);
            if (i == events.Count - 1)
                _insertEvent.BindBlob(10, link);
            else
                _insertEvent.BindNull(10);
            _insertEvent.Run();
        }

        (stream.Sequence, stream.Link, stream.Epoch) = (before + events.Count, link, Math.Max(stream.Epoch, epoch));
        _moveHead.Bind(1, stream.Id);
        _moveHead.Bind(2, stream.Sequence);
        _moveHead.BindBlob(3, link);
        _moveHead.Bind(4, epoch);
        _moveHead.Bind(5, before);
        if (_moveHead.Run() != 1)
            throw new JournalException(JournalFailure.Corrupt, $"{_path}: another program has written to stream {stream.Name}");
        _appends.Add(stream.Head);
    }

    public void AddCommand(StreamRow stream, CommandPlace place)
    {
        Span<byte> id = stackalloc byte[CommandId.Bytes];
        place.Id.WriteTo(id);
        _insertCommand.Bind(1, stream.Id);
        _insertCommand.Bind(2, place.LastSequence);
        _insertCommand.Bind(3, place.FirstSequence);
        _insertCommand.BindBlob(4, id);
        _insertCommand.Run();
    }

    /// <summary>Adds the link over what was appended since the last one; nothing when nothing was.</summary>
    public void EndCommit(long recordedNanos)
    {
        if (_appends.Count == 0)
            return;
        var number = Head.Commits + 1;
        var head = new JournalHead(number, _position, HashChain.NextCommit(Head.Link.Span, number, _appends));
        _insertCommit.Bind(1, number);
        _insertCommit.Bind(2, _position);
        _insertCommit.Bind(3, recordedNanos);
        _insertCommit.BindBlob(4, head.Link.Span);
        _insertCommit.Run();
        _appends.Clear();
        Head = head;
    }

    public CommandPlace? FindCommand(StreamRow? stream, CommandId id)
    {
        if (id.IsNone || stream is null)
            return null;
        Span<byte> bytes = stackalloc byte[CommandId.Bytes];
        id.WriteTo(bytes);
        _findCommand.Bind(1, stream.Id);
        _findCommand.BindBlob(2, bytes);
        try
        {
            return _findCommand.Step() ? new CommandPlace(id, _findCommand.Int64(0), _findCommand.Int64(1)) : null;
        }
        finally
        {
            _findCommand.Reset();
        }
    }

    /// <summary>Oldest first.</summary>
    public List<CommandPlace> RecentCommands(StreamRow? stream, int most)
    {
        var places = new List<CommandPlace>();
        if (stream is null)
            return places;
        _recentCommands.Bind(1, stream.Id);
        _recentCommands.Bind(2, most);
        try
        {
            while (_recentCommands.Step())
                places.Add(new CommandPlace(CommandId.ReadFrom(_recentCommands.Bytes(0)), _recentCommands.Int64(1), _recentCommands.Int64(2)));
        }
        finally
        {
            _recentCommands.Reset();
        }

        places.Reverse();
        return places;
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_insertEvent, _insertStream, _moveHead, _raiseEpoch, _insertCommit, _insertCommand, _findCommand, _recentCommands])
            statement.Dispose();
    }
}
