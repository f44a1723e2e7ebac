using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Reports;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

public sealed class SummaryFiguresTests
{
    /// <summary>Won 97 on 1,001, lost 101.5 on 1,051: fees 1 + 2 and 1 + 0.5; equity 10,000 → 10,097 → 9,995.5.</summary>
    private static HistoryBuilder TwoTrades() => new HistoryBuilder()
        .Buy(1, Btc, "1000", "1", fee: "1").Sell(3, Btc, "1100", "1", fee: "2").Mark(4, "10097")
        .Buy(5, Btc, "1050", "1", fee: "1").Sell(6, Btc, "950", "1", fee: "0.5").Mark(8, "9995.5");

    [Fact]
    public void figures_must_be_the_hand_computed_ones_when_one_trade_won_and_one_lost()
    {
        var figures = SummaryFigures.Of(TwoTrades().Input(10, Bars(Btc, 100_000, 110_000, 95_000)));

        Assert.Equal("9995.50000000", figures.FinalEquity.ToString());
        Assert.Equal(-0.00045, figures.TotalReturn!.Value, 12);
        Assert.Equal(101.5 / 10_097, figures.MaxDrawdown!.Value, 12);
        Assert.Equal((Day(4), Day(8)), (figures.Drawdown!.Value.PeakNanos, figures.Drawdown.Value.TroughNanos));
        Assert.Equal((2, 1, 1), (figures.Trades.Count, figures.Trades.Wins, figures.Trades.Losses));
        Assert.Equal(0.5, figures.Trades.WinRate);
        Assert.Equal(97 / 101.5, figures.Trades.ProfitFactor!.Value, 12);
        Assert.Equal("-4.50000000", figures.Trades.TotalPnl.ToString());
        Assert.Equal(-2.25, figures.Trades.AveragePnl!.Value, 12);
        Assert.Equal(Day(3), figures.Trades.Best!.ExitNanos);
        Assert.Equal(Day(6), figures.Trades.Worst!.ExitNanos);
        Assert.Equal("4.50000000", figures.Fees["USDT"].ToString());
        Assert.Equal(-0.05, figures.AverageBuyAndHold!.Value, 12);
        Assert.Equal(4, Assert.Single(figures.OrdersByStatus, status => status.Key == OrderStatus.Filled).Value);
    }

    [Fact]
    public void sharpe_must_be_annualised_with_365_when_equity_is_daily()
    {
        var figures = SummaryFigures.Of(new HistoryBuilder().Mark(1, "10100").Mark(2, "10100").Input(2));

        // Returns 0.01 and 0: mean 0.005, sample deviation 0.00707106…
        Assert.Equal(2, figures.Daily!.Periods);
        Assert.Equal(0.005 / Math.Sqrt(0.00005) * Math.Sqrt(365), figures.Daily.Sharpe!.Value, 9);
        Assert.Null(figures.Daily.Sortino);
    }

    [Fact]
    public void drawdown_must_start_from_the_deposit_when_the_first_mark_is_lower()
    {
        var figures = SummaryFigures.Of(new HistoryBuilder().Mark(1, "9000").Mark(2, "9500").Input(2));

        Assert.Equal(0.1, figures.MaxDrawdown!.Value, 12);
        Assert.Equal(Day(0), figures.Drawdown!.Value.PeakNanos);
    }

    [Fact]
    public void exposure_must_count_time_once_when_two_positions_overlap()
    {
        var history = new HistoryBuilder()
            .Buy(1, Btc, "1000", "1").Buy(2, Eth, "100", "1").Sell(3, Btc, "1000", "1").Sell(4, Eth, "100", "1")
            .Buy(8, Eth, "100", "2");

        var figures = SummaryFigures.Of(history.Input(10, Bars(Eth, 10_000, 11_000)));

        Assert.Equal(0.5, figures.ExposureTime!.Value, 12);
        var open = Assert.Single(figures.OpenPositions);
        Assert.Equal((Day(8), "20.00000000"), (open.EntryNanos, open.UnrealisedPnl.ToString()));
    }

    [Fact]
    public void sums_of_profit_must_be_undefined_when_quote_assets_differ()
    {
        var history = new HistoryBuilder()
            .Buy(1, Eth, "100", "1").Sell(2, Eth, "110", "1")
            .Buy(3, Btc, "1000", "1").Buy(4, EthBtc, "0.05", "1").Sell(5, EthBtc, "0.04", "1");

        var trades = SummaryFigures.Of(history.Input(6)).Trades;

        Assert.Equal((2, 0.5), (trades.Count, trades.WinRate));
        Assert.Null(trades.QuoteAsset);
        Assert.Null(trades.TotalPnl);
        Assert.Null(trades.ProfitFactor);
        Assert.Equal("ETHBTC", trades.Worst!.Symbol);
    }

    [Fact]
    public void figures_must_be_undefined_when_nothing_happened()
    {
        var figures = SummaryFigures.Of(new HistoryBuilder().Input(0) with { FirstMarketNanos = null, LastMarketNanos = null });

        Assert.Equal(Money.Whole(10_000), figures.FinalEquity);
        Assert.Equal((0.0, 0.0), (figures.TotalReturn, figures.MaxDrawdown));
        Assert.Null(figures.Daily!.Sharpe);
        Assert.Null(figures.Trades.WinRate);
        Assert.Null(figures.Trades.ProfitFactor);
        Assert.Null(figures.Trades.Best);
        Assert.Null(figures.ExposureTime);
        Assert.Null(figures.AverageBuyAndHold);
        Assert.Empty(figures.Fees);
    }

    [Fact]
    public void ratios_must_be_undefined_when_there_is_no_deposit()
    {
        var figures = SummaryFigures.Of(new HistoryBuilder("0").Mark(1, "0").Input(1));

        Assert.Null(figures.TotalReturn);
        Assert.Null(figures.MaxDrawdown);
        Assert.Null(figures.Daily);
    }

    [Fact]
    public void month_must_get_the_mark_at_midnight_when_the_day_that_ended_was_its_last()
    {
        var input = new HistoryBuilder().Mark(30, "10100").Mark(31, "11000").Mark(31.5, "9900").Input(32);

        var months = EquityCurve.Of(input).Monthly();

        Assert.Equal([(2024, 1, 0.1), (2024, 2, -0.1)], months.Select(month => (month.Year, month.Month, Math.Round(month.Return, 12))));
    }
}
