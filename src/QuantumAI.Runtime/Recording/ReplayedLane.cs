using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>A lane in a re-run: where it is in its log, and what has been sent to it that it has not taken yet.</summary>
internal sealed class ReplayedLane
{
    private readonly TurnReader _log;
    private readonly Dictionary<string, ActorCell> _cells = [];
    private readonly bool _isCut;

    /// <param name="lane">The lane of the re-run.</param>
    /// <param name="log">What was recorded of it.</param>
    /// <param name="isCut">The recording stops early: the last turn that it has may lack some of what happened within it, and is left out.</param>
    public ReplayedLane(Lane lane, RecordReader log, bool isCut)
    {
        (Lane, _log, _isCut) = (lane, new TurnReader(log), isCut);
        Advance();
    }

    public Lane Lane { get; }

    /// <summary>Turns taken so far.</summary>
    public long Turns { get; private set; }

    /// <summary>Bytes of its log that were read.</summary>
    public int BytesRead => _log.BytesRead;

    /// <summary>The turn that comes next; null at the end.</summary>
    public RecordedTurn? Next { get; private set; }

    /// <summary>Whether the next turn is queued already.</summary>
    public bool IsOffered { get; set; }

    public Dictionary<EntryOrigin, HeldEntry> Held { get; } = [];

    /// <summary>Actors that were spawned from outside and have not been started, by path.</summary>
    public Dictionary<string, HeldEntry> Starts { get; } = [];

    /// <summary>Time of the last turn taken; 0 before the first.</summary>
    public long LastNanos { get; private set; }

    public RecordedTurn Take()
    {
        var turn = Next!;
        IsOffered = false;
        Turns++;
        LastNanos = turn.StampNanos;
        Advance();
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

    /// <summary>What the lane did otherwise than recorded; null when its turns and its trace are the same.</summary>
    public string? Difference()
    {
        if (_log.Trace is not { } recorded || (_log.Turns == Lane.TurnNumber && (recorded.Length == 0 || recorded == Lane.TraceHash.ToString())))
            return null;
        return recorded.Length == 0
            ? $"{Lane.Name}: {Lane.TurnNumber} turns, recorded were {_log.Turns}"
            : $"{Lane.Name}: trace {Lane.TraceHash} after {Lane.TurnNumber} turns, recorded was {recorded} after {_log.Turns}";
    }

    private void Advance() => Next = _log.TryRead(out var turn) && (!_isCut || _log.HasMore) ? turn : null;
}
