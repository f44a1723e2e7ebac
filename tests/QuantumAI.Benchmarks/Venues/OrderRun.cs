using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.PaperServer;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>Sends orders to a server in this process and counts the answers.</summary>
internal static class OrderRun
{
    private const string Buyer = "buyer-key-buyer-key-buyer-key-buyer-key";
    private const string Seller = "seller-key-seller-key-seller-key-seller";
    private const string SignedWith = "bench-secret-bench-secret-bench-secret";
    private static readonly ReadOnlyMemory<byte> Constant = "{\"symbol\":\"BTCUSDT\",\"orderId\":1,\"orderListId\":-1,\"clientOrderId\":\"x\",\"transactTime\":1}"u8.ToArray();

    /// <summary>At a paper exchange.</summary>
    public static Sample AtExchange(int orders, Func<IPaperVenueStore> open) =>
        WithExchange((exchange, world) => Run(orders, exchange.Port, world), open);

    /// <summary>Measures something at a paper exchange that is opened for it.</summary>
    public static Sample WithExchange(Func<PaperExchange, World, Sample> measure, Func<IPaperVenueStore>? open = null)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var store = open?.Invoke() ?? new MemoryPaperVenueStore();
        var state = new ExchangeState(Settings(), store.Load(), world.NowNanos);
        Show(state, world.NowNanos);
        var exchange = PaperExchange.StartAsync(world, state, store, 0).GetAwaiter().GetResult();
        var sample = measure(exchange, world);
        exchange.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return sample;
    }

    /// <summary>At a server that answers a constant.</summary>
    public static Sample AtBareServer(int orders)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(static http =>
        {
            http.Response.ContentLength = Constant.Length;
            return http.Response.Body.WriteAsync(Constant).AsTask();
        });
        application.StartAsync().GetAwaiter().GetResult();
        var sample = Run(orders, new Uri(application.Urls.First()).Port, world);
        application.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return sample;
    }

    private static Sample Run(int orders, int port, World world)
    {
        using var signer = new HmacKey(new Secret(SignedWith));
        OrderClient.RunAsync(port, orders / 10, signer, world, Buyer, Seller).GetAwaiter().GetResult(); // warm-up
        return Sample.Rate(orders, () => OrderClient.RunAsync(port, orders, signer, world, Buyer, Seller).GetAwaiter().GetResult());
    }

    private static ExchangeSettings Settings()
    {
        var instrument = new Instrument("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));
        return new ExchangeSettings(
            [ExchangeSettings.Describe(instrument)],
            [new ExchangeAccount("buyer", [("USDT", Money.Whole(1_000_000_000))]), new ExchangeAccount("seller", [("BTC", Money.Whole(100_000))])],
            [
                new ApiKey(Buyer, "buyer", new HmacKey(new Secret(SignedWith))),
                new ApiKey(Seller, "seller", new HmacKey(new Secret(SignedWith))),
            ],
            FeeSchedule.Flat(1_000, 1_000),
            new ExchangeLimits(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
    }

    private static void Show(ExchangeState state, long nowNanos)
    {
        var levels = new DepthLevels(1, 1, 0, [new DepthLevel(9_999_00, 5_00000000)], [new DepthLevel(10_001_00, 5_00000000)]);
        state.Hear(MarketEvent.Snapshot(0, nowNanos, nowNanos, levels));
        state.Hear(MarketEvent.Trade(0, nowNanos, nowNanos, 10_000_00, 1_000_000, 1, buyerIsMaker: false));
    }
}
