namespace QuantumAI.Runtime.Recording;

/// <summary>One turn of a lane as a recording has it, with what happened within it.</summary>
internal sealed class RecordedTurn
{
    private readonly Queue<NewestTake> _takes = new();
    private readonly HashSet<int> _refused = [];

    private RecordedTurn(RecordKind kind, long stampNanos) => (Kind, StampNanos) = (kind, stampNanos);

    public RecordKind Kind { get; }

    public long StampNanos { get; }

    public EntryOrigin Origin { get; private set; }

    public string Path { get; private set; } = "";

    public int Incarnation { get; private set; }

    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>In a re-run: which actor another lane's message is for, once it is known.</summary>
    public string? SentTo => Sent?.Cell.Path;

    /// <summary>The same for what it says.</summary>
    public string? SentWords => Sent?.Words;

    /// <summary>In a re-run: what another lane has sent again.</summary>
    public HeldEntry? Sent { get; set; }

    /// <summary>Messages of other lanes that nobody took: they can be forgotten.</summary>
    public List<EntryOrigin> Dropped { get; } = [];

    /// <summary>Reads the next turn of a lane.</summary>
    /// <param name="reader">Behind the turn before.</param>
    /// <param name="lastNanos">The stamp of the turn before.</param>
    /// <param name="paths">The log's actors so far, by number; a new one is added.</param>
    public static RecordedTurn Read(RecordReader reader, long lastNanos, List<string> paths)
    {
        var kind = reader.Kind();
        var turn = new RecordedTurn(kind, lastNanos + reader.Number());
        switch (kind)
        {
            case RecordKind.FromLane:
                turn.Origin = reader.Origin();
                break;
            case RecordKind.FromPort or RecordKind.Signal:
                (turn.Path, turn.Content) = (PathOf(reader, paths), reader.Bytes());
                break;
            case RecordKind.Completion:
                (turn.Path, turn.Incarnation, turn.Content) = (PathOf(reader, paths), (int)reader.Number(), reader.Bytes());
                break;
            case RecordKind.Start or RecordKind.Stop or RecordKind.StopDrained or RecordKind.NewestTurn:
                turn.Path = PathOf(reader, paths);
                break;
            default:
                throw new InvalidDataException($"{kind} begins no turn");
        }

        while (turn.TryReadMark(reader))
        {
        }

        return turn;
    }

    /// <summary>What other lanes must have sent before the turn can run.</summary>
    public IEnumerable<EntryOrigin> Needs => _takes.Where(take => take.IsAny && !take.Origin.IsPort).Select(take => take.Origin)
        .Concat(Kind == RecordKind.FromLane ? [Origin] : []);

    /// <summary>Whether a mailbox refused this turn's how-manieth product.</summary>
    public bool IsRefused(int ordinal) => _refused.Contains(ordinal);

    /// <summary>What a mailbox that keeps the newest gave next; null when it had nothing.</summary>
    public NewestTake? NextTake() => _takes.TryDequeue(out var take) && take.IsAny ? take : null;

    private static string PathOf(RecordReader reader, List<string> paths)
    {
        var number = reader.Number();
        if (number == paths.Count + 1)
            paths.Add(reader.Text());
        return number >= 1 && number <= paths.Count ? paths[(int)number - 1] : throw new InvalidDataException($"actor {number} has no path");
    }

    private bool TryReadMark(RecordReader reader)
    {
        switch (reader.PeekKind())
        {
            case RecordKind.NewestFromLane:
                reader.Kind();
                _takes.Enqueue(new NewestTake(true, reader.Origin(), default));
                return true;
            case RecordKind.NewestFromPort:
                reader.Kind();
                _takes.Enqueue(new NewestTake(true, EntryOrigin.Port, reader.Bytes()));
                return true;
            case RecordKind.NewestEmpty:
                reader.Kind();
                _takes.Enqueue(default);
                return true;
            case RecordKind.Dropped:
                reader.Kind();
                Dropped.Add(reader.Origin());
                return true;
            case RecordKind.Refused:
                reader.Kind();
                reader.Number();
                _refused.Add((int)reader.Number());
                return true;
            default:
                return false;
        }
    }
}

/// <summary>A message that a mailbox which keeps the newest gave: a lane's by its origin, a port's by its content.</summary>
internal readonly record struct NewestTake(bool IsAny, EntryOrigin Origin, ReadOnlyMemory<byte> Content);
