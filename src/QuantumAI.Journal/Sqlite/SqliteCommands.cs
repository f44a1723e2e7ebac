using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The command ids and epochs of a journal, written in the transaction of the events they belong to. Not thread safe.</summary>
/// <remarks>Epochs are kept in memory too: they are few. A claim that is rolled back leaves the store failed, so memory is never read again.</remarks>
internal sealed class SqliteCommands : IDisposable
{
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _recent;
    private readonly SqliteStatement _raise;
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);

    public SqliteCommands(SqliteConnection connection)
    {
        _insert = connection.Prepare(SqliteJournalFormat.InsertCommand);
        _find = connection.Prepare(SqliteJournalFormat.SelectCommand);
        _recent = connection.Prepare(SqliteJournalFormat.SelectRecentCommands);
        _raise = connection.Prepare(SqliteJournalFormat.RaiseEpoch);
        using var epochs = connection.Prepare(SqliteJournalFormat.SelectEpochs);
        while (epochs.Step())
            _epochs[epochs.Text(0)] = epochs.Int64(1);
    }

    /// <summary>Gives a journal of format 1 the tables of format 2; does nothing otherwise.</summary>
    public static void Prepare(SqliteDatabase database)
    {
        if (database.Connection.Number("PRAGMA user_version") >= SqliteJournalFormat.Format.Version)
            return;
        database.InTransaction(() => database.Connection.Execute(
            $"{SqliteJournalFormat.CommandsAndOwners} PRAGMA user_version={SqliteJournalFormat.Format.Version}"));
    }

    public long EpochOf(string stream) => _epochs.GetValueOrDefault(stream);

    /// <summary>Within a transaction.</summary>
    public void RaiseEpoch(string stream, long epoch)
    {
        _raise.Bind(1, stream);
        _raise.Bind(2, epoch);
        _raise.Run();
        _epochs[stream] = epoch;
    }

    /// <summary>Notes an append that is accepted, within its transaction.</summary>
    public void Record(AppendRequest request, long lastSequence)
    {
        if (request.Epoch > EpochOf(request.Stream))
            RaiseEpoch(request.Stream, request.Epoch);
        if (request.CommandId.IsNone)
            return;
        _insert.Bind(1, request.Stream);
        _insert.Bind(2, lastSequence);
        _insert.Bind(3, request.ExpectedSequence + 1);
        BindId(_insert, 4, request.CommandId);
        _insert.Run();
    }

    public CommandPlace? Find(string stream, CommandId id)
    {
        if (id.IsNone)
            return null;
        _find.Bind(1, stream);
        BindId(_find, 2, id);
        try
        {
            return _find.Step() ? new CommandPlace(id, _find.Int64(0), _find.Int64(1)) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>Oldest first.</summary>
    public List<CommandPlace> Recent(string stream, int most)
    {
        var places = new List<CommandPlace>();
        _recent.Bind(1, stream);
        _recent.Bind(2, most);
        try
        {
            while (_recent.Step())
                places.Add(new CommandPlace(CommandId.ReadFrom(_recent.Bytes(0)), _recent.Int64(1), _recent.Int64(2)));
        }
        finally
        {
            _recent.Reset();
        }

        places.Reverse();
        return places;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _recent.Dispose();
        _raise.Dispose();
    }

    private static void BindId(SqliteStatement statement, int index, CommandId id)
    {
        Span<byte> bytes = stackalloc byte[CommandId.Bytes];
        id.WriteTo(bytes);
        statement.BindBlob(index, bytes);
    }
}
