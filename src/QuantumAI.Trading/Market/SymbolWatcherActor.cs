using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Market;

/// <summary>What bars of a symbol are made of.</summary>
public enum BarOrigin : byte
{
    Unspecified = 0,

    /// <summary>The feed brings closed bars; shorter ones are joined.</summary>
    Bars = 1,

    Trades = 2,

    /// <summary>Mid prices, where the feed has quotes only.</summary>
    Quotes = 3,
}

/// <summary>Everything that is known of one symbol: last quote, book, bars, indicators, freshness. First reader of its market.</summary>
/// <remarks>A bar that a gap ended or interrupted, and every bar until the book is in step again, is told as one that nothing may be opened on.</remarks>
public sealed class SymbolWatcherActor(
    Instrument instrument, BarOrigin origin, SymbolHistory history,
    ActorRef<AgentMessage> agent, ActorRef<RiskMessage> riskGate, StatusBoard board, IEventFeatures? features = null) : Actor<MarketEvent>
{
    /// <summary>World time between two marks of the account within a bar.</summary>
    private const long MarkIntervalNanos = UnixNanos.PerMinute;
    private readonly BarBuilder _builder = history.OpenBar;
    private readonly BarIndicators _indicators = new();
    private readonly OrderBook _book = new();
    private readonly PriceFollowers _followers = new(instrument, origin);
    private long _bidUnits;
    private long _askUnits;
    private bool _isGapped;
    private long _lastBarEndNanos;
    private long _nextMarkNanos;

    /// <summary>The level-2 book; unsynced until a snapshot came.</summary>
    public BookState BookState => _book.State;

    protected override void OnStart()
    {
        foreach (var bar in history.Bars)
        {
            _indicators.Update(bar, instrument);
            _lastBarEndNanos = bar.EndNanos;
        }
    }

    protected override void Receive(in MarketEvent message)
    {
        _isGapped |= message.Kind == MarketEventKind.Gap; // what is lost may have been of the bar that ends now
        if (origin != BarOrigin.Bars && _builder.TryClose(message.ReceivedNanos, out var closed))
            OnBarClosed(closed, in message);
        switch (message.Kind)
        {
            case MarketEventKind.Quote:
                OnQuote(in message);
                break;
            case MarketEventKind.Trade:
                if (origin == BarOrigin.Trades)
                    _builder.Add(message.ReceivedNanos, message.PriceUnits, message.QuantityUnits);
                break;
            case MarketEventKind.Bar:
                OnBar(in message);
                break;
            case MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate:
                _book.Apply(message.Depth, message.Kind == MarketEventKind.DepthSnapshot);
                break;
            case MarketEventKind.Gap:
                _book.MarkGapped();
                _isGapped = true; // and of the bar that begins
                break;
            default:
                throw new NotSupportedException($"the watcher does not know {message.Kind}");
        }

        features?.Update(in message, _book);
        MarkWhenDue(in message);
        _followers.Tell(in message, _bidUnits, _askUnits);
    }

    protected override void OnSignal(ActorSignal signal) => _followers.Hear(signal);

    private void OnQuote(in MarketEvent quote)
    {
        (_bidUnits, _askUnits) = (quote.BidUnits, quote.AskUnits);
        if (origin == BarOrigin.Quotes && _askUnits >= _bidUnits && _bidUnits > 0)
            _builder.Add(quote.ReceivedNanos, (_bidUnits + _askUnits) / 2, 0);
    }

    private void OnBar(in MarketEvent message)
    {
        var bar = message.Bar;
        if (bar.IntervalNanos >= _builder.IntervalNanos)
        {
            OnBarClosed(bar, in message);
            return;
        }

        if (_builder.TryClose(bar.StartNanos, out var late))
            OnBarClosed(late, in message);
        _builder.Add(bar);
        if (_builder.TryClose(bar.EndNanos, out var closed))
            OnBarClosed(closed, in message);
    }

    private void OnBarClosed(Bar bar, in MarketEvent cause)
    {
        var followsGap = _isGapped || _book.State == BookState.Gapped || (_lastBarEndNanos != 0 && bar.StartNanos != _lastBarEndNanos)
            || Context.Lane.World.Buggify(TradingProbes.BarAfterGap);
        _isGapped = false;
        _lastBarEndNanos = bar.EndNanos;
        var close = instrument.Price(bar.CloseUnits);
        var inputs = _indicators.Update(bar, instrument) with { FollowsGap = followsGap };
        if (origin == BarOrigin.Bars)
            (_bidUnits, _askUnits) = (bar.CloseUnits, bar.CloseUnits);
        var isCrossed = _bidUnits > _askUnits || _bidUnits <= 0;
        var market = new MarketView(
            instrument.Price(_bidUnits), instrument.Price(_askUnits), cause.ReceivedNanos, !isCrossed && !followsGap, cause.Sequence);
        if (isCrossed)
            Context.Lane.World.Probe(TradingProbes.CrossedBar);
        if (followsGap)
            Context.Lane.World.Probe(TradingProbes.GappedBar);
        riskGate.Tell(new MarkPrice(instrument.Symbol, close, bar.EndNanos));
        agent.Tell(new BarClosed(bar, inputs, close, market));
        board.ShowBar(instrument.Symbol, bar);
        _nextMarkNanos = cause.ReceivedNanos + MarkIntervalNanos;
    }

    private void MarkWhenDue(in MarketEvent message)
    {
        if (message.ReceivedNanos < _nextMarkNanos || _bidUnits <= 0 || message.Kind != MarketEventKind.Quote)
            return;
        _nextMarkNanos = message.ReceivedNanos + MarkIntervalNanos;
        riskGate.Tell(new MarkPrice(instrument.Symbol, instrument.Price(_bidUnits), 0));
    }
}
