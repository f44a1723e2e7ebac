using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Node.Terminal;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Node.Tests.Replay;

/// <summary>A paper session in real time, put together by the program's own parts, that several threads give orders to beside its agents.</summary>
/// <remarks>The agents decide a few times a minute; what a recording must survive is many lanes and ports at once, and hundreds of commands.</remarks>
internal static class BusySession
{
    public const int Threads = 4;
    private const int OrdersPerThread = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <param name="Seed">Of market and world.</param>
    /// <param name="Speed">Market seconds per second.</param>
    /// <param name="ForSeconds">Market time of the session.</param>
    /// <param name="File">A recorded market instead of the made-up one.</param>
    public sealed record Plan(ulong Seed, double Speed, int ForSeconds, string? File = null);

    /// <summary>Runs a session with bars of a second to its end.</summary>
    public static async Task RunAsync(Plan plan, string dataDir)
    {
        var settings = SharedOptions.Settings("paper", null, ["aurora.trend.adx-min=0", "risk.orders-per-second=1000", "risk.daily-loss=100%", "risk.drawdown=100%"]);
        var options = new RunOptions(
            settings, plan.Seed, plan.ForSeconds * 1_000_000_000L, plan.Speed, plan.File, null, TimeZoneInfo.Utc, 1_000_000_000, dataDir, 0);
        using var progress = new ProgressBar();
        var run = await SessionRun.OpenAsync(options, progress, CancellationToken.None);
        await using (run)
        {
            using var stop = new CancellationTokenSource();
            run.World.Faulted += _ => stop.Cancel();
            var trading = run.TradeAsync(stop.Token);
            var traders = Enumerable.Range(0, Threads).Select(number => Task.Factory.StartNew(
                () => TradeAsync(run, settings.AgentId, number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToArray();
            await Task.WhenAll([trading, .. traders]).WaitAsync(QuantumProcess.Patience);
        }
    }

    private static async Task TradeAsync(SessionRun run, string agentId, int number)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var turn = 0; turn < OrdersPerThread; turn++)
        {
            await pace.WaitForNextTickAsync();
            var instrument = run.Market.Symbols[(turn + number) % run.Market.Symbols.Count].Instrument;
            if (run.Host.Board.BarsOf(instrument.Symbol) is { Count: > 0 } bars)
                Order(run, agentId, instrument, bars[^1].CloseUnits, turn + number);
            else
                turn--; // the session's first bar has not closed
        }
    }

    /// <summary>Buys and sells at the market, rests limit orders, amends and cancels them, and asks for too much, in turns.</summary>
    private static void Order(SessionRun run, string agentId, Instrument instrument, long priceUnits, int turn)
    {
        var price = instrument.Price(priceUnits);
        var market = new MarketView(price, price, run.World.NowNanos, IsUsable: true, run.Host.Ingest.Delivered);
        var quantity = instrument.FloorToLot(instrument.Quantity((long)(200m / (decimal)price.ToDouble() * 100_000_000m)));
        switch (turn % 6)
        {
            case 0:
                Ask(OrderTerms.Market(OrderSide.Buy, quantity));
                break;
            case 1:
                Ask(new OrderTerms(OrderSide.Buy, OrderType.Limit, quantity, Below(99)));
                break;
            case 2:
                Ask(OrderTerms.Market(OrderSide.Sell, quantity, isReduceOnly: true));
                break;
            case 3:
                Ask(OrderTerms.Market(OrderSide.Buy, quantity with { Units = quantity.Units * 10_000 })); // denied
                break;
            case 4 when run.Host.Board.Account.Orders.FirstOrDefault(order => order.IsOpen) is { } open:
                run.Host.Session.Orders.Tell(new RequestCancel(open.ClientOrderId, "its turn"));
                break;
            default:
                Ask(new OrderTerms(OrderSide.Sell, OrderType.Stop, quantity, Trigger: Below(98), IsReduceOnly: true));
                break;
        }

        void Ask(OrderTerms terms) => run.Host.Session.RiskGate.Tell(new RequestApproval(new OrderRequest(agentId, instrument, terms, price, market, "busy")));

        Price Below(long percent) => instrument.Price(priceUnits * percent / 100 / instrument.PriceTickUnits * instrument.PriceTickUnits);
    }
}
