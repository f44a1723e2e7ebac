using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Risk;

/// <summary>One asset that two symbols trade against the base currency, as with two venues.</summary>
public sealed class TwoVenuesTests
{
    private static readonly string[] Symbols = ["BTCUSDT", "BTC-USDT.2"];

    [Theory]
    [InlineData("BTCUSDT", "BTC-USDT.2")]
    [InlineData("BTC-USDT.2", "BTCUSDT")]
    public void Issue_marked_equity_must_count_an_asset_once_when_two_symbols_are_marked(string first, string second)
    {
        using var world = new VirtualWorld(seed: 1, UnixNanos.PerDay);
        using var store = new MemoryJournalStore();
        var instruments = Symbols.ToDictionary(symbol => symbol, symbol => AccountStage.Btc with { Symbol = symbol });
        var books = new AccountBooks("two", instruments, new HeldJournal(store) { IsHolding = false });
        var lane = world.CreateLane("account");
        books.Attach(lane);
        books.Record([new AccountOpened("two", "USDT", Money.Whole(100)), new AssetMoved("BTC", Money.Whole(2), Money.Zero, "a test")], 1, AccountCause.Opening);
        var gate = lane.Spawn("risk-gate", new RiskGateActor(books, AccountStage.Limits, new StatusBoard()));
        foreach (var (symbol, units) in new[] { (first, 5_000_000L), (second, 5_010_000L), (first, 5_020_000L), (second, 5_030_000L) })
            gate.Tell(new MarkPrice(symbol, AccountStage.Btc.Price(units), world.NowNanos));
        world.RunUntilIdle();

        var expected = books.Marks["BTCUSDT"].Units / 100 * 2;
        Assert.Equal(Money.Whole(100 + expected), books.Current.Equity(books.Marks));
        Assert.Equal(Money.Whole(100 + expected), books.Current.Risk.Equity);
    }
}
