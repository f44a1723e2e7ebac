using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.PaperServer.Streams.Api;
using QuantumAI.Venues.PaperServer.Streams.Frames;
using QuantumAI.Venues.PaperServer.Streams.Market;
using QuantumAI.Venues.PaperServer.Streams.User;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>The WebSockets of the exchange: market streams at <c>/ws</c> and <c>/stream</c>, the API at <c>/ws-api/v3</c>. Hears the exchange and tells its clients.</summary>
internal sealed class StreamServer : IExchangeListener
{
    private readonly ConcurrentDictionary<ISession, byte> _sessions = [];
    private readonly ConnectionGate _gate;
    private readonly ApiServices _services;
    private readonly MarketStreams _market;
    private readonly UserStreams _users;
    private readonly SocketSettings _settings;
    private readonly Func<long> _nowNanos;
    private volatile bool _isClosing;
    private long _slowReaders;

    public StreamServer(ApiServices services, Func<long> nowNanos)
    {
        (_services, _settings, _nowNanos, _users) = (services, services.Sockets, nowNanos, services.Users);
        _gate = new ConnectionGate(_settings.ConnectionsPer5MinutesMax);
        _market = new MarketStreams([.. services.Settings.Symbols.Select(symbol => symbol.Instrument.Symbol)], services.Faults);
    }

    /// <summary>Connections now.</summary>
    public int Connections => _sessions.Count;

    /// <summary>Clients that were cut because they did not read.</summary>
    public long SlowReaders => Interlocked.Read(ref _slowReaders);

    public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos)
    {
        _users.Hear(state, events);
        _market.Hear(state, events, nowNanos);
        foreach (var (session, _) in _sessions)
            session.Socket.Tick(nowNanos);
    }

    /// <summary>Serves a connection until it ends, if the path is one of this server's.</summary>
    public bool TryServe(HttpContext http, out Task served)
    {
        var path = http.Request.Path.Value ?? "";
        var isApi = path == "/ws-api/v3";
        var isCombined = path is "/stream" or "/stream/";
        if (!isApi && !isCombined && path != "/ws" && !path.StartsWith("/ws/", StringComparison.Ordinal))
        {
            served = Task.CompletedTask;
            return false;
        }

        served = ServeAsync(http, isApi, isCombined, path);
        return true;
    }

    /// <summary>Cuts every connection.</summary>
    public void CutAll()
    {
        foreach (var (session, _) in _sessions)
            session.Socket.Cut();
    }

    /// <summary>Tells everybody that the server goes away, and closes the connections.</summary>
    public void Close()
    {
        _isClosing = true;
        var nowNanos = _nowNanos();
        foreach (var (session, _) in _sessions)
        {
            session.TellShutdown(ApiAnswer.BytesOf(json =>
            {
                json.WriteStartObject();
                json.WriteString("e", "serverShutdown");
                json.WriteNumber("E", nowNanos / UnixNanos.PerMillisecond);
                json.WriteEndObject();
            }));
            session.Socket.Close(CloseReason.GoingAway, "the server goes away", nowNanos);
        }
    }

    private async Task ServeAsync(HttpContext http, bool isApi, bool isCombined, string path)
    {
        var now = _nowNanos();
        if (_isClosing || _sessions.Count >= _settings.ConnectionsMax)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (!_gate.TryEnter(address, now))
        {
            await RestAnswer.ErrorAsync(http.Response, StatusCodes.Status429TooManyRequests, SpotErrors.Make(
                SpotErrorCode.TooManyConnections, 2, _settings.ConnectionsPer5MinutesMax, "5 MINUTE")).ConfigureAwait(false);
            return;
        }

        var unit = UnitOf(http.Request.Query["timeUnit"]);
        if (unit == 0)
        {
            await RestAnswer.ErrorAsync(http.Response, StatusCodes.Status400BadRequest, SpotErrors.Make(SpotErrorCode.InvalidTimeUnit)).ConfigureAwait(false);
            return;
        }

        var names = isApi ? [] : NamesOf(http, isCombined, path);
        if (names.Length > _settings.StreamsMax)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = new ClientSocket(_settings, http.Abort, now);
        ISession session = isApi
            ? new ApiSession(socket, _services, address.ToString(), unit, http.Request.Query["returnRateLimits"] != "false", now)
            : new StreamSession(socket, _market, _settings, isCombined, unit == UnixNanos.PerMicrosecond);
        try
        {
            // The client hears from the moment on at which it sees that it is connected.
            (session as StreamSession)?.TryListen(names);
            if (await Handshake.AcceptAsync(http).ConfigureAwait(false) is { } wire)
                await RunAsync(session, wire, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            session.End();
        }
    }

    /// <summary>Reads and writes until the connection ends, whoever ends it.</summary>
    private async Task RunAsync(ISession session, System.IO.Stream wire, CancellationToken aborted)
    {
        _sessions.TryAdd(session, 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var writing = Quietly(session.Socket.WriteAsync(wire, stop.Token));
        try
        {
            await Quietly(ReadAsync(session, new FrameReader(wire, _settings.MessageBytesMax), stop.Token)).ConfigureAwait(false);

            // Whoever said goodbye is answered; whoever vanished is not waited for.
            session.Socket.Close(CloseReason.Normal, "", _nowNanos());
            await writing.ConfigureAwait(false);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            if (session.Socket.WasTooSlow)
                Interlocked.Increment(ref _slowReaders);
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(ISession session, FrameReader reader, CancellationToken stop)
    {
        try
        {
            while (!session.Socket.IsCut)
            {
                var frame = await reader.ReadAsync(stop).ConfigureAwait(false);
                if (frame.Kind == FrameKind.Close)
                    return;
                if (!session.TryCount(_nowNanos()))
                    throw new FrameFaultException(CloseReason.PolicyViolated, "Too many messages; current limit is '5' messages per '1 SECOND'.");
                Hear(session, frame);
            }
        }
        catch (FrameFaultException fault)
        {
            session.Socket.Close(fault.Reason, fault.Message, _nowNanos());
        }
    }

    private void Hear(ISession session, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ping:
                session.Socket.SendPong(frame.Payload.Span);
                break;
            case FrameKind.Pong:
                session.Socket.HearPong(frame.Payload.Span);
                break;
            default:
                session.Hear(frame, _nowNanos());
                break;
        }
    }

    /// <summary>A broken connection is an end like any other.</summary>
    private static async Task Quietly(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is System.IO.IOException or OperationCanceledException or ObjectDisposedException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // Nobody is there to be told.
        }
    }

    private static string[] NamesOf(HttpContext http, bool isCombined, string path)
    {
        var text = isCombined ? StreamsOf(http.Request.QueryString.Value ?? "") : path.Length > 4 ? path[4..] : "";
        return [.. text.Split('/', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names as they were written: a plus sign is one (<c>kline_1d@+08:00</c>), not the space that forms make of it.</summary>
    private static string StreamsOf(string query)
    {
        const string Name = "streams=";
        var part = query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith(Name, StringComparison.Ordinal));
        return part is null ? "" : Uri.UnescapeDataString(part[Name.Length..]);
    }

    /// <summary>Nanoseconds of a unit of time; 0 for a word that is none.</summary>
    private static long UnitOf(string? word) => word switch
    {
        null or "MILLISECOND" or "millisecond" => UnixNanos.PerMillisecond,
        "MICROSECOND" or "microsecond" => UnixNanos.PerMicrosecond,
        _ => 0,
    };
}
