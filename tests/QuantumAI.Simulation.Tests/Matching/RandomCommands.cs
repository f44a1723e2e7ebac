using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Tests.Matching;

/// <summary>Commands of all kinds over few prices, accounts and symbols, so that much collides.</summary>
internal sealed class RandomCommands(Random random, int symbols, int prices)
{
    private const int Remembered = 60;
    private readonly List<(int Symbol, long Id)> _ids = [];
    private long _lastId;

    public long Nanos { get; private set; } = 1_000;

    /// <summary>Draws a command; it can be carried out on several engines.</summary>
    public Action<IMatchingEngine, List<EngineEvent>> Next()
    {
        Nanos += random.Next(3);
        var nanos = Nanos;
        switch (random.Next(100))
        {
            case < 22:
                var (symbol, id) = Known();
                return (engine, events) => engine.Cancel(symbol, id, nanos, events);
            case < 30:
                var ((of, reduced), quantity) = (Known(), random.NextInt64(0, 25));
                return (engine, events) => engine.Reduce(of, reduced, quantity, nanos, events);
            case < 33:
                return (engine, events) => engine.Advance(nanos, events);
            case < 35:
                var (changed, state) = (random.Next(symbols), (SymbolState)random.Next(1, 4));
                return (engine, _) => engine.SetState(changed, state);
            case < 45:
                var (kind, orders) = List();
                return (engine, events) => engine.SubmitList(kind, orders, nanos, events);
            default:
                var order = Order(random.Next(symbols), Side(), random.Next(1, 5));
                return (engine, events) => engine.Submit(in order, nanos, events);
        }
    }

    /// <summary>An order that is perhaps held.</summary>
    public (int Symbol, long Id) Known() => _ids.Count == 0 || random.Next(50) == 0
        ? (random.Next(symbols), random.NextInt64(1, _lastId + 3)) : _ids[random.Next(_ids.Count)];

    public Action<IMatchingEngine, List<EngineEvent>> Resume(int symbol) => (engine, _) => engine.SetState(symbol, SymbolState.Trading);

    private (ContingencyKind Kind, EngineOrder[] Orders) List()
    {
        var kind = (ContingencyKind)random.Next(1, 4);
        var (symbol, account, side) = (random.Next(symbols), random.Next(1, 5), Side());
        var orders = new EngineOrder[kind == ContingencyKind.OneTriggersOneCancelsOther ? 3 : 2];
        for (var i = 0; i < orders.Length; i++)
            orders[i] = Order(symbol, i == 0 && kind != ContingencyKind.OneCancelsOther ? Side() : side, account);
        return (kind, orders);
    }

    private EngineOrder Order(int symbol, OrderSide side, int account)
    {
        var id = random.Next(60) == 0 && _ids.Count > 0 ? Known().Id : ++_lastId;
        if (_ids.Count == Remembered)
            _ids[random.Next(Remembered)] = (symbol, id);
        else
            _ids.Add((symbol, id));
        var type = random.Next(10) < 6 ? OrderType.Limit : (OrderType)random.Next(1, 8);
        var hasLimit = OrderShape.HasLimit(type);
        var timeInForce = (hasLimit || type == OrderType.Market) && random.Next(3) == 0 ? (TimeInForce)random.Next(2, hasLimit ? 5 : 4) : TimeInForce.GoodTilCanceled;
        var rests = hasLimit && timeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        var quantity = random.NextInt64(1, 20);
        return new EngineOrder(
            id, symbol, account, side, type, quantity,
            Limit: hasLimit ? Price(side) : 0,
            Trigger: OrderShape.HasTrigger(type) || (type == OrderType.TrailingStop && random.Next(2) == 0) ? Price(random.Next(2) == 0 ? side : OrderSide.Sell) : 0,
            TrailingPpm: type == OrderType.TrailingStop ? random.NextInt64(1, 60_000) : 0,
            TimeInForce: timeInForce,
            ExpiresNanos: timeInForce == TimeInForce.GoodTilDate ? Nanos + random.NextInt64(0, 60) : 0,
            IsPostOnly: rests && random.Next(6) == 0,
            Display: rests && quantity > 1 && random.Next(4) == 0 ? random.NextInt64(1, quantity) : 0,
            SelfTrade: (SelfTradePrevention)random.Next(1, 6));
    }

    /// <summary>Bids mostly below asks, with an overlap: books fill and trade.</summary>
    private long Price(OrderSide side) => 1_000 + random.Next(prices) + (side == OrderSide.Sell ? prices / 3 : 0);

    private OrderSide Side() => random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
}
