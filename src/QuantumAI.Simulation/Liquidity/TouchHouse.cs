using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house of a feed that shows a best price of each side, or a last price only.</summary>
/// <remarks>
/// A crossed, empty or one-sided quote takes the house away. A locked quote and a last price get the configured spread, rounded outwards, a tick
/// to each side at least.
/// The levels are made when somebody looks: <see cref="Show"/> only remembers.
/// </remarks>
internal sealed class TouchHouse(HouseBook book, LiquiditySettings settings, long tick)
{
    private long _bid;
    private long _ask;
    private long _bidSize;
    private long _askSize;
    private long _around;
    private long _keptBid;
    private long _keptAsk;
    private long _keptAround;
    private long _bidVolume;
    private long _askVolume;
    private bool _isPlain;
    private bool _hasStaleBids;
    private bool _hasStaleAsks;

    public long Bid => _bid;

    public long Ask => _ask;

    /// <summary>The last bid and ask that made sense, for who has to know about what the market costs while it shows nothing.</summary>
    public (long Bid, long Ask) Kept => _keptAround > 0 ? HouseLadder.Spread(_keptAround, settings.HalfSpreadPpm, tick) : (_keptBid, _keptAsk);

    /// <summary>Remembers a quote and how much was traded recently when it came.</summary>
    public void Show(in MarketEvent quote, long volume)
    {
        var (bid, ask, bidSize, askSize) = (quote.BidUnits, quote.AskUnits, quote.BidSizeUnits, quote.AskSizeUnits);
        if (settings.IgnoresSizes)
            bidSize = askSize = 0;
        if (bid == _bid && ask == _ask && bidSize == _bidSize && askSize == _askSize)
            return;
        var isPlain = bid > 0 && bid < ask;
        if (!isPlain && (bid <= 0 || ask < bid))
            Keep();
        var isOther = !isPlain || !_isPlain;
        if (isOther || bid != _bid || bidSize != _bidSize)
            (_hasStaleBids, _bidVolume) = (true, volume);
        if (isOther || ask != _ask || askSize != _askSize)
            (_hasStaleAsks, _askVolume) = (true, volume);
        (_bid, _ask, _bidSize, _askSize, _isPlain, _around) = (bid, ask, bidSize, askSize, isPlain, isPlain || bid != ask ? 0 : bid);
    }

    /// <summary>A feed of trades: a new print renews the house, the same one again does not.</summary>
    public void ShowTrade(long price, long quantity, long volume)
    {
        if (price == _around && quantity == _bidSize)
            return;
        _bidVolume = _askVolume = volume;
        (_bid, _ask, _bidSize, _askSize, _isPlain, _around) = (price, price, quantity, quantity, false, price);
        _hasStaleBids = _hasStaleAsks = true;
    }

    /// <summary>The house is gone until something is shown.</summary>
    public void Lose()
    {
        Keep();
        (_bid, _ask, _bidSize, _askSize, _isPlain, _around) = (0, 0, 0, 0, false, 0);
        _hasStaleBids = _hasStaleAsks = true;
    }

    /// <summary>Puts the levels into the book that were shown since the last time.</summary>
    /// <param name="isTrade">The size of a last price is not the size of a side.</param>
    public void Build(bool isTrade)
    {
        if (!_hasStaleBids && !_hasStaleAsks)
            return;
        var (bid, ask) = (_bid, _ask);
        if (_around > 0)
        {
            (bid, ask) = HouseLadder.Spread(_around, settings.HalfSpreadPpm, tick);
            (bid, ask) = (Math.Max(tick, Math.Min(bid, _around - tick)), Math.Max(ask, _around + tick)); // a print is not taken by the house it makes
        }

        var isThere = bid > 0 && bid < ask;
        if (_hasStaleBids)
            Place(OrderSide.Buy, isThere ? bid : 0, isTrade ? 0 : _bidSize, _bidVolume);
        if (_hasStaleAsks)
            Place(OrderSide.Sell, isThere ? ask : 0, isTrade ? 0 : _askSize, _askVolume);
        _hasStaleBids = _hasStaleAsks = false;
    }

    private void Keep()
    {
        if (_isPlain || _around > 0)
            (_keptBid, _keptAsk, _keptAround) = (_bid, _ask, _around);
    }

    /// <summary>Sets the levels of a side anew.</summary>
    /// <param name="side">Of the house.</param>
    /// <param name="touch">Best price; 0 = none.</param>
    /// <param name="size">Shown there; 0 = not known.</param>
    /// <param name="volume">Recent volume.</param>
    public void Place(OrderSide side, long touch, long size, long volume)
    {
        var levels = book[side];
        if (touch == 0)
        {
            levels.Clear();
            return;
        }

        Span<DepthLevel> ladder = stackalloc DepthLevel[settings.Impact is { } impact ? impact.Levels + 1 : 1];
        var count = HouseLadder.Write(side, touch, size > 0 ? Math.Min(size, LiquiditySettings.Unlimited) : settings.DepthUnits, volume, settings, tick, ladder);
        if (count == 1)
        {
            levels.SetOnly(ladder[0].PriceUnits, ladder[0].SizeUnits);
            return;
        }

        levels.BeginReplacement();
        for (var i = 0; i < count; i++)
            levels.Set(ladder[i].PriceUnits, ladder[i].SizeUnits, isFresh: true);
        levels.EndReplacement();
    }
}
