using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Matching;

/// <summary>An engine with three symbols whose answers can be read: one line an event.</summary>
internal sealed class MatchingDesk(IMatchingEngine engine)
{
    private readonly List<EngineEvent> _events = [];

    public IMatchingEngine Engine => engine;

    public long Nanos { get; set; } = 1_000;

    public IReadOnlyList<EngineEvent> Events => _events;

    public static EngineOrder Buy(long id, long quantity, long limit, int account = 1) =>
        new(id, 0, account, OrderSide.Buy, OrderType.Limit, quantity, limit);

    public static EngineOrder Sell(long id, long quantity, long limit, int account = 2) =>
        new(id, 0, account, OrderSide.Sell, OrderType.Limit, quantity, limit);

    public static EngineOrder Market(long id, OrderSide side, long quantity, int account = 3) => new(id, 0, account, side, OrderType.Market, quantity);

    public static EngineOrder Waiting(long id, OrderSide side, OrderType type, long quantity, long trigger, long limit = 0, int account = 4) =>
        new(id, 0, account, side, type, quantity, limit, trigger);

    public static EngineOrder Trailing(long id, OrderSide side, long quantity, long ppm, long activation = 0, int account = 4) =>
        new(id, 0, account, side, OrderType.TrailingStop, quantity, Trigger: activation, TrailingPpm: ppm);

    public string[] Submit(EngineOrder order)
    {
        _events.Clear();
        engine.Submit(in order, Nanos, _events);
        return Lines();
    }

    /// <summary>Orders that only make the scene.</summary>
    public void Place(params EngineOrder[] orders)
    {
        foreach (var order in orders)
            Assert.StartsWith("accepted", Submit(order)[0], StringComparison.Ordinal);
    }

    /// <summary>Two houses trade one unit, so that the last price is the given one; the book must have no better price.</summary>
    public void TradeAt(long price)
    {
        var id = 1_000_000 + (2 * Engine.LastPrice(0)) + (1_000 * Nanos++);
        Place(Sell(id, 1, price, account: 98), Buy(id + 1, 1, price, account: 99));
        Assert.Equal(price, Engine.LastPrice(0));
    }

    public string[] SubmitList(ContingencyKind kind, params EngineOrder[] orders)
    {
        _events.Clear();
        engine.SubmitList(kind, orders, Nanos, _events);
        return Lines();
    }

    public string[] Cancel(long id, int symbol = 0)
    {
        _events.Clear();
        engine.Cancel(symbol, id, Nanos, _events);
        return Lines();
    }

    public string[] Reduce(long id, long quantity)
    {
        _events.Clear();
        engine.Reduce(0, id, quantity, Nanos, _events);
        return Lines();
    }

    public string[] Advance(long nanos)
    {
        _events.Clear();
        engine.Advance(Nanos = nanos, _events);
        return Lines();
    }

    /// <summary>Shown quantities, best first, as <c>quantity@price</c>.</summary>
    public string Side(OrderSide side)
    {
        var levels = new (long Price, long Quantity)[20];
        return string.Join(' ', levels[..engine.Depth(0, side, levels)].Select(level => $"{level.Quantity}@{level.Price}"));
    }

    public static string Line(EngineEvent e) => e.Kind switch
    {
        EngineEventKind.Accepted => $"accepted {e.OrderId}",
        EngineEventKind.Rejected => $"rejected {e.OrderId} {e.Reason}",
        EngineEventKind.Triggered => $"triggered {e.OrderId}",
        EngineEventKind.Traded => $"traded {e.OrderId} with {e.MakerOrderId}: {e.Quantity}@{e.Price}, left {e.Remaining} and {e.MakerRemaining}",
        EngineEventKind.Canceled => $"canceled {e.OrderId} with {e.Quantity} left: {e.Reason}",
        EngineEventKind.Expired => $"expired {e.OrderId} with {e.Quantity} left: {e.Reason}",
        EngineEventKind.Averted => $"averted {e.OrderId} with {e.MakerOrderId}: {e.Quantity}@{e.Price}",
        EngineEventKind.Prevented => $"prevented {e.OrderId}: {e.Quantity}, left {e.Remaining}",
        EngineEventKind.Reduced => $"reduced {e.OrderId} by {e.Quantity}, left {e.Remaining}",
        _ => throw new NotSupportedException(e.Kind.ToString()),
    };

    private string[] Lines() => [.. _events.Select(Line)];
}
