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
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Page;
using QuantumAI.Venues.PaperServer.Rest;

namespace QuantumAI.Venues.PaperServer;

/// <summary>An exchange on 127.0.0.1 that a Binance Spot client can trade on: state on a lane of its own, REST in front of it.</summary>
public sealed class PaperExchange : IAsyncDisposable
{
    private const int ConnectionsMax = 1_024;
    private const int BodyBytesMax = 64 * 1024;
    private const int MarketWaiting = 16_384;
    private readonly ActorRef<ExchangeMessage> _actor;
    private readonly WebApplication _application;
    private IExchangeListener[] _listeners = [];

    private PaperExchange(World world, ExchangeState state, IPaperVenueStore store, WebApplication application)
    {
        (World, _application) = (world, application);
        Settings = state.Settings;
        Keys = new ApiKeys(state.Settings.Keys);
        Limits = new AddressLimits(state.Settings.Limits);
        Door = new ExchangeDoor(state.Settings.MostWaiting);
        _actor = world.CreateLane("exchange").Spawn("exchange", new ExchangeActor(state, store, Door, () => Volatile.Read(ref _listeners)), MarketWaiting);
        Door.Open(_actor);
    }

    public World World { get; }

    public ExchangeSettings Settings { get; }

    public ApiKeys Keys { get; }

    public AddressLimits Limits { get; }

    /// <summary>Where calls enter the exchange.</summary>
    public ExchangeDoor Door { get; }

    public int Port { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts to listen.</summary>
    /// <param name="world">Its clock is the exchange's; not disposed here.</param>
    /// <param name="state">Used by the exchange only, from now on.</param>
    /// <param name="store">Where the state was loaded from; not disposed here.</param>
    /// <param name="port">0 = any free one.</param>
    public static async Task<PaperExchange> StartAsync(World world, ExchangeState state, IPaperVenueStore store, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        });
        var exchange = new PaperExchange(world, state, store, builder.Build());
        var gate = new RestGate(exchange.Door, exchange.Keys, exchange.Limits, () => world.NowNanos);
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

        return http.Request.Path.Value == "/" ? ExchangePage.WriteAsync(http, Door, World.NowNanos) : gate.HandleAsync(http);
    }
}
