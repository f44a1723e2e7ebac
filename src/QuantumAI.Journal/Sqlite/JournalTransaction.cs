using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>One commit: appends each request or refuses it. What it would make of the streams stays apart until the disk has it. Not thread safe.</summary>
/// <remarks>The database transaction begins with the first append that is accepted: refusals cost no lock.</remarks>
internal sealed class JournalTransaction(SqliteDatabase database, JournalWriter writer, JournalCommands commands, string account, TimeProvider time) : IDisposable
{
    private readonly List<StreamState> _moved = [];
    private readonly CommitHash _hash = new();
    private bool _isOpen;
    private long _recordedNanos;

    /// <summary>What the journal ends at when the transaction is durable; the old end while nothing was appended.</summary>
    public JournalHead Next { get; private set; } = JournalHead.Empty;

    public IReadOnlyList<StreamState> Moved => _moved;

    /// <summary>Starts over from the journal's end; nothing is written yet.</summary>
    public void Start(JournalHead head)
    {
        _moved.Clear();
        _isOpen = false;
        Next = head;
        _hash.Start(head.Link.Span, head.Commits + 1);
    }

    /// <summary>Appends a request to a stream, or answers why not.</summary>
    public AppendResult Append(AppendRequest request, StreamState stream)
    {
        var (last, epoch) = stream.IsMoved ? (stream.NextSequence, stream.NextEpoch) : (stream.Sequence, stream.Epoch);
        if (RefusalOf(request, stream, last, epoch) is { } refusal)
            return refusal;
        var end = last + request.Events.Count;
        Open();
        if (!request.CommandId.IsNone && !writer.Command(stream.Id, new CommandPlace(request.CommandId, last + 1, end)))
            return AppendResult.Refusal(request, last, epoch, commands.Find(stream.Id, request.CommandId))!;

        var link = HashChain.Next(stream.IsMoved ? stream.NextLink : stream.Link, request.Events);
        for (var i = 0; i < request.Events.Count; i++)
        {
            var isLast = i == request.Events.Count - 1;
            writer.Event(Next.LastPosition + i + 1, stream.Id, last + i + 1, request.Events[i], _recordedNanos, isLast ? link : default);
        }

        Move(stream, end, link, request.Epoch);
        _hash.Add(stream.NameBytes, end, link);
        Next = Next with { LastPosition = Next.LastPosition + request.Events.Count };
        return new AppendResult(AppendOutcome.Appended, end);
    }

    /// <summary>Raises a stream's epoch.</summary>
    public void Raise(StreamState stream, long epoch)
    {
        Open();
        Move(stream, stream.Sequence, stream.Link, epoch);
    }

    /// <summary>Makes everything durable; nothing to do when every request was refused.</summary>
    /// <exception cref="JournalException">The commit failed, or another program has written to the journal.</exception>
    public void Commit()
    {
        if (!_isOpen)
            return;
        if (_moved.Count == 0)
        {
            database.Connection.RollBack();
            return;
        }

        foreach (var stream in _moved)
        {
            if (!writer.Move(stream))
                throw new JournalException(JournalFailure.Corrupt, $"{database.Path}: another program has written to stream {stream.Name}");
        }

        if (_hash.Appends > 0)
            CloseChain();
        database.Commit();
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>The refusal, as far as it shows without a write; a repeated command that expects the right end shows by its insert.</summary>
    private AppendResult? RefusalOf(AppendRequest request, StreamState stream, long last, long epoch)
    {
        if (stream.Account != account)
            return new(AppendOutcome.Fenced, last, $"stream {stream.Name} belongs to account {stream.Account}, the journal was opened for {account}");
        if (stream.QuarantinedFrom is { } from)
            return new(AppendOutcome.Fenced, last, $"stream {stream.Name} is quarantined from sequence {from}: {stream.QuarantineReason}");
        var isNext = request.ExpectedSequence == last;
        return AppendResult.Refusal(request, last, epoch, isNext ? null : commands.Find(stream.Id, request.CommandId));
    }

    private void Open()
    {
        if (_isOpen)
            return;
        database.Begin();
        _isOpen = true;
        _recordedNanos = UnixNanos.From(time.GetUtcNow());
    }

    private void Move(StreamState stream, long sequence, byte[] link, long epoch)
    {
        if (!stream.IsMoved)
            _moved.Add(stream);
        stream.Move(sequence, link, epoch);
    }

    private void CloseChain()
    {
        var link = new byte[HashChain.LinkBytes];
        _hash.Finish(link);
        Next = new JournalHead(Next.Commits + 1, Next.LastPosition, link);
        if (!writer.Commit(Next, _recordedNanos))
            throw new JournalException(JournalFailure.Corrupt, $"{database.Path}: another program has written a commit");
    }
}
