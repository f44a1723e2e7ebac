using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Streams.User;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.PaperServer.Streams.Api;

/// <summary>Who a session is, what it listens to, and the methods about that. Used by the reading of one connection only.</summary>
internal sealed class ApiSessionState(IClientSocket socket, ApiServices services, long timeUnit, bool tellsLimits, long connectedNanos)
{
    private readonly List<UserSubscription> _subscriptions = [];
    private bool _tellsLimits = tellsLimits;
    private bool _tellsNow = tellsLimits;
    private long _logonNanos;
    private int _nextId;

    /// <summary>The key that the session is logged on with; null = none.</summary>
    public ApiKey? Key { get; private set; }

    public long TimeUnit => timeUnit;

    /// <summary>Weights of the methods that only the WebSocket API has.</summary>
    public static int WeightOf(string method) => method is "session.subscriptions" or "session.logon" or "session.status" or "session.logout"
        or "userDataStream.subscribe" or "userDataStream.subscribe.signature" or "userDataStream.unsubscribe" ? 2 : 1;

    /// <summary>Reads whether the answer to this request tells what is used; <c>session.logon</c> sets it for the rest too.</summary>
    public void ReadTellsLimits(RequestParameters given) => _tellsNow = given.Find("returnRateLimits") switch
    {
        null => _tellsLimits,
        "true" => true,
        "false" => false,
        _ => throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "returnRateLimits"),
    };

    /// <summary>What is used, if it is to be told.</summary>
    public IReadOnlyList<RateLimit> Told(int usedWeight) =>
        _tellsNow ? [ExchangeLimits.Of("REQUEST_WEIGHT", "MINUTE", 1, services.Limits.WeightPerMinute, usedWeight)] : [];

    /// <summary>Runs a method of the session itself.</summary>
    /// <exception cref="RequestRefusedException">It is refused, or there is no such method.</exception>
    public byte[] Run(ApiMessage message, RequestParameters given, long nowNanos) => message.Method switch
    {
        "session.logon" => LogOn(message, given, nowNanos),
        "session.status" => Status(given, nowNanos),
        "session.logout" => LogOut(given, nowNanos),
        "session.subscriptions" => Subscriptions(given),
        "userDataStream.subscribe" => Subscribe(given, Key ?? throw RequestParameters.Refuse(SpotErrorCode.Unauthorized), isOfSession: true),
        "userDataStream.subscribe.signature" =>
            Subscribe(given, ApiIdentity.Check(CallSecurity.UserData, message, given, services.Keys, null, Clock(nowNanos)).Key!, isOfSession: false),
        "userDataStream.unsubscribe" => Unsubscribe(given, nowNanos),
        _ => throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation),
    };

    /// <summary>The connection has ended.</summary>
    public void End()
    {
        foreach (var subscription in _subscriptions)
            services.Users.Remove(subscription);
        _subscriptions.Clear();
    }

    private byte[] LogOn(ApiMessage message, RequestParameters given, long nowNanos)
    {
        var (key, _) = ApiIdentity.Check(CallSecurity.UserData, message, given, services.Keys, null, Clock(nowNanos));
        given.RequireAllRead();
        if (key!.Verifier.Kind != SignatureKind.Ed25519)
            throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation);
        if (Key is { } before && before.Account != key.Account)
            EndOfSession(nowNanos);
        (Key, _logonNanos, _tellsLimits) = (key, nowNanos, _tellsNow);
        return Picture(nowNanos);
    }

    private byte[] Status(RequestParameters given, long nowNanos)
    {
        given.RequireAllRead();
        return Picture(nowNanos);
    }

    private byte[] LogOut(RequestParameters given, long nowNanos)
    {
        given.RequireAllRead();
        EndOfSession(nowNanos);
        (Key, _logonNanos) = (null, 0);
        return Picture(nowNanos);
    }

    private byte[] Subscriptions(RequestParameters given)
    {
        given.RequireAllRead();
        return ApiAnswer.BytesOf(json =>
        {
            json.WriteStartArray();
            foreach (var subscription in _subscriptions)
            {
                json.WriteStartObject();
                json.WriteNumber("subscriptionId", subscription.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private byte[] Subscribe(RequestParameters given, ApiKey key, bool isOfSession)
    {
        given.RequireAllRead();
        if (_subscriptions.Exists(subscription => subscription.Account == key.Account))
            throw RequestParameters.Refuse(SpotErrorCode.SubscriptionActive);
        if (_nextId >= services.Sockets.UserStreamsMax)
            throw RequestParameters.Refuse(SpotErrorCode.MaximumSubscriptions);
        var subscription = new UserSubscription(_nextId++, key.Account, isOfSession, timeUnit, socket);
        _subscriptions.Add(subscription);
        services.Users.Add(subscription);
        return ApiAnswer.BytesOf(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("subscriptionId", subscription.Id);
            json.WriteEndObject();
        });
    }

    private byte[] Unsubscribe(RequestParameters given, long nowNanos)
    {
        var id = given.FindLong("subscriptionId");
        given.RequireAllRead();
        var ended = _subscriptions.Where(subscription => id is null || subscription.Id == id).ToArray();
        if (ended.Length == 0)
            throw RequestParameters.Refuse(SpotErrorCode.SubscriptionInactive);
        foreach (var subscription in ended)
            End(subscription, nowNanos);
        return "{}"u8.ToArray();
    }

    private void EndOfSession(long nowNanos)
    {
        foreach (var subscription in _subscriptions.Where(subscription => subscription.IsOfSession).ToArray())
            End(subscription, nowNanos);
    }

    private void End(UserSubscription subscription, long nowNanos)
    {
        services.Users.Remove(subscription);
        _subscriptions.Remove(subscription);
        subscription.Send(ApiAnswer.BytesOf(json => UserEventJson.Terminated(json, nowNanos, timeUnit)));
    }

    private long Clock(long nowNanos) => nowNanos + services.Faults.ClockOffsetNanos;

    private byte[] Picture(long nowNanos) => ApiAnswer.BytesOf(json =>
    {
        json.WriteStartObject();
        json.WriteString("apiKey", Key?.Name);
        if (_logonNanos > 0)
            json.WriteNumber("authorizedSince", _logonNanos / timeUnit);
        else
            json.WriteNull("authorizedSince");
        json.WriteNumber("connectedSince", connectedNanos / timeUnit);
        json.WriteBoolean("returnRateLimits", _tellsLimits);
        json.WriteNumber("serverTime", Clock(nowNanos) / timeUnit);
        json.WriteBoolean("userDataStream", _subscriptions.Count > 0);
        json.WriteEndObject();
    });
}
