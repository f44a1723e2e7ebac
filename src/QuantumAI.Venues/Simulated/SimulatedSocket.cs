using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.Simulated;

/// <summary>The exchange's end of a simulated WebSocket: what <see cref="ClientSocket"/> is over sockets, with the same pings, life time and goodbye.</summary>
internal sealed class SimulatedSocket : IClientSocket
{
    private const long ClosingNanos = 5 * UnixNanos.PerSecond;
    private readonly SimulatedExchange _exchange;
    private readonly ExchangeIncarnation _floor;
    private readonly SimulatedLink _client;
    private readonly string _way;
    private readonly long _bornNanos;
    private ISession _session = null!;
    private long _number;
    private long _pingedNanos;
    private long _unansweredNanos;
    private long _closingNanos;
    private bool _isClosing;
    private bool _isGone;

    private SimulatedSocket(SimulatedExchange exchange, ExchangeIncarnation floor, SimulatedLink client, string site, long nowNanos)
    {
        (_exchange, _floor, _client, _way) = (exchange, floor, client, $"{site} hears");
        (_bornNanos, _pingedNanos) = (nowNanos, nowNanos);
    }

    private long NowNanos => _floor.Process.World.NowNanos;

    /// <summary>A client connects.</summary>
    /// <returns>Null when it is refused.</returns>
    public static SimulatedSocket? Accept(SimulatedExchange exchange, ExchangeIncarnation floor, SimulatedLink client, string site, Uri address, out string refusal)
    {
        var now = floor.Process.World.NowNanos;
        var admission = StreamHub.IsMine(address.AbsolutePath) ? floor.Hub.Admit(address.AbsolutePath, address.Query, site, now) : new StreamAdmission(404);
        refusal = $"refused with status {admission.Status}";
        if (admission.Status > 0)
            return null;
        var socket = new SimulatedSocket(exchange, floor, client, site, now);
        socket._session = floor.Hub.Begin(admission, socket, now);
        socket._number = floor.Hub.Enter(socket._session);
        return socket;
    }

    public bool TrySend(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        if (_isGone || _isClosing)
            return false;
        byte[] text = [.. head, .. body, .. tail];
        _exchange.Crossed?.Invoke(_way, text);
        _client.Connection.ToClient(() => _client.Deliver(text));
        return true;
    }

    public void Close(CloseReason reason, string text, long nowNanos)
    {
        if (_isGone || _isClosing)
            return;
        (_isClosing, _closingNanos) = (true, nowNanos);
        _client.Connection.ToClient(() => _client.HearClose($"closed by the venue: {reason} {text}"));
    }

    public void Cut()
    {
        if (_isGone)
            return;
        Lose();
        _client.Connection.Break("cut by the exchange");
    }

    public void Tick(long nowNanos)
    {
        var isOverdue = _unansweredNanos > 0 && nowNanos - _unansweredNanos >= _floor.Sockets.PongNanos;
        if (isOverdue || (_isClosing && nowNanos - _closingNanos >= ClosingNanos))
            Cut();
        else if (!_isClosing && nowNanos - _bornNanos >= _floor.Sockets.LifeNanos)
            Close(CloseReason.GoingAway, "a connection lives for 24 hours", nowNanos);
        else if (!_isClosing && nowNanos - _pingedNanos >= _floor.Sockets.PingNanos)
            Ping(nowNanos);
    }

    /// <summary>The client has sent a text.</summary>
    public void Hear(byte[] text)
    {
        if (_isGone || _isClosing)
            return;
        try
        {
            SessionRules.Count(_session, NowNanos);
            _session.Hear(new Frame(FrameKind.Text, text), NowNanos);
        }
        catch (FrameFaultException fault)
        {
            Close(fault.Reason, fault.Message, NowNanos);
        }
    }

    public void HearPong() => _unansweredNanos = 0;

    /// <summary>The connection is over.</summary>
    public void Lose()
    {
        if (_isGone)
            return;
        _isGone = true;
        _floor.Hub.Leave(_number);
        _session.End();
    }

    private void Ping(long nowNanos)
    {
        _pingedNanos = nowNanos;
        if (_unansweredNanos == 0)
            _unansweredNanos = nowNanos;
        _client.Connection.ToClient(_client.HearPing);
    }
}
