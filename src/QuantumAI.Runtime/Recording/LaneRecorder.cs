using System.Threading.Channels;

namespace QuantumAI.Runtime.Recording;

/// <summary>Writes down what enters the lanes of a live world, so that a virtual world can run the session again.</summary>
/// <remarks>
/// Contents are kept of what comes from ports; of what lanes send to each other only who sent it, since a re-run sends it again.
/// Lanes never wait: blocks of bytes go through a bounded queue to one writer. When it falls behind, when a message from a port has no
/// codec, or when something happens that a re-run cannot know (a stream between two lanes), the recording says that it cannot be
/// replayed and why, and the session goes on. Lanes must be made by the composition or by one lane, so that their numbers are the same again.
/// </remarks>
public sealed class LaneRecorder : IAsyncDisposable
{
    internal const int BlockBytes = 16 * 1024;

    /// <summary>First bytes of a recording: name and version.</summary>
    internal static ReadOnlySpan<byte> Magic => "QAIREC1\n"u8;

    private readonly Stream _output;
    private readonly Channel<(string Lane, byte[] Block)> _blocks;
    private readonly List<LaneLog> _logs = [];
    private readonly Lock _gate = new();
    private readonly Task _writing;
    private string? _reason;
    private bool _isClosed;

    /// <param name="output">Written by one thread at a time; not disposed.</param>
    /// <param name="codecs">For the protocols that ports speak.</param>
    /// <param name="mostBlocks">Blocks of 16 KiB that may wait to be written.</param>
    public LaneRecorder(Stream output, MessageCodecs codecs, int mostBlocks = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBlocks, 1);
        (_output, Codecs) = (output, codecs);
        _blocks = Channel.CreateBounded<(string, byte[])>(new BoundedChannelOptions(mostBlocks) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Why a re-run is not possible; null while it is.</summary>
    public string? NotReplayable => Volatile.Read(ref _reason);

    internal MessageCodecs Codecs { get; }

    /// <summary>Ends the recording. The lanes must have come to rest, and nothing enters them any more.</summary>
    /// <exception cref="IOException">The output failed; the recording is what was written until then.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        foreach (var log in Logs())
            log.Close();
        _blocks.Writer.Complete();
        await _writing.ConfigureAwait(false);
    }

    internal LaneLog Open(Lanes.Lane lane)
    {
        var log = new LaneLog(lane, this);
        lock (_gate)
            _logs.Add(log);
        return log;
    }

    internal void GiveUp(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);

    internal void Write(string lane, ReadOnlySpan<byte> block)
    {
        if (!_blocks.Writer.TryWrite((lane, block.ToArray())))
            GiveUp("the writer fell behind");
    }

    private LaneLog[] Logs()
    {
        lock (_gate)
            return [.. _logs];
    }

    private async Task WriteAsync()
    {
        var header = new RecordWriter();
        await _output.WriteAsync(Magic.ToArray()).ConfigureAwait(false);
        try
        {
            await foreach (var (lane, block) in _blocks.Reader.ReadAllAsync().ConfigureAwait(false))
                await WriteBlockAsync(header, lane, block).ConfigureAwait(false);
            await WriteBlockAsync(header, "", System.Text.Encoding.UTF8.GetBytes(_reason ?? "")).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            GiveUp($"the output failed: {failure.Message}");
            throw;
        }
    }

    /// <summary>A block: name of the lane, or empty for the last one, which holds the reason why there can be no re-run; then its bytes.</summary>
    private async Task WriteBlockAsync(RecordWriter header, string lane, byte[] block)
    {
        header.Clear();
        header.Text(lane);
        header.Number(block.Length);
        await _output.WriteAsync(header.Written.ToArray()).ConfigureAwait(false);
        await _output.WriteAsync(block).ConfigureAwait(false);
    }
}
