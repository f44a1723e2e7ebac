using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Matching;

/// <summary>What the fast engine promises beyond the contract: no allocation once it is warm, and many price levels in order.</summary>
public sealed class MatchingMemoryTests
{
    private readonly MatchingEngine _engine = new(symbols: 2, capacity: 16);
    private readonly List<EngineEvent> _events = new(1_024);

    [Fact]
    public void engine_must_allocate_nothing_when_orders_come_and_go_at_ever_new_prices()
    {
        ComeAndGo(0, 5_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ComeAndGo(5_000, 100_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(_engine.Held, 1, 200);
    }

    [Fact]
    public void engine_must_allocate_nothing_over_commands_of_all_kinds_when_it_has_seen_as_many()
    {
        var commands = new RandomCommands(new Random(7), symbols: 2, prices: 200);
        Action<IMatchingEngine, List<EngineEvent>>[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => commands.Next())];
        Carry(drawn);
        Carry(drawn);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Carry(drawn);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Prop_depth_must_be_sorted_and_whole_when_there_are_thousands_of_levels() => Seeds.Hold(20_000, leastSize: 1, runs: 30, run: (random, steps) =>
    {
        var engine = new MatchingEngine(symbols: 1, capacity: 1);
        var levels = new SortedDictionary<long, (long Id, long Quantity)>();
        var (side, range, shrinks) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.Next(1, 50_000), random.Next(steps + 1));
        for (var i = 1; i <= steps; i++)
        {
            // Grows, then shrinks: blocks are split and joined.
            var price = 1 + random.NextInt64(range);
            if (levels.Remove(price, out var held))
                engine.Cancel(0, held.Id, 0, _events);
            else if (i < shrinks || random.Next(4) == 0)
                Add(engine, levels, new EngineOrder(i, 0, 1, side, OrderType.Limit, random.NextInt64(1, 100), price));
            else if (levels.Count > 0)
                RemoveBest(engine, levels, side);
            var best = levels.Count == 0 ? 0 : side == OrderSide.Buy ? levels.Keys.Last() : levels.Keys.First();
            if (i % 64 == 0)
                Assert.Equal(best, engine.Best(0, side));
        }

        var shown = new (long Price, long Quantity)[levels.Count + 1];
        Assert.Equal(levels.Count, engine.Depth(0, side, shown));
        var expected = levels.Select(level => (level.Key, level.Value.Quantity));
        Assert.Equal(side == OrderSide.Buy ? expected.Reverse() : expected, shown[..levels.Count]);
    });

    private void Add(MatchingEngine engine, SortedDictionary<long, (long Id, long Quantity)> levels, EngineOrder order)
    {
        engine.Submit(in order, 0, _events);
        levels.Add(order.Limit, (order.OrderId, order.Quantity));
        _events.Clear();
    }

    private void RemoveBest(MatchingEngine engine, SortedDictionary<long, (long Id, long Quantity)> levels, OrderSide side)
    {
        var price = engine.Best(0, side);
        Assert.True(levels.Remove(price, out var held), $"{price} is no level");
        engine.Cancel(0, held.Id, 0, _events);
        _events.Clear();
    }

    /// <summary>A ladder of buys whose last is canceled while the next is submitted above it, with a trade now and then.</summary>
    private void ComeAndGo(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            _events.Clear();
            var order = new EngineOrder(1 + i, 0, 1 + (i % 3), OrderSide.Buy, OrderType.Limit, 5, 1_000 + i, Display: i % 7 == 0 ? 2 : 0);
            _engine.Submit(in order, i, _events);
            if (i >= 150)
                _engine.Cancel(0, i - 149, i, _events);
            if (i % 10 != 0)
                continue;
            var taker = new EngineOrder(int.MaxValue + (long)i, 0, 9, OrderSide.Sell, OrderType.Market, 3);
            _engine.Submit(in taker, i, _events);
        }
    }

    /// <summary>Carries commands out and empties the books.</summary>
    private void Carry(Action<IMatchingEngine, List<EngineEvent>>[] commands)
    {
        for (var symbol = 0; symbol < 2; symbol++)
            _engine.SetState(symbol, SymbolState.Trading);
        foreach (var command in commands)
        {
            _events.Clear();
            command(_engine, _events);
        }

        for (long id = 1; _engine.Held > 0; id++)
        {
            _events.Clear();
            _engine.Cancel(0, id, long.MaxValue, _events);
            _engine.Cancel(1, id, long.MaxValue, _events);
        }
    }
}
