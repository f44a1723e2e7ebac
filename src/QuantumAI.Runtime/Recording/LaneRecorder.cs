using System.Buffers;
using System.Text;
using System.Threading.Channels;

namespace QuantumAI.Runtime.Recording;

/// <summary>Writes down what enters the lanes of a live world, so that a virtual world can run the session again.</summary>
/// <remarks>
/// Contents are kept of what comes from ports; of what lanes send to each other only who sent it, since a re-run sends it again.
/// Lanes never wait: blocks of bytes go through a bounded queue to one writer. When something happens that a re-run cannot know (a stream between
/// two lanes), or a message from a port has no codec, the recording says that it cannot be replayed and why. When the writer falls behind or the
/// bound of bytes is reached, it ends there, says why, and can be replayed up to there. The session goes on in every case.
/// Lanes must be made by the composition or by one lane, so that their numbers are the same again.
/// </remarks>
public sealed class LaneRecorder : IAsyncDisposable
{
    internal const int BlockBytes = 16 * 1024;

    /// <summary>First bytes of a recording: name and version.</summary>
    internal static ReadOnlySpan<byte> Magic => "QAIREC2\n"u8;

    private readonly Stream _output;
    private readonly RecorderSettings _settings;
    private readonly Channel<(string Lane, byte[] Block, int Length)> _blocks;
    private readonly List<LaneLog> _logs = [];
    private readonly Lock _gate = new();
    private readonly Task _writing;
    private string? _reason;
    private string? _end;
    private long _bytes;
    private bool _isClosed;

    /// <param name="output">Written by one thread at a time; not disposed.</param>
    /// <param name="codecs">For the protocols that ports speak.</param>
    /// <param name="settings">The defaults when null.</param>
    public LaneRecorder(Stream output, MessageCodecs codecs, RecorderSettings? settings = null)
    {
        _settings = settings ?? new RecorderSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.MostBlocks, 1);
        (_output, Codecs) = (output, codecs);
        _blocks = Channel.CreateBounded<(string, byte[], int)>(new BoundedChannelOptions(_settings.MostBlocks) { SingleReader = true });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Raised once, when nothing more is recorded: the recording cannot be replayed, or has ended early; with the reason. Any thread.</summary>
    public event Action<string>? Stopped;

    /// <summary>Why a re-run is not possible; null while it is.</summary>
    public string? NotReplayable => Volatile.Read(ref _reason);

    /// <summary>Why nothing more is recorded although a re-run up to there is possible; null while everything is.</summary>
    public string? EndedEarly => Volatile.Read(ref _end);

    internal MessageCodecs Codecs { get; }

    /// <summary>Nothing more is recorded.</summary>
    internal bool IsStopped => EndedEarly is not null || NotReplayable is not null;

    internal bool IsTraced => _settings.IsTraced;

    /// <summary>Ends the recording. The lanes must have come to rest, and nothing enters them any more.</summary>
    /// <exception cref="IOException">The output failed; the recording is what was written until then.</exception>
    public ValueTask DisposeAsync() => EndAsync(isAtRest: true);

    /// <summary>Ends it where it is: what lanes still do is not in it. For lanes that did not come to rest.</summary>
    /// <exception cref="IOException">The output failed; the recording is what was written until then.</exception>
    public ValueTask CutAsync()
    {
        End("the lanes did not come to rest");
        return EndAsync(isAtRest: false);
    }

    /// <summary>Hands over what lanes have written although no block is full: what is lost in a kill is no more than was written since. Any thread.</summary>
    public void Flush()
    {
        foreach (var log in Logs())
            log.Flush();
    }

    internal LaneLog Open(Lanes.Lane lane)
    {
        var log = new LaneLog(lane, this);
        lock (_gate)
            _logs.Add(log);
        return log;
    }

    internal void GiveUp(string reason) => Stop(ref _reason, reason);

    internal void Write(string lane, ReadOnlySpan<byte> block)
    {
        if (IsStopped)
            return;
        if (Interlocked.Add(ref _bytes, block.Length) > _settings.MostBytes)
        {
            End($"it has reached its bound of {_settings.MostBytes} bytes");
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(block.Length);
        block.CopyTo(copy);
        if (_blocks.Writer.TryWrite((lane, copy, block.Length)))
            return;
        ArrayPool<byte>.Shared.Return(copy);
        End("the writer fell behind");
    }

    private void End(string reason) => Stop(ref _end, reason);

    private void Stop(ref string? field, string reason)
    {
        if (Interlocked.CompareExchange(ref field, reason, null) is not null)
            return;
        _blocks.Writer.TryComplete();
        Stopped?.Invoke(reason);
    }

    private async ValueTask EndAsync(bool isAtRest)
    {
        if (_isClosed)
            return;
        _isClosed = true;
        if (isAtRest)
        {
            foreach (var log in Logs())
                log.Close();
        }

        _blocks.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private LaneLog[] Logs()
    {
        lock (_gate)
            return [.. _logs];
    }

    private async Task WriteAsync()
    {
        var header = new RecordWriter();
        try
        {
            await _output.WriteAsync(Magic.ToArray()).ConfigureAwait(false);
            await _output.WriteAsync(new[] { (byte)(IsTraced ? 1 : 0) }).ConfigureAwait(false);
            while (await _blocks.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_blocks.Reader.TryRead(out var next))
                {
                    await WriteBlockAsync(header, next.Lane, next.Block.AsMemory(0, next.Length)).ConfigureAwait(false);
                    ArrayPool<byte>.Shared.Return(next.Block);
                }

                await _output.FlushAsync().ConfigureAwait(false);
            }

            await WriteEndAsync(header).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            GiveUp($"the output failed: {failure.Message}");
            throw;
        }
    }

    /// <summary>A block: name of the lane, then its bytes.</summary>
    private async Task WriteBlockAsync(RecordWriter header, string lane, ReadOnlyMemory<byte> block)
    {
        header.Clear();
        header.Text(lane);
        header.Number(block.Length);
        await _output.WriteAsync(header.Written.ToArray()).ConfigureAwait(false);
        await _output.WriteAsync(block).ConfigureAwait(false);
    }

    /// <summary>The last block has no name; it says how the recording ended.</summary>
    private Task WriteEndAsync(RecordWriter header)
    {
        var end = NotReplayable is not null ? RecordingEnd.NotReplayable : EndedEarly is not null ? RecordingEnd.Early : RecordingEnd.Complete;
        return WriteBlockAsync(header, "", (byte[])[(byte)end, .. Encoding.UTF8.GetBytes(NotReplayable ?? EndedEarly ?? "")]);
    }
}
