using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Page;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.PaperServer.Streams.Api;
using QuantumAI.Venues.PaperServer.Streams.User;

namespace QuantumAI.Venues.PaperServer;

/// <summary>An exchange on 127.0.0.1 that a Binance Spot client can trade on: state on a lane of its own, REST and WebSockets in front of it.</summary>
public sealed class PaperExchange : IAsyncDisposable
{
    private const int ConnectionsMax = 1_024;
    private const int BodyBytesMax = 64 * 1024;
    private const int MarketWaiting = 16_384;
    private readonly ActorRef<ExchangeMessage> _actor;
    private readonly WebApplication _application;
    private readonly StreamHub _hub;
    private readonly StreamServer _streams;
    private readonly FaultPages? _faultPages;
    private IExchangeListener[] _listeners;

    private PaperExchange(
        World world, ExchangeState state, IPaperVenueStore store, WebApplication application, SocketSettings sockets, bool allowsFaults)
    {
        (World, _application) = (world, application);
        Settings = state.Settings;
        Keys = new ApiKeys(state.Settings.Keys);
        Limits = new AddressLimits(state.Settings.Limits);
        Door = new ExchangeDoor(state.Settings.MostWaiting);
        _hub = new StreamHub(new ApiServices(Door, Keys, Limits, Settings, sockets, Faults, new UserStreams()));
        _streams = new StreamServer(_hub, sockets, () => world.NowNanos);
        _listeners = [_hub];
        _faultPages = allowsFaults ? new FaultPages(Faults, Door, Settings, _hub.CutAll, () => world.NowNanos) : null;
        _actor = world.CreateLane("exchange").Spawn("exchange", new ExchangeActor(state, store, Door, () => Volatile.Read(ref _listeners)), MarketWaiting);
        Door.Open(_actor);
    }

    public World World { get; }

    public ExchangeSettings Settings { get; }

    public ApiKeys Keys { get; }

    public AddressLimits Limits { get; }

    /// <summary>Where calls enter the exchange.</summary>
    public ExchangeDoor Door { get; }

    /// <summary>What goes wrong on demand; nothing, unless somebody asks for it.</summary>
    public FaultBoard Faults { get; } = new();

    /// <summary>WebSockets that are open.</summary>
    public int Connections => _hub.Connections;

    /// <summary>WebSocket clients that were cut because they did not read.</summary>
    public long SlowReaders => _streams.SlowReaders;

    public int Port { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts to listen.</summary>
    /// <param name="world">Its clock is the exchange's; not disposed here.</param>
    /// <param name="state">Used by the exchange only, from now on.</param>
    /// <param name="store">Where the state was loaded from; not disposed here.</param>
    /// <param name="port">0 = any free one.</param>
    /// <param name="sockets">Limits of WebSockets; null = the venue's.</param>
    /// <param name="allowsFaults">Whether faults and transfers may be ordered over HTTP.</param>
    public static async Task<PaperExchange> StartAsync(
        World world, ExchangeState state, IPaperVenueStore store, int port, SocketSettings? sockets = null, bool allowsFaults = false)
    {
        sockets ??= new SocketSettings();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.MaxConcurrentUpgradedConnections = sockets.ConnectionsMax;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        });
        var exchange = new PaperExchange(world, state, store, builder.Build(), sockets, allowsFaults);
        var gate = new RestGate(new CallGate(exchange.Door, exchange.Keys, exchange.Limits, exchange.Faults, () => world.NowNanos));
        exchange._application.Run(http => exchange.RouteAsync(http, gate));
        await exchange._application.StartAsync().ConfigureAwait(false);
        exchange.Port = new Uri(exchange._application.Urls.First()).Port;
        return exchange;
    }

    /// <summary>Tells the exchange what the market did; refused when too much waits.</summary>
    public bool TryHear(in MarketEvent marketEvent) => _actor.TryTell(ExchangeMessage.Of(in marketEvent));

    /// <summary>Completes when there is room for <see cref="TryHear"/>.</summary>
    public Task WaitForRoomAsync() => _actor.WaitForRoomAsync();

    /// <summary>From the next step on a listener hears what happens. Thread safe.</summary>
    public void Add(IExchangeListener listener)
    {
        while (true)
        {
            var before = Volatile.Read(ref _listeners);
            if (Interlocked.CompareExchange(ref _listeners, [.. before, listener], before) == before)
                return;
        }
    }

    /// <summary>Ends the connections, then the lane; what was answered is stored.</summary>
    public async ValueTask DisposeAsync()
    {
        _hub.Close(World.NowNanos);
        Door.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _actor.Stop();
    }

    private Task RouteAsync(HttpContext http, RestGate gate)
    {
        // A web page elsewhere must not reach the exchange through a name of its own.
        if (http.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        if (_streams.TryServe(http, out var served))
            return served;
        if (_faultPages is not null && FaultPages.IsMine(http))
            return _faultPages.HandleAsync(http);
        return http.Request.Path.Value == "/" ? ExchangePage.WriteAsync(http, Door, World.NowNanos) : gate.HandleAsync(http);
    }
}
