using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>Looks at the features at every closed bar and changes its mind an hour later at the earliest: about one order for a thousand events.</summary>
internal sealed class FeatureAgent(Instrument instrument, StreamingFeatures features, ActorRef<TradeSignal> sizing) : Actor<AgentMessage>
{
    /// <summary>Its name.</summary>
    public const string Id = "features";

    private const int BarsBetween = 12;
    private bool _isHolding;
    private bool _hasOpenOrder;
    private int _unanswered;
    private int _barsSince = BarsBetween;

    protected override void Receive(in AgentMessage message)
    {
        switch (message)
        {
            case BookChanged changed:
                _isHolding = !instrument.IsDust(changed.Position.Quantity);
                _hasOpenOrder = changed.HasOpenOrder;
                _unanswered -= changed.IsAnswer ? 1 : 0;
                break;
            case BarClosed closed:
                Decide(closed);
                break;
        }
    }

    private void Decide(BarClosed closed)
    {
        if (++_barsSince < BarsBetween || _hasOpenOrder || _unanswered > 0 || !double.IsFinite(features.SlowAverage))
            return;
        var isRising = features.FastAverage > features.SlowAverage;
        if (!_isHolding && !isRising && _barsSince < 2 * BarsBetween)
            return;
        var kind = _isHolding ? SignalKind.ExitLong : SignalKind.EnterLong;
        if (!sizing.TryTell(new TradeSignal(Id, instrument, new Signal(kind, isRising ? "rising" : "waited"), closed.Close, closed.Market)))
            return;
        _unanswered++;
        _barsSince = 0;
    }
}
