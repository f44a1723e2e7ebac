using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>What a lane of a re-run is at, in words.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Turn">Its turn, from 1.</param>
/// <param name="StampNanos">The turn's time, UTC nanoseconds.</param>
/// <param name="Actor">Path of the actor that the turn's entry is for.</param>
/// <param name="Input">What entered, and what that followed from where it is known.</param>
public sealed record ReplayedInput(string Lane, long Turn, long StampNanos, string Actor, string Input);

public sealed partial class LaneReplay
{
    /// <summary>What the turn that runs now began with; null between two turns.</summary>
    public ReplayedInput? Current => _lane is { } lane && _turn is { } turn
        ? new ReplayedInput(lane.Lane.Name, lane.Turns, turn.StampNanos, ActorOf(lane, turn), WordsOf(lane, turn))
        : null;

    /// <summary>Time of the last turn of a lane that was run again; 0 before the first.</summary>
    public long LastNanosOf(Lane lane) => _lanes.TryGetValue(lane.Id, out var replayed) ? replayed.LastNanos : 0;

    /// <summary>The message of a recorded entry, for people.</summary>
    internal string Describe<TProtocol>(ReadOnlyMemory<byte> content) =>
        codecs.TryGet<TProtocol>(out var codec) ? codecs.Describe(codec.Read(content.Span)) : typeof(TProtocol).Name;

    internal string Describe<TProtocol>(in TProtocol message) => codecs.Describe(in message);

    private static string ActorOf(ReplayedLane lane, RecordedTurn turn) => turn.Path.Length > 0 ? turn.Path : turn.SentTo ?? lane.Lane.Name;

    private string WordsOf(ReplayedLane lane, RecordedTurn turn)
    {
        switch (turn.Kind)
        {
            case RecordKind.FromLane:
                var sent = turn.SentWords ?? "a message";
                return turn.Sent?.Cause is var (sender, cause) && !ReferenceEquals(cause, turn) // a timer fires in the turn that it begins
                    ? $"{sent}, from {sender.Lane.Name} in turn {turn.Origin.Turn}, which began with {WordsOf(sender, cause)}"
                    : $"{sent}, from {Words(turn.Origin)}";
            case RecordKind.FromPort or RecordKind.Completion:
                return lane.CellOf(turn.Path)?.TextOf(this, turn.Content) ?? $"a message to {turn.Path}";
            case RecordKind.Signal:
                return $"the signal {Describe<ActorSignal>(turn.Content)}";
            default:
                return $"{turn.Kind} of {turn.Path}";
        }
    }

    private string Words(EntryOrigin origin) =>
        $"lane {(_lanes.TryGetValue(origin.Lane, out var lane) ? lane.Lane.Name : origin.Lane)} in turn {origin.Turn} as its product {origin.Ordinal}";
}
