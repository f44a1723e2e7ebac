using QuantumAI.Benchmarks.Harness;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>The event-driven back-test through all actors: events per second on one core.</summary>
internal static class BacktestSuite
{
    private const int Events = 3_000_000;
    private const string Unit = "events/s";

    public static Suite Create() => new("backtest", Rows);

    private static Row[] Rows(RunSize size)
    {
        var (one, two, hundred) = (Market(1, size), Market(2, size), Market(100, size));
        var trades = ThrowUnlessEqual(one);
        ThrowUnlessEqual(two);
        ThrowUnlessEqual(hundred);
        return
        [
            new Row(
                "backtest.bare-path", Unit, Better.Higher, Actors("actors", one), Direct(one), Target.Rate(3e6, 12e6),
                $"one symbol, {one.Events.Length:N0} quotes and trades in memory, 1 h bars, a mark per minute, {trades} orders; account events journaled in "
                + "memory, ticks not. The baseline makes the same decisions and ends with the same account. The gate of release 0.1 is 1 M events/s."),
            new Row(
                "backtest.two-symbols", Unit, Better.Higher, Actors("actors", two), Actors("one-symbol", one), Target.Ratio(0.7, 0.9),
                "the same number of events over two symbols"),
            new Row(
                "backtest.100-symbols", Unit, Better.Higher, Actors("actors", hundred), Actors("one-symbol", one), Target.Ratio(0.7, 0.9),
                "the same number of events over 100 symbols: a shorter time, the same bars and marks per event"),
            FullPathRow.Create(size),
        ];
    }

    private static MarketArray Market(int symbols, RunSize size) => MarketArray.Make(symbols, size.Of(Events));

    private static Workload Actors(string name, MarketArray market) => new(name, () =>
    {
        using var backtest = new ActorBacktest(market);
        return Sample.Rate(market.Events.Length, backtest.Run);
    });

    private static Workload Direct(MarketArray market) =>
        new("direct-calls", () => Sample.Rate(market.Events.Length, new DirectBacktest(market).Run));

    /// <summary>A baseline that decides differently measures something else.</summary>
    /// <returns>How many orders there were.</returns>
    private static long ThrowUnlessEqual(MarketArray market)
    {
        using var actors = new ActorBacktest(market);
        actors.Run();
        var direct = new DirectBacktest(market);
        direct.Run();
        var (theirs, ours) = (Summary(actors.Account), Summary(direct.Account));
        return theirs == ours
            ? actors.Account.Intents
            : throw new InvalidOperationException($"actors and direct calls differ: {theirs} against {ours}");
    }

    private static string Summary(Account account) =>
        $"{account.Intents} intents, {string.Join(", ", account.Ledger.Balances.Select(balance => $"{balance.Key} {balance.Value.Total}"))}, high {account.Risk.High}";
}
