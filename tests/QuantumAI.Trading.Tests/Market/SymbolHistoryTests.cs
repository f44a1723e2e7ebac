using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Market;

public sealed class SymbolHistoryTests
{
    private const long Hour = UnixNanos.PerHour;

    [Fact]
    public void Last_price_must_be_known_for_two_bars_and_no_longer()
    {
        var history = new SymbolHistory([new Bar(0, Hour, 1, 9, 1, 7, 1)], new BarBuilder(Hour));
        Assert.Equal(7, history.LastPriceUnits(Hour));
        Assert.Equal(7, history.LastPriceUnits(3 * Hour));
        Assert.Null(history.LastPriceUnits((3 * Hour) + 1));
        Assert.Null(SymbolHistory.None(Hour).LastPriceUnits(0));
    }

    /// <summary>A live clock goes on while a session is put together, the one of its repetition does not: both start with the same prices.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Issue_last_prices_must_not_depend_on_how_long_it_took_to_put_the_session_together(int hours)
    {
        using var world = new VirtualWorld(seed: 1, hours * Hour);
        var history = new SymbolHistory([new Bar(0, Hour, 1, 9, 1, 7, 1)], new BarBuilder(Hour));
        var session = new TradingSession(
            world,
            new SessionSettings("test", "USDT", AccountStage.Deposit, AccountStage.AgentId, 180_000, AccountStage.Limits, new TrendParameters()) { FromNanos = Hour },
            [new SessionSymbol(AccountStage.Btc, BarOrigin.Bars, history)], new InlineJournal(new MemoryJournalStore()),
            new FakeVenue("USDT", AccountStage.Deposit).Spawn(world), new StatusBoard());
        Assert.Equal(7, session.Books.Marks[AccountStage.Btc.Symbol].Units);
    }
}
