using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Trading.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>A closed bar as an agent sees it.</summary>
internal readonly record struct ClosedBar(Bar Bar, TrendInputs Inputs, Price Close, MarketView Market);

/// <summary>What watcher and agent know of one symbol, without being actors.</summary>
internal sealed class DirectSymbol(Instrument instrument)
{
    private readonly BarBuilder _builder = new(BacktestSettings.IntervalNanos);
    private readonly BarIndicators _indicators = new();
    private long _bidUnits;
    private long _askUnits;
    private long _lastBarEndNanos;
    private long _nextMarkNanos;
    private bool _wasHolding;
    private double _highestHigh;
    private int _barsHeld;
    private int _barsSinceExit = int.MaxValue;

    public Instrument Instrument => instrument;

    public bool TryCloseBar(in MarketEvent marketEvent, out ClosedBar closed)
    {
        closed = default;
        if (!_builder.TryClose(marketEvent.ReceivedNanos, out var bar))
            return false;
        var followsGap = _lastBarEndNanos != 0 && bar.StartNanos != _lastBarEndNanos;
        _lastBarEndNanos = bar.EndNanos;
        _nextMarkNanos = marketEvent.ReceivedNanos + UnixNanos.PerMinute;
        var isUsable = _bidUnits > 0 && _bidUnits <= _askUnits && !followsGap;
        closed = new ClosedBar(
            bar, _indicators.Update(bar, instrument) with { FollowsGap = followsGap }, instrument.Price(bar.CloseUnits),
            new MarketView(instrument.Price(_bidUnits), instrument.Price(_askUnits), marketEvent.ReceivedNanos, isUsable, marketEvent.Sequence));
        return true;
    }

    /// <summary>Takes a quote or a trade.</summary>
    /// <returns>True when the account is to be marked at the bid.</returns>
    public bool Take(in MarketEvent marketEvent)
    {
        if (marketEvent.Kind == MarketEventKind.Trade)
        {
            _builder.Add(marketEvent.ReceivedNanos, marketEvent.PriceUnits, marketEvent.QuantityUnits);
            return false;
        }

        (_bidUnits, _askUnits) = (marketEvent.BidUnits, marketEvent.AskUnits);
        if (marketEvent.ReceivedNanos < _nextMarkNanos || _bidUnits <= 0)
            return false;
        _nextMarkNanos = marketEvent.ReceivedNanos + UnixNanos.PerMinute;
        return true;
    }

    /// <summary>The agent's decision on a closed bar.</summary>
    public Signal Decide(in ClosedBar closed, Position position, bool hasOpenOrder)
    {
        var isHolding = !instrument.IsDust(position.Quantity);
        if (isHolding && !_wasHolding)
            (_highestHigh, _barsHeld) = (position.AverageCost, 0);
        else if (_wasHolding && !isHolding)
            _barsSinceExit = 0;
        _wasHolding = isHolding;
        if (isHolding)
        {
            _barsHeld++;
            _highestHigh = Math.Max(_highestHigh, instrument.Price(closed.Bar.HighUnits).ToDouble());
        }
        else if (_barsSinceExit < int.MaxValue)
        {
            _barsSinceExit++;
        }

        var holding = new TrendHolding(isHolding, hasOpenOrder, _highestHigh, _barsHeld, _barsSinceExit);
        return TrendRule.Decide(closed.Inputs, holding, BacktestSettings.Trend);
    }
}
