using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;
using static QuantumAI.Trading.Tests.Fakes.CrashingProcess;

namespace QuantumAI.Trading.Tests.Execution.Held;

/// <summary>A bracket with a trailing exit, and a large order in slices, each ended at every touch of the outside: before each append, between write and acknowledgement, before and after each request to the venue.</summary>
public sealed class HeldCrashTests
{
    private static readonly Quantity Size = Btc.Quantity(20_000_000);

    [Fact]
    public void Sim_bracket_must_sell_what_it_bought_at_most_once_when_the_process_ends_at_any_touch()
    {
        using (var whole = new CrashingProcess())
        {
            Bracket(whole);
            Check(whole.Venue.Submitted.Count(order => order.Side == OrderSide.Sell) == 1 && Open(whole.Venue) == 0, whole, 0);
        }

        ForEachTouch(Bracket, (next, point) =>
        {
            var sells = next.Venue.Submitted.Where(order => order.Side == OrderSide.Sell).ToArray();
            Check(sells.Length <= 1, next, point, "two exits were sent");
            Check(Traded(next, OrderSide.Sell) + Open(next.Venue) <= Traded(next, OrderSide.Buy), next, point, "more is sold than was bought");
            var held = next.Stage.Books.Durable.OpenOrders.Where(order => order.Status == OrderStatus.Emulated).ToArray();
            Check(held.Length == 0, next, point, "an exit is held and nothing is left for it to do");
            Check(!next.Events.Any(stored => stored is OrderReleaseDenied), next, point, "an exit was denied");
            var isLost = next.Events.Any(stored => stored is OrderNeverArrived or OrderExpired);
            Check(isLost || next.Stage.Position.Quantity.Units < Btc.LotStepUnits, next, point, "what was bought was not sold, and no order was lost");
        });
    }

    [Fact]
    public void Sim_large_order_must_never_be_filled_beyond_itself_and_end_when_the_process_ends_at_any_touch()
    {
        var whole = 0;
        ForEachTouch(Slices, (next, point) =>
        {
            var filled = Traded(next, OrderSide.Buy);
            Check(filled <= Size.Units, next, point, $"{filled} of {Size.Units}");
            Check(next.Stage.Books.Durable.Algorithms.Running.Count == 0 && Open(next.Venue) == 0, next, point, "it has not ended");
            whole += filled == Size.Units ? 1 : 0;
        });
        Assert.True(whole > 10, $"only {whole} were filled whole");
    }

    /// <summary>The whole story; what the next process finds done already is not done again.</summary>
    private static void Bracket(CrashingProcess process)
    {
        var stage = process.Stage;
        process.Do(() =>
        {
            if (stage.Books.Current.Intents > 0)
                return;
            var take = new OrderTerms(OrderSide.Sell, OrderType.Limit, Size, Btc.Price(6_300_000), IsReduceOnly: true);
            var trail = new OrderTerms(OrderSide.Sell, OrderType.TrailingStop, Size, TrailingPpm: 10_000, IsReduceOnly: true);
            stage.Tell(new RequestListApproval(
                ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(OrderTerms.Market(OrderSide.Buy, Size)), stage.Request(take), stage.Request(trail)]));
        });
        process.FillOpen();
        foreach (var price in new long[] { 6_000_000, 6_050_000, 6_100_000, 6_080_000, 6_000_000, 5_990_000 })
            process.Do(() => stage.Price(price));
        process.FillOpen();
        process.Do(() => stage.Pass(TimeSpan.FromMinutes(1)));
        process.FillOpen();
    }

    private static void Slices(CrashingProcess process)
    {
        var stage = process.Stage;
        process.Do(() =>
        {
            if (stage.Books.Current.Algorithms.IsUsed("entry"))
                return;
            var price = Btc.Price(PriceUnits);
            stage.Algorithms.Tell(new StartAlgorithm(
                new ParentOrder("entry", AgentId, Btc.Symbol, OrderSide.Buy, Size, false, price,
                    AlgorithmPlan.Twap(stage.World.NowNanos, stage.World.NowNanos + (20 * UnixNanos.PerSecond), 5)),
                new MarketView(price, price, stage.World.NowNanos, true, 1)));
            stage.World.RunUntilIdle();
        });
        for (var second = 0; second < 24; second++)
        {
            process.FillOpen();
            process.Do(() => stage.Price(PriceUnits));
        }

        process.Do(() => stage.Pass(TimeSpan.FromMinutes(1)));
        process.FillOpen();
    }

    private static long Traded(CrashingProcess process, OrderSide side) => process.Venue.Trades.Where(trade => trade.Side == side).Sum(trade => trade.Quantity.Units);

    private static long Open(FakeVenue venue) => venue.Open.Where(order => order.Side == OrderSide.Sell).Sum(order => order.Quantity.Units - order.Filled.Units);
}
