using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Feeds.Tests.RealData;

/// <summary>A recorded book replayed through the matching engine: each level is an order of the house.</summary>
public sealed class RecordedBookTests
{
    [Theory]
    [InlineData("binance_spot_btcusdt_20240808_ws_raw.jsonl.gz", 3_400)]
    [InlineData("binance_usdm_btcusdt_20240808_ws_raw.jsonl.gz", 6_500)]
    public void engine_must_show_the_recorded_book_at_each_step(string name, int leastSteps)
    {
        var file = Reading.Inspect(SharedData.Path("crypto/ticks/" + name), symbol: null);
        var (book, house) = (new OrderBook(), new House());
        var early = new List<DepthLevels>();
        var steps = 0;
        foreach (var marketEvent in Reading.Events(file))
        {
            if (marketEvent.Kind is not (MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate))
                continue;
            var depth = marketEvent.Depth;
            var isSnapshot = marketEvent.Kind == MarketEventKind.DepthSnapshot;
            var before = book.LastUpdateId;
            book.Apply(depth, isSnapshot);
            if (book.State != BookState.Synced)
            {
                early.Add(depth);
                continue;
            }

            if (isSnapshot)
            {
                house.Clear();
                house.Show(depth);
                foreach (var update in early.Where(update => update.LastUpdateId > depth.LastUpdateId))
                    house.Show(update);
                early.Clear();
            }
            else if (book.LastUpdateId != before)
            {
                house.Show(depth);
            }

            house.MustShow(book, isWhole: steps % 100 == 0);
            steps++;
        }

        house.MustShow(book, isWhole: true);
        Assert.Equal((0, BookState.Synced), (book.Gaps, book.State));
        Assert.True(steps >= leastSteps, $"only {steps} steps were compared");
    }

    /// <summary>Account 0 with one order a level.</summary>
    private sealed class House
    {
        private readonly MatchingEngine _engine = new(symbols: 1);
        private readonly List<EngineEvent> _events = [];
        private readonly Dictionary<(OrderSide Side, long Price), (long Id, long Size)> _levels = [];
        private long _lastId;

        public void Clear()
        {
            foreach (var (id, _) in _levels.Values)
                Carry(() => _engine.Cancel(0, id, 0, _events), EngineEventKind.Canceled);
            _levels.Clear();
        }

        /// <summary>What becomes smaller comes first, so that a book that moves as a whole does not cross on its way.</summary>
        public void Show(DepthLevels depth)
        {
            foreach (var grows in (bool[])[false, true])
            {
                foreach (var level in depth.Bids)
                    Set(OrderSide.Buy, level, grows);
                foreach (var level in depth.Asks)
                    Set(OrderSide.Sell, level, grows);
            }
        }

        public void MustShow(OrderBook book, bool isWhole)
        {
            Assert.True(book.TryBest(out var bid, out var ask));
            Assert.True(bid.PriceUnits < ask.PriceUnits);
            Span<(long Price, long Quantity)> best = stackalloc (long, long)[1];
            Assert.Equal((1, (bid.PriceUnits, bid.SizeUnits)), (_engine.Depth(0, OrderSide.Buy, best), best[0]));
            Assert.Equal((1, (ask.PriceUnits, ask.SizeUnits)), (_engine.Depth(0, OrderSide.Sell, best), best[0]));
            Assert.Equal(book.BidLevels + book.AskLevels, _engine.Held);
            if (!isWhole)
                return;
            MustShowAll(OrderSide.Buy, book.BidLevels);
            MustShowAll(OrderSide.Sell, book.AskLevels);
        }

        private void MustShowAll(OrderSide side, int count)
        {
            var shown = new (long Price, long Quantity)[count + 1];
            Assert.Equal(count, _engine.Depth(0, side, shown));
            var expected = _levels.Where(level => level.Key.Side == side).Select(level => (level.Key.Price, level.Value.Size));
            Assert.Equal(side == OrderSide.Buy ? expected.OrderByDescending(level => level.Price) : expected.OrderBy(level => level.Price), shown[..count]);
        }

        private void Set(OrderSide side, DepthLevel level, bool grows)
        {
            var (price, size) = (level.PriceUnits, level.SizeUnits);
            var held = _levels.GetValueOrDefault((side, price));
            if (!grows && held.Size > 0 && size == 0)
            {
                Carry(() => _engine.Cancel(0, held.Id, 0, _events), EngineEventKind.Canceled);
                _levels.Remove((side, price));
            }
            else if (!grows && size < held.Size)
            {
                Carry(() => _engine.Reduce(0, held.Id, size, 0, _events), EngineEventKind.Reduced);
                _levels[(side, price)] = (held.Id, size);
            }
            else if (grows && size > held.Size)
            {
                if (held.Size > 0)
                    Carry(() => _engine.Cancel(0, held.Id, 0, _events), EngineEventKind.Canceled);
                var order = new EngineOrder(++_lastId, 0, Account: 0, side, OrderType.Limit, size, price, SelfTrade: SelfTradePrevention.None);
                Carry(() => _engine.Submit(in order, 0, _events), EngineEventKind.Accepted);
                _levels[(side, price)] = (_lastId, size);
            }
        }

        /// <summary>One command, one event: nothing trades.</summary>
        private void Carry(Action command, EngineEventKind expected)
        {
            _events.Clear();
            command();
            Assert.Equal(expected, Assert.Single(_events).Kind);
        }
    }
}
