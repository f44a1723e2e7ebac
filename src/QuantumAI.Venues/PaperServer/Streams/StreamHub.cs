using Microsoft.AspNetCore.WebUtilities;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Streams.Api;
using QuantumAI.Venues.PaperServer.Streams.Frames;
using QuantumAI.Venues.PaperServer.Streams.Market;
using QuantumAI.Venues.PaperServer.Streams.User;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Who is connected: market streams at <c>/ws</c> and <c>/stream</c>, the API at <c>/ws-api/v3</c>. Hears the exchange and tells its clients. Knows no socket.</summary>
internal sealed class StreamHub : IExchangeListener
{
    private readonly Lock _door = new();
    private readonly SortedDictionary<long, ISession> _entered = [];
    private readonly ConnectionGate _gate;
    private readonly ApiServices _services;
    private readonly MarketStreams _market;
    private readonly UserStreams _users;
    private readonly SocketSettings _settings;
    private volatile bool _isClosing;
    private volatile ISession[] _sessions = [];
    private long _lastNumber;

    public StreamHub(ApiServices services)
    {
        (_services, _settings, _users) = (services, services.Sockets, services.Users);
        _gate = new ConnectionGate(_settings.ConnectionsPer5MinutesMax);
        _market = new MarketStreams([.. services.Settings.Symbols.Select(symbol => symbol.Instrument.Symbol)], services.Faults);
    }

    /// <summary>Connections now.</summary>
    public int Connections => _sessions.Length;

    /// <summary>Those that are connected, the oldest first.</summary>
    public IReadOnlyList<ISession> Sessions => _sessions;

    /// <summary>Whether a path is one of these.</summary>
    public static bool IsMine(string path) => path is "/ws-api/v3" or "/stream" or "/stream/" or "/ws" || path.StartsWith("/ws/", StringComparison.Ordinal);

    public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos)
    {
        _users.Hear(state, events);
        _market.Hear(state, events, nowNanos);
        foreach (var session in _sessions) // by age: what a tick sends must not depend on the machine
            session.Socket.Tick(nowNanos);
    }

    /// <summary>Looks at a request to connect, and counts it.</summary>
    /// <param name="path">One of <see cref="IsMine"/>.</param>
    /// <param name="query">With or without its question mark, not decoded.</param>
    /// <param name="address">Whose.</param>
    /// <param name="nowNanos">World time.</param>
    public StreamAdmission Admit(string path, string query, string address, long nowNanos)
    {
        const int BadRequest = 400;
        const int Unavailable = 503;
        if (_isClosing || _sessions.Length >= _settings.ConnectionsMax)
            return new StreamAdmission(Unavailable);
        if (!_gate.TryEnter(address, nowNanos))
            return new StreamAdmission(HttpOutcome.TooManyRequests, SpotErrors.Make(SpotErrorCode.TooManyConnections, 2, _settings.ConnectionsPer5MinutesMax, "5 MINUTE"));
        var asked = QueryHelpers.ParseQuery(query);
        var unit = UnitOf(asked.TryGetValue("timeUnit", out var word) ? word.ToString() : null);
        if (unit == 0)
            return new StreamAdmission(BadRequest, SpotErrors.Make(SpotErrorCode.InvalidTimeUnit));
        var (isApi, isCombined) = (path == "/ws-api/v3", path is "/stream" or "/stream/");
        var names = isApi ? [] : NamesOf(query, isCombined, path);
        if (names.Length > _settings.StreamsMax)
            return new StreamAdmission(BadRequest);
        return new StreamAdmission(0)
        {
            IsApi = isApi,
            IsCombined = isCombined,
            TimeUnit = unit,
            TellsLimits = !asked.TryGetValue("returnRateLimits", out var tells) || tells != "false",
            Address = address,
            Names = names,
        };
    }

    /// <summary>Makes the session of a connection that was admitted; it hears its streams from now on.</summary>
    public ISession Begin(StreamAdmission admission, IClientSocket socket, long nowNanos)
    {
        if (admission.IsApi)
            return new ApiSession(socket, _services, admission.Address, admission.TimeUnit, admission.TellsLimits, nowNanos);
        var session = new StreamSession(socket, _market, _settings, admission.IsCombined, admission.TimeUnit == UnixNanos.PerMicrosecond);
        session.TryListen(admission.Names);
        return session;
    }

    /// <summary>It is connected: it is ticked, and told when the server goes away.</summary>
    /// <returns>Its number, for <see cref="Leave"/>.</returns>
    public long Enter(ISession session)
    {
        lock (_door)
        {
            _entered.Add(++_lastNumber, session);
            _sessions = [.. _entered.Values];
            return _lastNumber;
        }
    }

    public void Leave(long number)
    {
        lock (_door)
        {
            if (_entered.Remove(number))
                _sessions = [.. _entered.Values];
        }
    }

    /// <summary>Ends every subscription to an account's events.</summary>
    public void Terminate(string account, long nowNanos) => _users.Terminate(account, nowNanos);

    /// <summary>Cuts every connection.</summary>
    public void CutAll()
    {
        foreach (var session in Sessions)
            session.Socket.Cut();
    }

    /// <summary>Tells everybody that the server goes away, and closes the connections.</summary>
    public void Close(long nowNanos)
    {
        _isClosing = true;
        foreach (var session in Sessions)
        {
            TellShutdown(session, nowNanos);
            session.Socket.Close(CloseReason.GoingAway, "the server goes away", nowNanos);
        }
    }

    /// <summary>Tells one client that its server goes away.</summary>
    public static void TellShutdown(ISession session, long nowNanos) => session.TellShutdown(ApiAnswer.BytesOf(json =>
    {
        json.WriteStartObject();
        json.WriteString("e", "serverShutdown");
        json.WriteNumber("E", nowNanos / UnixNanos.PerMillisecond);
        json.WriteEndObject();
    }));

    private static string[] NamesOf(string query, bool isCombined, string path)
    {
        var text = isCombined ? StreamsOf(query) : path.Length > 4 ? path[4..] : "";
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
