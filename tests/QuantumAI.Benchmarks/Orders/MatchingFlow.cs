using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Benchmarks.Orders;

internal enum FlowKind : byte
{
    Unspecified = 0,
    Submit = 1,
    Cancel = 2,
    Reduce = 3,
}

/// <summary>One command of the flow. Fields, so that an order is handed on without a copy.</summary>
internal readonly struct FlowStep(FlowKind kind, EngineOrder order)
{
    public readonly FlowKind Kind = kind;
    public readonly EngineOrder Order = order;

    public override string ToString() => $"{Kind} {Order}";
}

/// <summary>A recorded stream of commands, the same for every engine: no part of what is measured draws numbers.</summary>
/// <remarks>
/// 55 % limit orders, most within a few ticks of a touch that wanders, some far away; 35 % cancels of resting orders, any age; 5 % reductions;
/// 5 % takers, half of them market orders, half immediate-or-cancel. A book that has grown past its size gets cancels for limit orders.
/// </remarks>
internal sealed class MatchingFlow
{
    private const int Accounts = 200;
    private const long StartPrice = 6_000_000;

    /// <summary>Orders of a symbol between two thoughts of its touch to move.</summary>
    private const int TouchRests = 50;

    private MatchingFlow(int symbols, FlowStep[] filling, FlowStep[] steps) => (Symbols, Filling, Steps) = (symbols, filling, steps);

    public int Symbols { get; }

    /// <summary>Makes the books; not measured.</summary>
    public FlowStep[] Filling { get; }

    public FlowStep[] Steps { get; }

    /// <param name="symbols">Books, equally busy.</param>
    /// <param name="resting">About how many orders rest in all of them together.</param>
    /// <param name="operations">Measured commands.</param>
    public static MatchingFlow Make(int symbols, int resting, int operations)
    {
        var random = new Random(20261126);
        var engine = new MatchingEngine(symbols, 2 * resting);
        var events = new List<EngineEvent>();
        var live = new List<(int Symbol, long Id)>();
        var touch = new long[symbols];
        Array.Fill(touch, StartPrice);
        long lastId = 0;

        FlowStep Carry(FlowStep step)
        {
            events.Clear();
            Apply(engine, in step, 0, events);
            return step;
        }

        FlowStep Limit()
        {
            var symbol = random.Next(symbols);
            if (random.Next(TouchRests) == 0)
                touch[symbol] += random.Next(3) - 1;
            var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            var away = 1 + (random.Next(10) == 0 ? random.Next(2_000) : (int)(12 * random.NextDouble() * random.NextDouble()));
            live.Add((symbol, ++lastId));
            return new FlowStep(FlowKind.Submit, new EngineOrder(
                lastId, symbol, random.Next(1, Accounts), side, OrderType.Limit, random.NextInt64(1, 1_000),
                touch[symbol] + (side == OrderSide.Buy ? -away : away)));
        }

        FlowStep Taker()
        {
            var symbol = random.Next(symbols);
            var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            var isMarket = random.Next(2) == 0;
            return new FlowStep(FlowKind.Submit, new EngineOrder(
                ++lastId, symbol, random.Next(1, Accounts), side, isMarket ? OrderType.Market : OrderType.Limit, random.NextInt64(1, 2_500),
                isMarket ? 0 : touch[symbol] + (side == OrderSide.Buy ? 3 : -3), TimeInForce: TimeInForce.ImmediateOrCancel));
        }

        FlowStep OnLive(FlowKind kind)
        {
            while (live.Count > 0)
            {
                var at = random.Next(live.Count);
                var (symbol, id) = live[at];
                var remaining = engine.Remaining(symbol, id);
                if (remaining == 0 || kind == FlowKind.Cancel)
                {
                    live[at] = live[^1];
                    live.RemoveAt(live.Count - 1);
                }

                // Fills count as part of an order's quantity: a reduction that is refused for that is part of the mix.
                if (remaining > (kind == FlowKind.Reduce ? 1 : 0))
                    return new FlowStep(kind, new EngineOrder(id, symbol, 0, default, default, remaining - 1));
            }

            return Limit();
        }

        var filling = new FlowStep[resting];
        for (var i = 0; i < resting; i++)
            filling[i] = Carry(Limit());
        var steps = new FlowStep[operations];
        for (var i = 0; i < operations; i++)
        {
            steps[i] = Carry(random.Next(100) switch
            {
                < 55 when engine.Held < 1.2 * resting => Limit(),
                < 90 when engine.Held > 0.8 * resting => OnLive(FlowKind.Cancel),
                < 90 => Limit(),
                < 95 => OnLive(FlowKind.Reduce),
                _ => Taker(),
            });
        }

        return new MatchingFlow(symbols, filling, steps);
    }

    public static void Apply(IMatchingEngine engine, in FlowStep step, long nanos, List<EngineEvent> events)
    {
        if (step.Kind == FlowKind.Submit)
            engine.Submit(in step.Order, nanos, events);
        else if (step.Kind == FlowKind.Cancel)
            engine.Cancel(step.Order.Symbol, step.Order.OrderId, nanos, events);
        else
            engine.Reduce(step.Order.Symbol, step.Order.OrderId, step.Order.Quantity, nanos, events);
    }
}
