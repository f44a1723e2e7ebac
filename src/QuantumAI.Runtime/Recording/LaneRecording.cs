using System.Buffers;
using System.Text;

namespace QuantumAI.Runtime.Recording;

/// <summary>A recording that was read back: the log of each lane. Immutable.</summary>
public sealed class LaneRecording
{
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _lanes = [];

    private LaneRecording(bool isTraced) => IsTraced = isTraced;

    /// <summary>Why it cannot be run again; null when it can.</summary>
    public string? NotReplayable { get; private set; }

    /// <summary>Why it stops before its session did; null when it is whole. A re-run goes as far as it goes.</summary>
    public string? CutOff { get; private set; }

    /// <summary>Whether it says itself how it ended: whoever wrote it was not killed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether each lane's trace is in it.</summary>
    public bool IsTraced { get; }

    /// <summary>Names of the lanes that it has anything of, sorted.</summary>
    public IReadOnlyList<string> Lanes => [.. _lanes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Bytes of all logs.</summary>
    public long Bytes => _lanes.Values.Sum(log => (long)log.WrittenCount);

    /// <summary>Reads a whole recording; of one that is cut off, what there is of it. Memory grows with it.</summary>
    /// <param name="input">From its first byte; a file may be written to meanwhile.</param>
    /// <param name="mayBeCut">Whether one that stops before its session did is good enough: its session was killed, or still runs.</param>
    /// <exception cref="InvalidDataException">It is no recording, or one of another version.</exception>
    public static LaneRecording Read(Stream input, bool mayBeCut = false)
    {
        var magic = new byte[LaneRecorder.Magic.Length + 1];
        if (input.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < LaneRecorder.Magic.Length || !magic.AsSpan().StartsWith(LaneRecorder.Magic))
            throw new InvalidDataException("this is no recording of lanes, or one of another version");
        var recording = new LaneRecording(magic[^1] == 1);
        var reader = new BlockReader(input);
        while (reader.TryRead(out var lane, out var block))
        {
            if (lane.Length == 0)
            {
                recording.IsEnded = true;
                recording.End((RecordingEnd)block.Span[0], Encoding.UTF8.GetString(block.Span[1..]), mayBeCut);
                return recording;
            }

            recording.LogOf(lane).Write(block.Span);
        }

        recording.End(RecordingEnd.Early, "the recording is cut off: its session was killed, or still runs", mayBeCut);
        return recording;
    }

    /// <summary>What ports told actors, lane by lane in order: for whoever wants the input without the session.</summary>
    /// <param name="codec">Of the protocol of the actors that are wanted.</param>
    /// <param name="isWanted">Says of an actor's path whether it is.</param>
    /// <param name="isSignal">Whether signals are meant instead of messages.</param>
    /// <exception cref="InvalidDataException">A log is damaged.</exception>
    public IEnumerable<(string Path, long StampNanos, TProtocol Message)> Told<TProtocol>(IMessageCodec<TProtocol> codec, Func<string, bool> isWanted, bool isSignal = false)
    {
        var kind = isSignal ? RecordKind.Signal : RecordKind.FromPort;
        foreach (var lane in Lanes)
        {
            var turns = new TurnReader(ReaderOf(lane));
            while (turns.TryRead(out var turn))
            {
                if (turn.Kind == kind && isWanted(turn.Path))
                    yield return (turn.Path, turn.StampNanos, codec.Read(turn.Content.Span));
            }
        }
    }

    /// <summary>Time of the last turn of each lane that it has whole, by the lane's name; 0 of a lane without one. Reads all of it.</summary>
    /// <exception cref="InvalidDataException">A log is damaged.</exception>
    public IReadOnlyDictionary<string, long> LastNanos() => Lanes.ToDictionary(lane => lane, LastNanosOf, StringComparer.Ordinal);

    private long LastNanosOf(string lane)
    {
        var (turns, last) = (new TurnReader(ReaderOf(lane)), 0L);
        while (turns.TryRead(out var turn) && (CutOff is null || turns.HasMore))
            last = turn.StampNanos;
        return last;
    }

    internal RecordReader ReaderOf(string lane) => new(_lanes.TryGetValue(lane, out var log) ? log.WrittenMemory : ReadOnlyMemory<byte>.Empty);

    private void End(RecordingEnd end, string reason, bool mayBeCut)
    {
        if (end == RecordingEnd.Early && mayBeCut)
            CutOff = reason;
        else if (end != RecordingEnd.Complete)
            NotReplayable = reason;
    }

    private ArrayBufferWriter<byte> LogOf(string lane)
    {
        if (!_lanes.TryGetValue(lane, out var log))
            _lanes[lane] = log = new ArrayBufferWriter<byte>();
        return log;
    }
}
