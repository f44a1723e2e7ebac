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

    /// <summary>Reads a whole recording; of one that is cut off, what there is of it.</summary>
    /// <exception cref="InvalidDataException">It is no recording, or one of another version.</exception>
    public static LaneRecording Read(Stream input)
    {
        using var memory = new MemoryStream();
        input.CopyTo(memory);
        var bytes = memory.ToArray().AsMemory();
        if (!bytes.Span.StartsWith(LaneRecorder.Magic))
            throw new InvalidDataException("this is no recording of lanes, or one of another version");
        var recording = new LaneRecording();
        var reader = new RecordReader(bytes[LaneRecorder.Magic.Length..]);
        try
        {
            while (recording.TryAddBlock(reader))
            {
            }
        }
        catch (InvalidDataException cut)
        {
            recording.NotReplayable = $"the recording is cut off: {cut.Message}";
        }

        return recording;
    }

    internal RecordReader ReaderOf(string lane) => new(_lanes.TryGetValue(lane, out var log) ? log.WrittenMemory : ReadOnlyMemory<byte>.Empty);

    /// <summary>False behind the last block.</summary>
    private bool TryAddBlock(RecordReader reader)
    {
        var (lane, block) = (reader.Text(), reader.Bytes());
        if (lane.Length > 0)
            LogOf(lane).Write(block.Span);
        else
            NotReplayable = block.Length == 0 ? null : System.Text.Encoding.UTF8.GetString(block.Span);
        return lane.Length > 0;
    }

    private ArrayBufferWriter<byte> LogOf(string lane)
    {
        if (!_lanes.TryGetValue(lane, out var log))
            _lanes[lane] = log = new ArrayBufferWriter<byte>();
        return log;
    }
}
