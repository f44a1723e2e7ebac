using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Portfolio;

public sealed class SessionReportTests
{
    [Fact]
    public void Return_must_be_of_trading_alone_when_assets_were_held_before_or_moved()
    {
        (AccountEvent, long)[] history =
        [
            (new AccountOpened("a", "USDT", Money.Whole(100)), 1),
            (new AssetMoved("BTC", Money.Parse("0.001"), Money.Whole(50), "at the venue when the account was opened"), 1),
            (new EquityMarked(Money.Whole(150), Money.Whole(150), Money.Whole(150), "2025-01-01"), 2),
            (new AssetMoved("USDT", Money.Whole(30), Money.Whole(30), "a transfer at the venue", "t-1"), 3),
            (new EquityMarked(Money.Whole(195), Money.Whole(180), Money.Whole(195), "2025-01-01"), 4),
        ];
        var report = SessionReport.Of(history, new Dictionary<string, Instrument> { [AccountStage.Btc.Symbol] = AccountStage.Btc });

        Assert.Equal((Money.Whole(150), Money.Whole(30)), (report.Deposit, report.Moved));
        Assert.Equal(0.1, report.TotalReturn, 12);
    }
}
