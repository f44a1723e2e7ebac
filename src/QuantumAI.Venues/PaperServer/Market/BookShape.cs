using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Venues.PaperServer.Market;

/// <summary>Makes a book of some levels from best prices: sizes are made up from the prices, so that a level keeps its size while quotes move.</summary>
public sealed class BookShape(Instrument instrument, ulong seed)
{
    /// <summary>Levels of a side.</summary>
    public const int Levels = 50;

    private const long PpmBetweenLevels = 20;
    private const long LotsMin = 1_000;
    private const long LotsMax = 40_000;
    private long _updateId;

    /// <summary>The book around best prices.</summary>
    /// <param name="bid">Above 0, below <paramref name="ask"/>.</param>
    /// <param name="ask">Units of the price scale.</param>
    public MarketEvent Around(int instrumentId, long nanos, long bid, long ask)
    {
        var id = ++_updateId;
        return MarketEvent.Snapshot(instrumentId, nanos, nanos, new DepthLevels(id, id, 0, Side(bid, -1), Side(ask, 1)));
    }

    private List<DepthLevel> Side(long best, int direction)
    {
        var levels = new List<DepthLevel>(Levels) { new(best, SizeOf(best)) };
        var grid = GridOf(best);
        var price = direction < 0 ? (best - 1) / grid * grid : ((best / grid) + 1) * grid;
        for (; levels.Count < Levels && price > 0; price += direction * grid)
            levels.Add(new DepthLevel(price, SizeOf(price)));
        return levels;
    }

    private long SizeOf(long price) =>
        (LotsMin + (long)(WorldRandom.Mix(seed, (ulong)price) % (LotsMax - LotsMin))) * instrument.LotStepUnits;

    private long GridOf(long price)
    {
        var grid = instrument.PriceTickUnits;
        while (grid * 10 <= (Int128)price * PpmBetweenLevels / 1_000_000)
            grid *= 10;
        return grid;
    }
}
