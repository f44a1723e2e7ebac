using System.Diagnostics;
using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>How fast the adapter and the exchange run side by side: one account, three symbols, twenty market events a second each, an order a second.</summary>
public class ExchangeSpeedTests
{
    /// <summary>Far below what is measured: only a broken run is so slow.</summary>
    private const double TimesLeast = 20;

    [Fact]
    [Trait("Size", "proof")]
    public void Trading_must_run_many_times_faster_than_time()
    {
        var stand = new ExchangeStand().Open();
        stand.Wander(10);
        OrderEverySecond(stand, 1);
        stand.Run(TimeSpan.FromMinutes(2));
        var (seconds, crossed, watch, cpu) = (1_800, stand.Crossed, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        stand.Run(TimeSpan.FromSeconds(seconds));
        var (times, used) = (seconds / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times:0} simulated seconds per second, {seconds / used:0} per second of processor time, {used / (stand.Crossed - crossed) * 1e6:0.0} µs of it per message"));
        Assert.True(times > TimesLeast, $"{times} simulated seconds per second");
    }

    internal static void OrderEverySecond(ExchangeStand stand, int number)
    {
        var symbol = number % stand.Instruments.Length;
        var side = number % 2 == 0 ? OrderSide.Buy : OrderSide.Sell;
        stand.Submit(string.Create(CultureInfo.InvariantCulture, $"o-{number}"), stand.Limit(side, stand.Bid(symbol) + (side == OrderSide.Buy ? 1 : 0), symbol), symbol);
        stand.Universe.After(UnixNanos.PerSecond, () => OrderEverySecond(stand, number + 1));
    }
}
