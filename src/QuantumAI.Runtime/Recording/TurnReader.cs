namespace QuantumAI.Runtime.Recording;

/// <summary>Reads the turns of one lane's log, and its end.</summary>
internal sealed class TurnReader(RecordReader log)
{
    private readonly List<string> _paths = [];
    private long _lastNanos;

    /// <summary>The lane's trace, when it was written; null before the end, and of a log that is cut off.</summary>
    public string? Trace { get; private set; }

    /// <summary>The lane's count of turns at its end.</summary>
    public long Turns { get; private set; }

    /// <summary>Whether the log goes on behind the turn that was read last: then that turn is whole.</summary>
    public bool HasMore => !log.IsAtEnd;

    /// <summary>Bytes of the log that were read.</summary>
    public int BytesRead => log.Position;

    public bool TryRead(out RecordedTurn turn)
    {
        turn = null!;
        while (log.PeekKind() == RecordKind.Dropped) // before the lane's first turn: nothing of it can be here yet
        {
            log.Kind();
            log.Origin();
        }

        if (log.PeekKind() == RecordKind.Trace)
        {
            log.Kind();
            (Trace, Turns) = (log.Text(), log.Number());
            return false;
        }

        if (log.IsAtEnd)
            return false;
        turn = RecordedTurn.Read(log, _lastNanos, _paths);
        _lastNanos = turn.StampNanos;
        return true;
    }
}
