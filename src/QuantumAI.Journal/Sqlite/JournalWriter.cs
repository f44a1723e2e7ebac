using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The prepared statements that write a journal; each runs within the caller's transaction. Not thread safe.</summary>
internal sealed class JournalWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _event = connection.Prepare(SqliteJournalFormat.InsertEvent);
    private readonly SqliteStatement _newStream = connection.Prepare(SqliteJournalFormat.InsertStream);
    private readonly SqliteStatement _moveStream = connection.Prepare(SqliteJournalFormat.MoveStream);
    private readonly SqliteStatement _newCommit = connection.Prepare(SqliteJournalFormat.InsertCommit);
    private readonly SqliteStatement _moveJournal = connection.Prepare(SqliteJournalFormat.MoveJournal);
    private readonly SqliteStatement _command = connection.Prepare(SqliteJournalFormat.InsertCommand);

    public void Event(long position, long stream, long sequence, EventData data, long recordedNanos, ReadOnlySpan<byte> link)
    {
        _event.Bind(1, position);
        _event.Bind(2, stream);
        _event.Bind(3, sequence);
        EventRow.Bind(_event, data);
        _event.Bind(8, recordedNanos);
        if (link.IsEmpty)
            _event.BindNull(11);
        else
            _event.BindBlob(11, link);
        _event.Run();
    }

    /// <summary>Writes what a stream has moved to; false when somebody else has moved it.</summary>
    public bool Move(StreamState stream)
    {
        var statement = stream.IsStored ? _moveStream : _newStream;
        statement.Bind(1, stream.Id);
        if (stream.IsStored)
        {
            statement.Bind(2, stream.NextSequence);
            statement.BindBlob(3, stream.NextLink);
            statement.Bind(4, stream.NextEpoch);
            statement.Bind(5, stream.Sequence);
        }
        else
        {
            statement.Bind(2, stream.Name);
            statement.Bind(3, stream.Account);
            statement.Bind(4, stream.NextSequence);
            statement.BindBlob(5, stream.NextLink);
            statement.Bind(6, stream.NextEpoch);
        }

        return statement.Run() == 1;
    }

    /// <summary>Writes a commit and the journal's end; false when somebody else has written one.</summary>
    public bool Commit(JournalHead head, long recordedNanos)
    {
        _moveJournal.Bind(1, head.Commits);
        _moveJournal.Bind(2, head.LastPosition);
        _moveJournal.BindBlob(3, head.Link.Span);
        if (_moveJournal.Run() != 1)
            return false;
        _newCommit.Bind(1, head.Commits);
        _newCommit.Bind(2, head.LastPosition);
        _newCommit.Bind(3, recordedNanos);
        _newCommit.BindBlob(4, head.Link.Span);
        _newCommit.Run();
        return true;
    }

    /// <summary>Notes a command; false when the stream holds it already.</summary>
    public bool Command(long stream, CommandPlace place)
    {
        Span<byte> id = stackalloc byte[CommandId.Bytes];
        place.Id.WriteTo(id);
        _command.Bind(1, stream);
        _command.BindBlob(2, id);
        _command.Bind(3, place.FirstSequence);
        _command.Bind(4, place.LastSequence);
        return _command.Run() == 1;
    }

    public void Dispose()
    {
        _event.Dispose();
        _newStream.Dispose();
        _moveStream.Dispose();
        _newCommit.Dispose();
        _moveJournal.Dispose();
        _command.Dispose();
    }
}
