using QuantumAI.Domain.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>A synthetic market with order books: each quote and trade is followed by the changes of the book around it, ten levels a side.</summary>
internal static class DepthMarket
{
    private const int Levels = 10;

    /// <summary>Distance of two levels, in units of the price scale.</summary>
    private const long StepUnits = 500;

    /// <summary>Quote, trade, changes of the book, and so on; the first book of a symbol is a snapshot.</summary>
    public static MarketArray Make(int symbols, int events)
    {
        var plain = MarketArray.Make(symbols, (events * 2 / 3) + 2);
        var books = plain.Instruments.Select(_ => new MadeBook()).ToArray();
        var made = new List<MarketEvent>(events + 3);
        foreach (var next in plain.Events)
        {
            made.Add(next);
            if (next.Kind == MarketEventKind.Quote)
                books[next.InstrumentId].Remember(in next);
            else
                made.Add(books[next.InstrumentId].Around(in next));
        }

        return new MarketArray(plain.Instruments, [.. made.Take(events)]);
    }

    private sealed class MadeBook
    {
        private readonly Dictionary<long, long> _bids = [];
        private readonly Dictionary<long, long> _asks = [];
        private MarketEvent _quote;
        private long _updateId;

        public void Remember(in MarketEvent quote) => _quote = quote;

        public MarketEvent Around(in MarketEvent trade)
        {
            var isFirst = _updateId++ == 0;
            var levels = new DepthLevels(
                _updateId, _updateId, isFirst ? 0 : _updateId - 1,
                Changes(_bids, _quote.BidUnits / StepUnits * StepUnits, -StepUnits, _quote.BidSizeUnits),
                Changes(_asks, (_quote.AskUnits + StepUnits - 1) / StepUnits * StepUnits, StepUnits, _quote.AskSizeUnits));
            var nanos = trade.ReceivedNanos + UnixNanos.PerMillisecond;
            return isFirst
                ? MarketEvent.Snapshot(trade.InstrumentId, nanos, nanos, levels)
                : MarketEvent.Update(trade.InstrumentId, nanos, nanos, levels);
        }

        /// <summary>Levels that have to go, and those that are new or first.</summary>
        private static DepthLevel[] Changes(Dictionary<long, long> side, long best, long step, long size)
        {
            var changes = new List<DepthLevel>();
            foreach (var gone in side.Keys.Where(price => (price - best) / step is < 0 or >= Levels).ToArray())
            {
                side.Remove(gone);
                changes.Add(new DepthLevel(gone, 0));
            }

            for (var i = 0; i < Levels; i++)
            {
                var price = best + (i * step);
                if (i > 0 && side.ContainsKey(price))
                    continue;
                side[price] = size * (i + 1);
                changes.Add(new DepthLevel(price, size * (i + 1)));
            }

            return [.. changes];
        }
    }
}
