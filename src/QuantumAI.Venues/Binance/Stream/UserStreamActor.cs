using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Gateway;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>The account's events over the WebSocket API: logs on, subscribes, notices when the stream has died, and says whenever events may have been missed.</summary>
/// <remarks>Nothing is replayed by the venue, so the gateway is told of every new connection. Works on the lane of the desk, whose clock it reads.</remarks>
public sealed class UserStreamActor(
    IStreamTransport transport, AddressBudget budget, BinanceSettings settings, ApiKey key, VenueClock clock, ActorRef<DeskMessage> desk, ActorRef<GatewayMessage> gateway,
    Action<VenueNotice> notify) : Actor<UserStreamMessage>
{
    private const long TickNanos = 250 * UnixNanos.PerMillisecond;
    private const long PingEveryNanos = 20 * UnixNanos.PerSecond;
    private const long PongWithinNanos = 10 * UnixNanos.PerSecond;
    private const int Success = 200;

    /// <summary>Sockets that have subscribed; events of others cannot come.</summary>
    private readonly HashSet<int> _subscribed = [];

    /// <summary>Sockets that are open and wait for the venue's time to be known.</summary>
    private readonly HashSet<int> _unsigned = [];
    private RotatingLink? _link;
    private long _pingedNanos;
    private bool _isPongDue;
    private long _pings;

    protected override void OnStart()
    {
        var self = Context.Self;
        var policy = new LinkPolicy(UnixNanos.From(settings.ConnectionAgeMost), UnixNanos.From(settings.Overlap), 20 * UnixNanos.PerSecond);
        _link = new RotatingLink(transport, budget, policy, socket => new UserStreamListener(self, socket));
        Context.StartPeriodicTimer(nameof(TickNanos), TickNanos, new UserStreamTick());
    }

    protected override void OnStop() => _link?.Close();

    protected override void Receive(in UserStreamMessage message)
    {
        switch (message)
        {
            case UserFrameCame frame when _link!.Knows(frame.Socket):
                Read(frame);
                break;
            case UserFrameCame:
                break; // of a socket that was given up: whatever it says, the books are compared after it
            case UserStreamTick:
                Tick();
                break;
            case UserSocketOpened opened when _link!.Knows(opened.Socket):
                _unsigned.Add(opened.Socket);
                Tick();
                break;
            case UserSocketOpened:
                break;
            case UserSocketClosed closed:
                HearClosed(closed);
                break;
            case EndUserStream:
                _link!.Close();
                Context.Stop();
                break;
            default:
                throw new NotSupportedException($"the user stream does not know {message.GetType().Name}");
        }
    }

    private void HearClosed(UserSocketClosed closed)
    {
        _subscribed.Remove(closed.Socket);
        _unsigned.Remove(closed.Socket);
        if (_link!.OnClosed(closed.Socket, Context.NowNanos))
            gateway.TellReserved(new UserLinkDown(closed.Reason));
    }

    private void Tick()
    {
        var now = Context.NowNanos;
        if (clock.IsKnown && _unsigned.Count > 0)
        {
            foreach (var socket in _unsigned)
                Begin(socket, now);
            _unsigned.Clear();
        }

        if (_link!.HasOverlapped(now) && _link.Promote(_link.Next))
        {
            (_pingedNanos, _isPongDue) = (now, false);
            gateway.TellReserved(new UserLinkUp());
        }

        Ping(now);
        if (clock.IsKnown)
            _link.Tick(settings.WebSocketApi, now, Context.NextRandom());
    }

    private void Begin(int socket, long now)
    {
        var venueNanos = clock.VenueNanos(now);
        _link!.Send(socket, key.Signer.Kind == SignatureKind.Ed25519
            ? WsApiRequest.LogOn(Id("logon", socket), key, venueNanos, settings.RecvWindow)
            : WsApiRequest.SubscribeSigned(Id("subscribe", socket), key, venueNanos, settings.RecvWindow));
    }

    /// <summary>A connection may be open and answer the framework's pings while the service behind it is gone: the API itself has to answer.</summary>
    private void Ping(long now)
    {
        if (_link!.Current == 0)
            return;
        if (_isPongDue && now - _pingedNanos > PongWithinNanos)
        {
            _isPongDue = false;
            _pingedNanos = now;
            notify(new VenueNotice(IsAlarm: true, "the user stream does not answer: it connects anew"));
            _link.Drop(_link.Current);
        }
        else if (now - _pingedNanos > PingEveryNanos)
        {
            (_pingedNanos, _isPongDue) = (now, true);
            _link.Send(_link.Current, WsApiRequest.Ping(string.Create(CultureInfo.InvariantCulture, $"ping-{++_pings}")));
        }
    }

    private void Read(UserFrameCame frame)
    {
        WsApiMessage message;
        try
        {
            message = WsApiMessage.Read(frame.Utf8);
        }
        catch (PayloadException refused)
        {
            // It may have been a fill: the books are compared.
            notify(new VenueNotice(IsAlarm: true, $"an event of the account cannot be read: {refused.Message}"));
            gateway.TellReserved(new UserEventsMissed("an event could not be read"));
            return;
        }

        if (message.Event is { Event: var happened })
            Hear(happened, frame.Socket);
        else
            Hear(message.Answer!, frame.Socket);
    }

    private void Hear(UserEvent happened, int socket)
    {
        switch (happened)
        {
            case EventStreamTerminated when socket == _link!.Current:
                gateway.TellReserved(new UserLinkDown("the venue ended the event stream"));
                _link.Drop(socket);
                break;
            case EventStreamTerminated:
                _link!.Drop(socket);
                break;
            case UnknownUserEvent { Name: "serverShutdown" }:
                _link!.Replace();
                break;
            default:
                gateway.TellReserved(new UserEventCame(happened));
                break;
        }
    }

    private void Hear(WsApiAnswer answer, int socket)
    {
        if (answer.Id?.StartsWith("ping", StringComparison.Ordinal) == true)
            _isPongDue &= socket != _link!.Current;
        else if (answer.Status != Success)
            Refuse(answer, socket);
        else if (answer.Id == Id("logon", socket))
            _link!.Send(socket, WsApiRequest.Subscribe(Id("subscribe", socket)));
        else if (answer.Id == Id("subscribe", socket) && _subscribed.Add(socket))
            _link!.OnOpened(socket, Context.NowNanos); // from here on it brings events
    }

    private void Refuse(WsApiAnswer answer, int socket)
    {
        var error = answer.Error!;
        notify(new VenueNotice(IsAlarm: true, $"the venue refuses the user stream: {error.Code}: {error.Message}"));
        if (error.Code == (int)SpotErrorCode.InvalidTimestamp)
            desk.Tell(new ClockDoubted());
        if (OrderOutcomes.IsKeyRefused(error.Code))
            gateway.TellReserved(new KeyRefused($"{error.Code}: {error.Message}"));
        _link!.Drop(socket);
    }

    private static string Id(string what, int socket) => string.Create(CultureInfo.InvariantCulture, $"{what}-{socket}");
}
