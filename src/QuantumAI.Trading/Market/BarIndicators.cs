using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Quant.Indicators;

namespace QuantumAI.Trading.Market;

/// <summary>The indicators of rule A over closed bars: EMA(12), EMA(26), RSI(14), ATR(14), ADX(14).</summary>
public sealed class BarIndicators
{
    private readonly EmaIncremental _fast = new(new EmaParameters(12));
    private readonly EmaIncremental _slow = new(new EmaParameters(26));
    private readonly RsiIncremental _rsi = new(new RsiParameters());
    private readonly AtrIncremental _atr = new(new AtrParameters());
    private readonly AdxIncremental _adx = new(new AdxParameters());

    private int _barsSinceCrossUp = int.MaxValue;

    public double Rsi => _rsi.Value;

    /// <summary>Takes the next closed bar. This is the border where exact prices become doubles.</summary>
    public TrendInputs Update(Bar bar, Instrument instrument)
    {
        var high = instrument.Price(bar.HighUnits).ToDouble();
        var low = instrument.Price(bar.LowUnits).ToDouble();
        var close = instrument.Price(bar.CloseUnits).ToDouble();
        var (fastBefore, slowBefore, adxBefore) = (_fast.Value, _slow.Value, _adx.Value);
        _fast.Update(close);
        _slow.Update(close);
        _rsi.Update(close);
        _atr.Update(high, low, close);
        _adx.Update(high, low, close);
        if (_fast.Value > _slow.Value)
            _barsSinceCrossUp = fastBefore > slowBefore ? Math.Min(_barsSinceCrossUp, int.MaxValue - 1) + 1 : 0;
        else
            _barsSinceCrossUp = int.MaxValue;
        return new TrendInputs(
            IsWarm: double.IsFinite(adxBefore) && double.IsFinite(slowBefore) && double.IsFinite(_atr.Value),
            FollowsGap: false, close, high, fastBefore, slowBefore, _fast.Value, _slow.Value, adxBefore, _adx.Value, _atr.Value, Sentiment: 0, _barsSinceCrossUp);
    }
}
