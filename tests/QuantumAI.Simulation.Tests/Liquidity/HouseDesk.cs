using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Liquidity;

/// <summary>A house over an engine with one symbol (ticks of 1, prices and quantities in units), driven by hand.</summary>
internal sealed class HouseDesk
{
    private readonly List<EngineEvent> _events = [];
    private long _nanos;
    private long _lastOrderId;
    private long _updateId;

    public HouseDesk(LiquiditySettings? settings = null, IMatchingEngine? engine = null)
    {
        Engine = engine ?? new MatchingEngine(1);
        House = new HouseLiquidity(Engine, [Samples.Bitcoin], settings ?? new LiquiditySettings());
    }

    public IMatchingEngine Engine { get; }

    public HouseLiquidity House { get; }

    /// <summary>Everything that happened.</summary>
    public IReadOnlyList<EngineEvent> Events => _events;

    /// <summary>What clients traded, in order: the order, the price, the quantity.</summary>
    public IEnumerable<(long Order, long Price, long Quantity)> Fills => _events.Where(happened => happened.Kind == EngineEventKind.Traded)
        .SelectMany(trade => new[] { (trade.Account, trade.OrderId, Trade: trade), (trade.MakerAccount, trade.MakerOrderId, Trade: trade) })
        .Where(fill => fill.Item1 != 0).Select(fill => (fill.Item2, fill.Trade.Price, fill.Trade.Quantity));

    public long FilledOf(long order) => Fills.Where(fill => fill.Order == order).Sum(fill => fill.Quantity);

    /// <summary>Submits an order and gives its number.</summary>
    public long Submit(
        OrderSide side, OrderType type, long quantity, long limit = 0, long trigger = 0, TimeInForce life = TimeInForce.GoodTilCanceled, int account = 1,
        long display = 0, long trailingPpm = 0)
    {
        var order = new EngineOrder(++_lastOrderId, 0, account, side, type, quantity, limit, trigger, trailingPpm, TimeInForce: life, Display: display);
        House.Submit(in order, ++_nanos, _events);
        return _lastOrderId;
    }

    public long Buy(long quantity) => Submit(OrderSide.Buy, OrderType.Market, quantity);

    public long Sell(long quantity) => Submit(OrderSide.Sell, OrderType.Market, quantity);

    public long Bid(long limit, long quantity, int account = 1) => Submit(OrderSide.Buy, OrderType.Limit, quantity, limit, account: account);

    public long Ask(long limit, long quantity, int account = 1) => Submit(OrderSide.Sell, OrderType.Limit, quantity, limit, account: account);

    public void Cancel(long order) => House.Cancel(0, order, ++_nanos, _events);

    public void Happens(MarketEvent marketEvent) => House.Apply(in marketEvent, _events);

    public void Quote(long bid, long ask, long bidSize = 10, long askSize = 10) =>
        Happens(MarketEvent.Quote(0, ++_nanos, 0, bid, ask, bidSize, askSize));

    /// <summary>A print; the seller is the aggressor unless told otherwise.</summary>
    public void Print(long price, long quantity, bool sells = true) => Happens(MarketEvent.Trade(0, ++_nanos, 0, price, quantity, _nanos, sells));

    public void Bar(long open, long high, long low, long close, long volume = 0) =>
        Happens(MarketEvent.Closed(0, new Bar(++_nanos * 1_000, 1_000, open, high, low, close, volume)));

    public void Snapshot((long, long)[] bids, (long, long)[] asks) => Happens(MarketEvent.Snapshot(0, ++_nanos, 0, Levels(bids, asks)));

    public void Update((long, long)[] bids, (long, long)[] asks) => Happens(MarketEvent.Update(0, ++_nanos, 0, Levels(bids, asks)));

    /// <summary>An update with numbers of its own.</summary>
    public void Update(long first, long last, (long, long)[] bids, (long, long)[] asks) =>
        Happens(MarketEvent.Update(0, ++_nanos, 0, Levels(bids, asks) with { FirstUpdateId = first, LastUpdateId = last }));

    /// <summary>A snapshot with a number of its own.</summary>
    public void Snapshot(long last, (long, long)[] bids, (long, long)[] asks) =>
        Happens(MarketEvent.Snapshot(0, ++_nanos, 0, Levels(bids, asks) with { FirstUpdateId = last, LastUpdateId = last }));

    /// <summary>An update whose number leaves one out.</summary>
    public void UpdateAfterALoss((long, long)[] bids, (long, long)[] asks)
    {
        _updateId++;
        Update(bids, asks);
    }

    public void Gap() => Happens(MarketEvent.Gap(0, ++_nanos));

    /// <summary>What stands before an order.</summary>
    public long AheadOf(long order)
    {
        House.Show(0, ++_nanos, _events);
        return House.AheadOf(0, order);
    }

    /// <summary>The engine's book of a side, best first.</summary>
    public (long Price, long Quantity)[] Book(OrderSide side)
    {
        House.Show(0, ++_nanos, _events);
        Span<(long, long)> levels = stackalloc (long, long)[32];
        return levels[..House.Depth(0, side, levels)].ToArray();
    }

    private DepthLevels Levels((long, long)[] bids, (long, long)[] asks) => new(
        ++_updateId, _updateId, 0, [.. bids.Select(level => new DepthLevel(level.Item1, level.Item2))],
        [.. asks.Select(level => new DepthLevel(level.Item1, level.Item2))]);
}
