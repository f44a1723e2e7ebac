using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Venue;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Best prices and what stands there; 0 = nothing.</summary>
public readonly record struct BestLevels(DepthLevel Bid, DepthLevel Ask);

/// <summary>A change of the public book that follows the one before without a hole.</summary>
/// <param name="FirstUpdateId">The last one's <paramref name="LastUpdateId"/> + 1.</param>
public sealed record DepthDiff(long FirstUpdateId, long LastUpdateId, IReadOnlyList<DepthLevel> Bids, IReadOnlyList<DepthLevel> Asks);

/// <summary>The public book of a symbol with its update numbers: what was last told of it, and what has changed since. Not thread safe.</summary>
public sealed class PublicDepth(PaperVenue venue, int symbol, long firstUpdateId)
{
    /// <summary>Levels of a side that anybody is told of.</summary>
    public const int MostLevels = 5_000;

    private static readonly (long Price, long Quantity)[] None = [];
    private readonly (long Price, long Quantity)[] _read = new (long, long)[MostLevels];
    private (long Price, long Quantity)[] _bids = None;
    private (long Price, long Quantity)[] _asks = None;

    /// <summary>Number of the latest change.</summary>
    public long UpdateId { get; private set; } = firstUpdateId;

    /// <summary>Number of the latest change that <see cref="Bids"/> and <see cref="Asks"/> have in them.</summary>
    public long ToldUpdateId { get; private set; } = firstUpdateId;

    /// <summary>Best prices as <see cref="NoteBest"/> last saw them.</summary>
    public BestLevels Best { get; private set; }

    /// <summary>What <see cref="TakeDiff"/> last saw, best first.</summary>
    public ReadOnlySpan<(long Price, long Quantity)> Bids => _bids;

    /// <summary>What <see cref="TakeDiff"/> last saw, best first.</summary>
    public ReadOnlySpan<(long Price, long Quantity)> Asks => _asks;

    /// <summary>Looks at the best prices; true when they are others, with a new update number.</summary>
    public bool NoteBest()
    {
        var best = new BestLevels(BestOf(OrderSide.Buy), BestOf(OrderSide.Sell));
        if (best == Best)
            return false;
        Best = best;
        UpdateId++;
        return true;
    }

    /// <summary>What has changed since the last call; null when nothing has.</summary>
    public DepthDiff? TakeDiff()
    {
        var bids = Changes(OrderSide.Buy, ref _bids);
        var asks = Changes(OrderSide.Sell, ref _asks);
        if (bids.Count + asks.Count == 0)
            return null;
        UpdateId = Math.Max(UpdateId, ToldUpdateId) + 1;
        var diff = new DepthDiff(ToldUpdateId + 1, UpdateId, bids, asks);
        ToldUpdateId = UpdateId;
        return diff;
    }

    private DepthLevel BestOf(OrderSide side)
    {
        Span<(long Price, long Quantity)> level = stackalloc (long, long)[1];
        return venue.Depth(symbol, side, level) == 0 ? default : new DepthLevel(level[0].Price, level[0].Quantity);
    }

    private List<DepthLevel> Changes(OrderSide side, ref (long Price, long Quantity)[] told)
    {
        var now = _read.AsSpan(0, venue.Depth(symbol, side, _read));
        var changes = new List<DepthLevel>();
        var (old, at) = (0, 0);
        while (old < told.Length || at < now.Length)
        {
            var isGone = at == now.Length || (old < told.Length && IsBetter(side, told[old].Price, now[at].Price));
            if (isGone)
            {
                changes.Add(new DepthLevel(told[old++].Price, 0));
                continue;
            }

            var wasThere = old < told.Length && told[old].Price == now[at].Price;
            if (!wasThere || told[old].Quantity != now[at].Quantity)
                changes.Add(new DepthLevel(now[at].Price, now[at].Quantity));
            old += wasThere ? 1 : 0;
            at++;
        }

        if (changes.Count > 0)
            told = now.ToArray();
        return changes;
    }

    private static bool IsBetter(OrderSide side, long price, long other) => side == OrderSide.Buy ? price > other : price < other;
}
