using System.Buffers;

namespace QuantumAI.Runtime.Recording;

/// <summary>A recording that was read back: the log of each lane. Immutable.</summary>
public sealed class LaneRecording
{
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _lanes = [];

    private LaneRecording()
    {
    }

    /// <summary>Why it cannot be run again; null when it can.</summary>
    public string? NotReplayable { get; private set; }

    /// <summary>Names of the lanes that it has anything of, sorted.</summary>
    public IReadOnlyList<string> Lanes => [.. _lanes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a whole recording.</summary>
    /// <exception cref="InvalidDataException">It is no recording, of another version, or cut off: which, and where.</exception>
    public static LaneRecording Read(Stream input)
    {
        using var memory = new MemoryStream();
        input.CopyTo(memory);
        var bytes = memory.ToArray().AsMemory();
        if (!bytes.Span.StartsWith(LaneRecorder.Magic))
            throw new InvalidDataException("this is no recording of lanes, or one of another version");
        var recording = new LaneRecording();
        var reader = new RecordReader(bytes[LaneRecorder.Magic.Length..]);
        while (!reader.IsAtEnd)
        {
            var lane = reader.Text();
            var block = reader.Bytes();
            if (lane.Length == 0)
            {
                recording.NotReplayable = block.Length == 0 ? null : System.Text.Encoding.UTF8.GetString(block.Span);
                return recording;
            }

            recording.LogOf(lane).Write(block.Span);
        }

        recording.NotReplayable = "the recording is cut off: it has no end";
        return recording;
    }

    internal RecordReader ReaderOf(string lane) => new(_lanes.TryGetValue(lane, out var log) ? log.WrittenMemory : ReadOnlyMemory<byte>.Empty);

    private ArrayBufferWriter<byte> LogOf(string lane)
    {
        if (!_lanes.TryGetValue(lane, out var log))
            _lanes[lane] = log = new ArrayBufferWriter<byte>();
        return log;
    }
}
