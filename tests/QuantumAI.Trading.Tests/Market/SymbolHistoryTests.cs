using QuantumAI.Domain.Market;
using QuantumAI.Trading.Market;

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
}
