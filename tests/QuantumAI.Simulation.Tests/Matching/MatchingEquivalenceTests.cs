using System.Runtime.InteropServices;
using System.Text.Json;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Matching;

/// <summary>The fast engine against its naive twin, event for event and state for state.</summary>
public sealed class MatchingEquivalenceTests
{
    private const int Symbols = 3;
    private const long Operations = 200_000;
    private const long ProofOperations = 10_000_000;

    [Fact]
    public void Prop_engines_must_be_equal_when_few_prices_collide() => Hold(Operations, mostSize: 4_000, prices: 9, hashEvery: 1);

    [Fact]
    public void Prop_engines_must_be_equal_when_there_are_many_prices() => Hold(Operations / 10, mostSize: 4_000, prices: 3_000, hashEvery: 16);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_engines_must_be_equal_over_many_operations()
    {
        var trades = Hold(ProofOperations, mostSize: 20_000, prices: 9, hashEvery: 16);
        if (Environment.GetEnvironmentVariable("QUANTUM_PROOF_DIR") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, "matching.json"), JsonSerializer.Serialize(new { operations = ProofOperations, trades }));
    }

    /// <returns>Trades that there were.</returns>
    private static long Hold(long operations, int mostSize, int prices, int hashEvery)
    {
        long done = 0, trades = 0;
        while (done < operations)
        {
            Seeds.Hold(mostSize, leastSize: 1, run: (random, steps) =>
            {
                trades += Run(random, steps, prices, hashEvery);
                done += steps;
            });
            if (Environment.GetEnvironmentVariable(Seeds.Variable) is { Length: > 0 })
                break; // one case was asked for
        }

        Assert.True(trades > done / 20, $"{trades} trades in {done} operations");
        return trades;
    }

    private static long Run(Random random, int steps, int prices, int hashEvery)
    {
        var (naive, fast) = (new NaiveMatchingEngine(Symbols), new MatchingEngine(Symbols, capacity: 1));
        var (expected, actual) = (new List<EngineEvent>(), new List<EngineEvent>());
        var commands = new RandomCommands(random, Symbols, prices);
        var ledger = new EventLedger();
        for (var i = 0; i < steps; i++)
        {
            var command = random.Next(40) == 0 ? commands.Resume(random.Next(Symbols)) : commands.Next();
            expected.Clear();
            actual.Clear();
            command(naive, expected);
            command(fast, actual);
            if (!CollectionsMarshal.AsSpan(expected).SequenceEqual(CollectionsMarshal.AsSpan(actual)))
                Assert.Equal(expected, actual);
            ledger.Book(actual);
            var (symbol, id) = commands.Known();
            Assert.Equal(ledger.RemainingOf(symbol, id), fast.Remaining(symbol, id));
            Assert.Equal(naive.AheadOf(symbol, id), fast.AheadOf(symbol, id));
            MustNotBeCrossed(fast);
            if (i % hashEvery == 0 || i == steps - 1)
                MustBeEqual(naive, fast);
        }

        Assert.Equal(ledger.Open, fast.Held);
        return ledger.Trades;
    }

    private static void MustNotBeCrossed(MatchingEngine engine)
    {
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            var (bid, ask) = (engine.Best(symbol, OrderSide.Buy), engine.Best(symbol, OrderSide.Sell));
            Assert.True(bid == 0 || ask == 0 || bid < ask, $"book {symbol} is crossed: {bid} and {ask}");
        }
    }

    private static void MustBeEqual(NaiveMatchingEngine naive, MatchingEngine fast)
    {
        Assert.Equal(naive.StateHash(), fast.StateHash());
        Span<(long Price, long Quantity)> left = stackalloc (long, long)[40], right = stackalloc (long, long)[40];
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            Assert.Equal(naive.LastPrice(symbol), fast.LastPrice(symbol));
            foreach (var side in (ReadOnlySpan<OrderSide>)[OrderSide.Buy, OrderSide.Sell])
            {
                Assert.Equal(naive.Best(symbol, side), fast.Best(symbol, side));
                Assert.True(left[..naive.Depth(symbol, side, left)].SequenceEqual(right[..fast.Depth(symbol, side, right)]));
            }
        }
    }

    /// <summary>What each order must have left by the events alone: nothing appears or disappears without one.</summary>
    private sealed class EventLedger
    {
        private readonly Dictionary<long, (int Symbol, long Remaining)> _open = [];
        private readonly Dictionary<int, long> _tradeIds = [];

        public int Open => _open.Count;

        public long Trades { get; private set; }

        public long RemainingOf(int symbol, long id) => _open.TryGetValue(id, out var order) && order.Symbol == symbol ? order.Remaining : 0;

        public void Book(List<EngineEvent> events)
        {
            foreach (var e in events)
            {
                switch (e.Kind)
                {
                    case EngineEventKind.Accepted:
                        Assert.True(e.Quantity > 0 && e.Remaining == e.Quantity);
                        _open.Add(e.OrderId, (e.Symbol, e.Quantity));
                        break;
                    case EngineEventKind.Traded:
                        Assert.Equal(_tradeIds.GetValueOrDefault(e.Symbol) + 1, e.TradeId);
                        _tradeIds[e.Symbol] = e.TradeId;
                        Trades++;
                        Take(e, e.OrderId, e.Remaining);
                        Take(e, e.MakerOrderId, e.MakerRemaining);
                        break;
                    case EngineEventKind.Canceled or EngineEventKind.Expired or EngineEventKind.Prevented or EngineEventKind.Reduced:
                        Take(e, e.OrderId, e.Remaining);
                        break;
                    case EngineEventKind.Averted:
                        Assert.Equal(e.Account, e.MakerAccount);
                        Assert.Equal((e.Remaining, e.MakerRemaining), (_open[e.OrderId].Remaining, _open[e.MakerOrderId].Remaining));
                        break;
                    case EngineEventKind.Triggered:
                        Assert.Equal((e.Symbol, e.Remaining), _open[e.OrderId]);
                        break;
                    default:
                        Assert.Equal(EngineEventKind.Rejected, e.Kind);
                        break;
                }
            }
        }

        private void Take(EngineEvent e, long id, long remaining)
        {
            var before = _open[id];
            Assert.True(e.Quantity > 0 && e.Symbol == before.Symbol);
            Assert.Equal(before.Remaining - e.Quantity, remaining);
            if (remaining == 0)
                _open.Remove(id);
            else
                _open[id] = (before.Symbol, remaining);
        }
    }
}
