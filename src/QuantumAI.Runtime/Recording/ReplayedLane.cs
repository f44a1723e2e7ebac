using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>A lane in a re-run: where it is in its log, and what has been sent to it that it has not taken yet.</summary>
internal sealed class ReplayedLane
{
    private readonly RecordReader _log;
    private readonly Dictionary<string, ActorCell> _cells = [];
    private string? _recordedTrace;
    private long _recordedTurns;

    public ReplayedLane(Lane lane, RecordReader log)
    {
        (Lane, _log) = (lane, log);
        Advance(0);
    }

    public Lane Lane { get; }

    /// <summary>Turns taken so far.</summary>
    public long Turns { get; private set; }

    /// <summary>The turn that comes next; null at the end.</summary>
    public RecordedTurn? Next { get; private set; }

    /// <summary>Whether the next turn is queued already.</summary>
    public bool IsOffered { get; set; }

    public Dictionary<EntryOrigin, HeldEntry> Held { get; } = [];

    /// <summary>Actors that were spawned from outside and have not been started, by path.</summary>
    public Dictionary<string, HeldEntry> Starts { get; } = [];

    public RecordedTurn Take()
    {
        var turn = Next!;
        IsOffered = false;
        Turns++;
        Advance(turn.StampNanos);
        return turn;
    }

    public ActorCell? CellOf(string path)
    {
        if (_cells.TryGetValue(path, out var known))
            return known;
        for (var cell = Lane.FirstCell; cell is not null; cell = cell.Next)
        {
            if (cell.Path == path)
                return _cells[path] = cell;
        }

        return null;
    }

    /// <summary>What the lane did otherwise than recorded; null when its trace is the same.</summary>
    public string? Difference() => _recordedTrace is null || (_recordedTrace == Lane.TraceHash.ToString() && _recordedTurns == Lane.TurnNumber)
        ? null
        : $"{Lane.Name}: trace {Lane.TraceHash} after {Lane.TurnNumber} turns, recorded was {_recordedTrace} after {_recordedTurns}";

    private void Advance(long lastNanos)
    {
        Next = null;
        while (_log.PeekKind() == RecordKind.Dropped) // before the lane's first turn: nothing of it can be here yet
        {
            _log.Kind();
            _log.Origin();
        }

        if (_log.PeekKind() == RecordKind.Trace)
        {
            _log.Kind();
            (_recordedTrace, _recordedTurns) = (_log.Text(), _log.Number());
        }
        else if (!_log.IsAtEnd)
        {
            Next = RecordedTurn.Read(_log, lastNanos);
        }
    }
}
