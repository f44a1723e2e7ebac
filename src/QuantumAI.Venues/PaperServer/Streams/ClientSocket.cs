using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>One client's WebSocket. It can be spoken to before the client is connected. Sending never waits: what the client does not read is kept up to a bound, then the client is cut. Thread safe.</summary>
internal sealed class ClientSocket : IClientSocket, IDisposable
{
    private const long ClosingNanos = 5 * UnixNanos.PerSecond;
    private const int PingsKept = 8;

    private readonly SocketSettings _settings;
    private readonly Action _abort;
    private readonly SemaphoreSlim _hasWork = new(0, 1);
    private readonly Lock _gate = new();
    private readonly Queue<long> _pings = [];
    private readonly long _bornNanos;
    private FrameBuffer _waiting;
    private long _lastPingNanos;
    private long _unansweredNanos;
    private long _closingNanos;
    private bool _isSignalled;
    private bool _isClosing;
    private volatile bool _isCut;

    /// <param name="settings">Limits.</param>
    /// <param name="abort">Ends the connection at once.</param>
    /// <param name="nowNanos">World time.</param>
    public ClientSocket(SocketSettings settings, Action abort, long nowNanos)
    {
        (_settings, _abort) = (settings, abort);
        (_bornNanos, _lastPingNanos) = (nowNanos, nowNanos);
        _waiting = new FrameBuffer(settings.WaitingBytesMax);
    }

    /// <summary>The client did not read what was sent to it.</summary>
    public bool WasTooSlow { get; private set; }

    public bool IsCut => _isCut;

    /// <summary>Sends a text of three parts; false when the client is gone, or too slow and therefore cut.</summary>
    public bool TrySend(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail) => TryAdd(FrameKind.Text, head, body, tail);

    /// <inheritdoc/>
    public void Close(CloseReason reason, string text, long nowNanos)
    {
        Span<byte> payload = stackalloc byte[125];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)reason);
        var length = 2 + Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, 120)), payload[2..]);
        lock (_gate)
        {
            if (_isClosing)
                return;
            TryAddLocked(FrameKind.Close, [], payload[..length], []);
            (_isClosing, _closingNanos) = (true, nowNanos);
        }
    }

    /// <inheritdoc/>
    public void Cut()
    {
        if (_isCut)
            return;
        _isCut = true;
        _abort();
        Wake();
    }

    /// <inheritdoc/>
    public void Tick(long nowNanos)
    {
        lock (_gate)
        {
            if (_isClosing && nowNanos - _closingNanos < ClosingNanos)
                return;
            if (!_isClosing && !IsOverdue(nowNanos))
            {
                if (nowNanos - _lastPingNanos >= _settings.PingNanos)
                    PingLocked(nowNanos);
                if (nowNanos - _bornNanos < _settings.LifeNanos)
                    return;
            }
        }

        if (!_isClosing && !IsOverdue(nowNanos))
            Close(CloseReason.GoingAway, "a connection lives for 24 hours", nowNanos);
        else
            Cut();
    }

    /// <summary>Takes a pong: only one with the payload of a ping counts.</summary>
    public void HearPong(ReadOnlySpan<byte> payload)
    {
        if (!long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var millis))
            return;
        lock (_gate)
        {
            if (!_pings.Contains(millis))
                return;
            _pings.Clear();
            _unansweredNanos = 0;
        }
    }

    /// <summary>Answers a ping.</summary>
    public void SendPong(ReadOnlySpan<byte> payload) => TryAdd(FrameKind.Pong, [], payload, []);

    /// <summary>Sends what waits, and what waited already, until the connection ends.</summary>
    public async Task WriteAsync(System.IO.Stream wire, CancellationToken stop)
    {
        var (sending, isLast) = (new FrameBuffer(_settings.WaitingBytesMax), false);
        while (!isLast && !_isCut)
        {
            await _hasWork.WaitAsync(stop).ConfigureAwait(false);
            lock (_gate)
            {
                (sending, _waiting) = (_waiting, sending);
                (isLast, _isSignalled) = (_isClosing, false);
            }

            await wire.WriteAsync(sending.Written, stop).ConfigureAwait(false);
            await wire.FlushAsync(stop).ConfigureAwait(false);
            sending.Clear();
        }
    }

    public void Dispose() => _hasWork.Dispose();

    private bool IsOverdue(long nowNanos) => _unansweredNanos > 0 && nowNanos - _unansweredNanos >= _settings.PongNanos;

    private void PingLocked(long nowNanos)
    {
        var millis = nowNanos / UnixNanos.PerMillisecond;
        Span<byte> payload = stackalloc byte[20];
        millis.TryFormat(payload, out var length, default, CultureInfo.InvariantCulture);
        if (_pings.Count == PingsKept)
            _pings.Dequeue();
        _pings.Enqueue(millis);
        _lastPingNanos = nowNanos;
        if (_unansweredNanos == 0)
            _unansweredNanos = nowNanos;
        TryAddLocked(FrameKind.Ping, [], payload[..length], []);
    }

    private bool TryAdd(FrameKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        lock (_gate)
        {
            if (_isCut || _isClosing)
                return false;
            if (TryAddLocked(kind, head, body, tail))
                return true;
            WasTooSlow = true;
        }

        Cut();
        return false;
    }

    private bool TryAddLocked(FrameKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        if (!_waiting.TryAdd(kind, head, body, tail))
            return false;
        Wake();
        return true;
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_isSignalled)
                return;
            _isSignalled = true;
            _hasWork.Release();
        }
    }
}
