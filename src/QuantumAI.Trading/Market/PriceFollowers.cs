using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Market;

/// <summary>Who follows the prices of one symbol, and what they are told. With no follower nothing is made. Belongs to the watcher.</summary>
/// <remarks>From a gap on prices are told as unusable until the touch is known anew; in a feed without quotes until a bar closes.</remarks>
internal sealed class PriceFollowers(Instrument instrument, BarOrigin origin)
{
    private ActorRef<ExecutionMessage>[] _followers = [];
    private bool _hasQuotes;
    private bool _isGapped;
    private long _lastBarNanos;

    public void Hear(ActorSignal signal)
    {
        if (signal is FollowPrices { Follower: var joining } && Array.IndexOf(_followers, joining) < 0)
            _followers = [.. _followers, joining];
        else if (signal is UnfollowPrices { Follower: var leaving })
            _followers = Array.FindAll(_followers, follower => follower != leaving);
    }

    /// <summary>Tells what an event says about the price.</summary>
    /// <param name="message">The event, already in the watcher's touch.</param>
    /// <param name="bidUnits">Best bid; 0 when none was told yet.</param>
    /// <param name="askUnits">Best ask.</param>
    public void Tell(in MarketEvent message, long bidUnits, long askUnits)
    {
        var isQuote = message.Kind == MarketEventKind.Quote;
        _hasQuotes |= isQuote;
        _isGapped = message.Kind == MarketEventKind.Gap || (_isGapped && !isQuote && (_hasQuotes || message.Kind != MarketEventKind.Bar));
        var lastBarNanos = _lastBarNanos;
        if (message.Kind == MarketEventKind.Bar)
            _lastBarNanos = message.ReceivedNanos;
        if (_followers.Length == 0)
            return;
        switch (message.Kind)
        {
            case MarketEventKind.Trade:
                Tell(in message, message.PriceUnits, message.QuantityUnits, bidUnits, askUnits);
                break;
            case MarketEventKind.Bar when origin == BarOrigin.Bars:
                var bar = message.Bar;
                var range = new BarRange(instrument.Price(bar.LowUnits), instrument.Price(bar.HighUnits), Math.Max(bar.StartNanos, lastBarNanos));
                Tell(in message, bar.CloseUnits, bar.VolumeUnits, bidUnits, askUnits, range);
                break;
            case MarketEventKind.Quote when origin == BarOrigin.Quotes:
                Tell(in message, lastUnits: null, 0, bidUnits, askUnits);
                break;
            default:
                break;
        }
    }

    private void Tell(in MarketEvent message, long? lastUnits, long volumeUnits, long bidUnits, long askUnits, BarRange? range = null)
    {
        if (!_hasQuotes)
            bidUnits = askUnits = lastUnits ?? 0;
        var market = new MarketView(
            instrument.Price(bidUnits), instrument.Price(askUnits), message.ReceivedNanos, !_isGapped && bidUnits > 0 && bidUnits <= askUnits, message.Sequence);
        var told = new PriceTold(instrument.Symbol, lastUnits is { } units ? instrument.Price(units) : null, instrument.Quantity(volumeUnits), market, range);
        foreach (var follower in _followers)
            follower.Tell(told);
    }
}
