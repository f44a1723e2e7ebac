using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Finds command ids. Not thread safe.</summary>
internal sealed class JournalCommands(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _find = connection.Prepare(SqliteJournalFormat.SelectCommand);
    private readonly SqliteStatement _recent = connection.Prepare(SqliteJournalFormat.SelectRecentCommands);

    public CommandPlace? Find(long stream, CommandId id)
    {
        if (id.IsNone)
            return null;
        Span<byte> bytes = stackalloc byte[CommandId.Bytes];
        id.WriteTo(bytes);
        _find.Bind(1, stream);
        _find.BindBlob(2, bytes);
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
    public List<CommandPlace> Recent(long stream, int most)
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
        _find.Dispose();
        _recent.Dispose();
    }
}
