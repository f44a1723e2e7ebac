using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>One symbol of <see cref="HouseLiquidity"/>: chooses what the house is made from and brings it into the engine when a client may meet it.</summary>
internal sealed class SymbolLiquidity
{
    /// <summary>Changed levels that are kept apart while no client meets them; with more a look at all levels costs less.</summary>
    private const int MostNoted = 256;

    private readonly LiquiditySettings _settings;
    private readonly long _tick;
    private readonly HouseBook _book;
    private readonly TouchHouse _touch;
    private readonly DepthHouse _depth;
    private readonly PublicBook _public;
    private readonly BarHouse _bars;
    private readonly ClientOrders _clients = new();
    private RecentVolume _volume;
    private LiquidityGrain _grain;
    private bool _isInEngine;
    private bool _hasTrades;
    private long _lastPrice;
    private long _lastBid;
    private long _lastAsk;
    private long _fallenTo;
    private long _risenTo;

    public SymbolLiquidity(IMatchingEngine engine, int symbol, Instrument instrument, LiquiditySettings settings, HouseOrderIds ids)
    {
        settings.Check();
        (_settings, _tick) = (settings, instrument.PriceTickUnits);
        _book = new HouseBook(engine, symbol, ids, settings.Queue);
        _touch = new TouchHouse(_book, settings, instrument.PriceTickUnits);
        _depth = new DepthHouse(_book);
        _public = new PublicBook(engine, symbol, _book);
        _bars = new BarHouse(_book, _clients, _touch, symbol, settings, instrument.PriceTickUnits);
        _volume = new RecentVolume(settings.Impact?.WindowNanos ?? 1);
        _grain = settings.Grain == LiquidityGrain.FinestSeen ? LiquidityGrain.Unspecified : settings.Grain;
    }

    public BarHouse Bars => _bars;

    public HouseMark MarkNow => new(_lastPrice, _lastBid, _lastAsk, _hasTrades);

    public void Restore(in HouseMark mark) => (_lastPrice, _lastBid, _lastAsk, _hasTrades) = (mark.Last, mark.Bid, mark.Ask, mark.HasTrades);

    public int PublicDepth(OrderSide side, Span<(long Price, long Quantity)> levels)
    {
        Build();
        return _public.Write(side, levels, hasClients: !IsQuiet);
    }

    public LiquidityGrain Grain => _grain;

    /// <summary>No client order is alive: the house is remembered, not kept in the engine.</summary>
    public bool IsQuiet => _clients.Count == 0;

    /// <summary>A house of quotes from which no print takes anything that anybody could miss.</summary>
    private bool IsBottomless => _grain == LiquidityGrain.Quotes && _settings is { IgnoresSizes: true, DepthUnits: LiquiditySettings.Unlimited, Impact: null };

    /// <summary>Best prices of the house and the last price. Of a feed of bars: around the last close.</summary>
    public HouseTouch Touch()
    {
        Build();
        if (_grain != LiquidityGrain.Bars)
        {
            var isThere = _book.Bids.Best > 0 && _book.Bids.Best < _book.Asks.Best;
            var (keptBid, keptAsk) = isThere ? (_book.Bids.Best, _book.Asks.Best) : _touch.Kept;
            return new HouseTouch(keptBid, keptAsk, _lastPrice, isThere);
        }

        if (_bars.LastClose == 0)
            return default;
        var (bid, ask) = HouseLadder.Spread(_bars.LastClose, _settings.HalfSpreadPpm, _tick);
        return new HouseTouch(bid, ask, _bars.LastClose, IsThere: false);
    }

    public void Apply(in MarketEvent marketEvent, List<EngineEvent> events)
    {
        var start = events.Count;
        switch (marketEvent.Kind)
        {
            case MarketEventKind.Quote when Takes(LiquidityGrain.Quotes):
                _touch.Show(in marketEvent, VolumeAt(marketEvent.ReceivedNanos));
                AfterQuote(marketEvent.ReceivedNanos, events);
                break;
            case MarketEventKind.Trade when Takes(LiquidityGrain.Trades) || _grain > LiquidityGrain.Trades:
                Trade(in marketEvent, events);
                break;
            case MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate when Takes(LiquidityGrain.Depth):
                _depth.Show(in marketEvent);
                AfterDepth(in marketEvent, events);
                break;
            case MarketEventKind.Bar when Takes(LiquidityGrain.Bars):
                Walk(marketEvent.Bar, events);
                break;
            case MarketEventKind.Gap:
                Lose(in marketEvent, events);
                break;
            default:
                return;
        }

        Observe(events, start);
        if (_bars.Held > 0 && _grain != LiquidityGrain.Bars)
            ReleaseHeld(marketEvent.ReceivedNanos, events);
    }

    /// <summary>Puts the house into the engine, so that a client's order meets what the feed shows.</summary>
    public void BeforeClient(in EngineOrder order, long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        Show(nanos, events);
        if (_lastPrice > 0 && OrderShape.IsConditional(order.Type))
            Mark(_lastPrice, nanos, events);
        Observe(events, start);
        _clients.Enter(in order);
        _book.BeginEpoch();
    }

    /// <summary>Takes what a client's command caused.</summary>
    public void AfterClient(in EngineEvent happened)
    {
        _book.Absorb(in happened);
        _clients.Observe(in happened);
    }

    /// <summary>Whether an order has to wait for the next bar.</summary>
    public bool IsHeldForOpen(in EngineOrder order) => _grain == LiquidityGrain.Bars && _bars.MustHold(in order);

    /// <summary>Puts the house into the engine if it is not there.</summary>
    public void Show(long nanos, List<EngineEvent> events)
    {
        if (_isInEngine)
            return;
        Build();
        _book.Synchronise(IsQuiet ? _lastPrice : 0, nanos, events);
        _isInEngine = true;
    }

    private void Observe(List<EngineEvent> events, int start)
    {
        for (; start < events.Count; start++)
        {
            var happened = events[start];
            _clients.Observe(in happened);
        }
    }

    /// <summary>The feed has become finer than bars: what waits for an open need not.</summary>
    private void ReleaseHeld(long nanos, List<EngineEvent> events)
    {
        var start = events.Count;
        Show(nanos, events);
        _bars.Release(nanos, events);
        Observe(events, start);
    }

    /// <summary>Whether an event of a grain shows the house; a finer one than before takes over from then on.</summary>
    private bool Takes(LiquidityGrain grain)
    {
        if (grain == _grain)
            return true;
        if (_settings.Grain != LiquidityGrain.FinestSeen || grain < _grain)
            return false;
        _book.Clear();
        _grain = grain;
        return true;
    }

    private void Trade(in MarketEvent trade, List<EngineEvent> events)
    {
        var (price, quantity, nanos) = (trade.PriceUnits, Math.Min(trade.QuantityUnits, LiquiditySettings.Unlimited), trade.ReceivedNanos);
        if (price <= 0)
            return;
        var aggressor = trade.BuyerIsMaker ? OrderSide.Sell : OrderSide.Buy;
        (_hasTrades, _lastPrice) = (true, price);
        if (_settings.Impact is not null)
            _volume.Add(quantity, nanos);
        if (_grain == LiquidityGrain.Trades)
            _touch.ShowTrade(price, quantity, VolumeAt(nanos));
        if (IsQuiet)
        {
            Forget();
            if (_grain > LiquidityGrain.Trades && !IsBottomless)
            {
                Build();
                _book.TakeAside(aggressor, price, quantity);
            }

            return;
        }

        Build();
        var isHit = _clients.AreHitBy(aggressor, price) || _clients.AreTriggeredBy(price);
        if (!isHit && (_grain != LiquidityGrain.Trades || !_clients.AreMetBy(_book.Bids, _book.Asks)))
        {
            Forget();
            if (_grain > LiquidityGrain.Trades)
                _book.TakeAside(aggressor, price, quantity);
            return;
        }

        Synchronise(nanos, events);
        if (quantity > 0)
            _book.Print(aggressor, price, quantity, nanos, events);
        if (_clients.Waiting > 0)
            Mark(price, nanos, events);
    }

    private void AfterQuote(long nanos, List<EngineEvent> events)
    {
        LookForMoves(_touch.Bid, _touch.Ask);
        if (IsQuiet)
        {
            Forget();
            return;
        }

        Build();
        if (HasTriggeringMove || _clients.AreMetBy(_book.Bids, _book.Asks))
            Follow(nanos, events);
        else
            Forget();
    }

    private void AfterDepth(in MarketEvent marketEvent, List<EngineEvent> events)
    {
        LookForMoves(_book.Bids.Best, _book.Asks.Best);
        var isFar = marketEvent.Kind == MarketEventKind.DepthUpdate && _book.Bids.Best < _book.Asks.Best && !HasTriggeringMove
            && !_clients.AreMetBy(OrderSide.Buy, marketEvent.Depth.Bids) && !_clients.AreMetBy(OrderSide.Sell, marketEvent.Depth.Asks);
        if (IsQuiet || isFar)
            Forget(mostNoted: IsQuiet ? 0 : MostNoted);
        else
            Follow(marketEvent.ReceivedNanos, events);
    }

    /// <summary>A feed without trades: a bid that fell and an ask that rose are its last prices.</summary>
    private void LookForMoves(long bid, long ask)
    {
        (_fallenTo, _risenTo) = (0, 0);
        if (_hasTrades || bid <= 0 || ask < bid)
            return;
        (_fallenTo, _risenTo) = (bid < _lastBid ? bid : 0, ask > _lastAsk ? ask : 0);
        (_lastBid, _lastAsk) = (bid, ask);
        _lastPrice = _risenTo > 0 ? _risenTo : _fallenTo > 0 ? _fallenTo : _lastPrice;
    }

    private bool HasTriggeringMove => (_fallenTo > 0 && _clients.AreTriggeredBy(_fallenTo)) || (_risenTo > 0 && _clients.AreTriggeredBy(_risenTo));

    private void Follow(long nanos, List<EngineEvent> events)
    {
        Synchronise(nanos, events);
        if (_fallenTo > 0 && _clients.Waiting > 0)
            Mark(_fallenTo, nanos, events);
        if (_risenTo > 0 && _clients.Waiting > 0)
            Mark(_risenTo, nanos, events);
    }

    /// <summary>Nobody meets the house as it is now: the engine is brought there when somebody may.</summary>
    private void Forget(int mostNoted = 0)
    {
        _isInEngine = false;
        if (_book.Noted >= mostNoted)
            _book.NotesChanges = false;
    }

    private void Synchronise(long nanos, List<EngineEvent> events)
    {
        _book.Synchronise(0, nanos, events);
        _isInEngine = true;
    }

    private void Mark(long price, long nanos, List<EngineEvent> events) => _book.TryMark(price, !_clients.HasLimitAt(price), nanos, events);

    private void Walk(Bar bar, List<EngineEvent> events)
    {
        if (_settings.Impact is not null)
            _volume.Add(bar.VolumeUnits, bar.EndNanos);
        _bars.Walk(bar, VolumeAt(bar.EndNanos), events);
        _lastPrice = bar.CloseUnits;
    }

    private void Lose(in MarketEvent gap, List<EngineEvent> events)
    {
        _depth.Lose();
        _touch.Lose();
        _book.Clear();
        if (IsQuiet)
            Forget();
        else
            Synchronise(gap.ReceivedNanos, events);
    }

    private void Build()
    {
        if (_grain is LiquidityGrain.Quotes or LiquidityGrain.Trades)
            _touch.Build(_grain == LiquidityGrain.Trades);
    }

    private long VolumeAt(long nanos) => _settings.Impact is { } impact ? Math.Max(impact.LeastVolumeUnits, _volume.At(nanos)) : 0;
}
