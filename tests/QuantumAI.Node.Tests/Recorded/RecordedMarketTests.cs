using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Node.Tests.Recorded;

/// <summary>A recorded market from the exchange that replays it to the agent that decides on it.</summary>
public sealed class RecordedMarketTests
{
    /// <summary>Levels of a side that the adapter asks for.</summary>
    private const int SnapshotLevels = 1_000;

    [Fact]
    public async Task Recorded_market_must_reach_the_watcher_complete_and_in_order()
    {
        await using var chain = await RecordedChain.OpenAsync();
        var book = await chain.PlayAsync();

        Assert.Equal(chain.Recording.Events.Where(told => told.Kind == MarketEventKind.Trade).Select(Essence), chain.Trades.Select(Essence));
        var numbers = chain.Trades.Select(told => told.TradeId).ToArray();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.DoesNotContain(chain.Symbol.Notes, note => note.Event?.Kind == MarketEventKind.Gap);
        MustHaveTheBookOf(book, chain);
    }

    [Fact]
    public async Task Book_must_be_in_step_again_after_every_gap_and_nothing_be_entered_in_between()
    {
        await using var chain = await RecordedChain.OpenAsync();
        await chain.FaultAsync("latency?millis=200"); // a snapshot takes its time: bars close meanwhile
        var shown = chain.Recording.Events.Count(told => told.Kind != MarketEventKind.Quote);
        var cut = Task.CompletedTask;
        var book = await chain.PlayAsync(number =>
        {
            if (number == shown / 2)
                cut = chain.FaultAsync("cut"); // every socket ends without a word
            else if (number % (shown / 10) == 0 && number < shown * 9 / 10)
                chain.Exchange.Faults.OrderDepthGap(chain.Instrument.Symbol, 1);
        });
        await cut;

        MustHaveTheBookOf(book, chain);
        var (isGapped, gaps, barsBetween) = (false, 0, 0);
        foreach (var note in chain.Symbol.Notes)
        {
            isGapped = note.Event?.Kind switch { MarketEventKind.Gap => true, MarketEventKind.DepthSnapshot => false, _ => isGapped };
            gaps += note.Event?.Kind == MarketEventKind.Gap ? 1 : 0;
            if (!isGapped)
                continue;
            barsBetween += note.Bar is null ? 0 : 1;
            Assert.True(note.Bar is null or { Inputs.FollowsGap: true, Market.IsUsable: false }, "a bar that closes while the book is gapped is for no decision");
            Assert.NotEqual(SignalKind.EnterLong, note.Signal?.Signal.Kind);
        }

        Assert.False(isGapped);
        Assert.InRange(gaps, 3, 10); // one that is ordered while the book is out of step anyway is none of its own
        Assert.True(barsBetween >= gaps, $"{barsBetween} bars closed in {gaps} gaps");
        TestContext.Current.TestOutputHelper?.WriteLine($"{gaps} gaps, {barsBetween} bars closed in them, {chain.Symbol.Notes.Count(note => note.Signal is not null)} signals outside");
        await chain.FaultAsync("clear");
        await chain.EnterAsync(); // it does decide when it may
    }

    private static (long Price, long Quantity, bool BuyerIsMaker) Essence(MarketEvent trade) => (trade.PriceUnits, trade.QuantityUnits, trade.BuyerIsMaker);

    /// <summary>What a snapshot does not reach to is known only where it has changed since: the rest must be the exchange's book, level by level.</summary>
    private static void MustHaveTheBookOf(BookSnapshot book, RecordedChain chain)
    {
        var (state, bids, asks) = chain.Symbol.Book();
        Assert.Equal(BookState.Synced, state);
        var snapshot = chain.Symbol.Notes.Last(note => note.Event?.Kind == MarketEventKind.DepthSnapshot).Event!.Value.Depth;
        var least = snapshot.Bids.Count < SnapshotLevels ? 0 : snapshot.Bids.Min(level => level.PriceUnits);
        var most = snapshot.Asks.Count < SnapshotLevels ? long.MaxValue : snapshot.Asks.Max(level => level.PriceUnits);
        var told = Levels(book.Bids, chain.Instrument).Where(level => level.PriceUnits >= least).ToArray();
        Assert.True(told.Length > 10);
        Assert.Equal(told, bids.Where(level => level.PriceUnits >= least));
        told = [.. Levels(book.Asks, chain.Instrument).Where(level => level.PriceUnits <= most)];
        Assert.True(told.Length > 10);
        Assert.Equal(told, asks.Where(level => level.PriceUnits <= most));
    }

    private static DepthLevel[] Levels(IReadOnlyList<MessageLevel> levels, Instrument instrument) => [.. levels.Select(level =>
    {
        Assert.True(level.Price.TryToUnits(instrument.PriceScale, out var price));
        Assert.True(level.Size.TryToUnits(instrument.QuantityScale, out var size));
        return new DepthLevel(price, size);
    })];
}
