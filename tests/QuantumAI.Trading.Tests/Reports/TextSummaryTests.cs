using QuantumAI.Trading.Reports;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

public sealed class TextSummaryTests
{
    private static string[] Lines(ReportInput input) => TextSummary.Render(input, SummaryFigures.Of(input)).Split('\n');

    [Fact]
    public void summary_must_show_the_figures_when_trades_closed()
    {
        var lines = Lines(new HistoryBuilder().Buy(1, Btc, "1000", "1").Sell(2, Btc, "1100", "1").Mark(3, "10100").Input(4) with
        {
            WhyNoTrades = new Dictionary<string, long> { ["no-cross"] = 3_000, ["holding"] = 1_000 },
        });

        Assert.Equal("backtest: AuroraQ on BTCUSDT", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("final equity          10,100.00 USDT", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("total return          +1.00 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("no-cross", StringComparison.Ordinal) && line.EndsWith("3,000    75.00 %", StringComparison.Ordinal));
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public void lines_must_be_at_most_100_columns_and_plain_when_text_is_long_or_has_controls()
    {
        var lines = Lines(new HistoryBuilder().Input(4, Bars(Btc, 1, 2), Bars(Eth, 1)) with
        {
            Title = "\u001b[31m" + new string('x', 300),
            WhyNoTrades = Enumerable.Range(0, 50).ToDictionary(i => $"{new string('y', 200)}{i}", _ => long.MaxValue / 100),
        });

        Assert.All(lines, line => Assert.InRange(line.Length, 0, TextSummary.MostColumns));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Fact]
    public void summary_must_show_dashes_when_nothing_happened()
    {
        var lines = Lines(new HistoryBuilder().Input(0) with { FirstMarketNanos = null, LastMarketNanos = null });

        Assert.Equal("no market data", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("Sharpe                –", StringComparison.Ordinal));
    }

    [Fact]
    public void summary_must_say_from_when_it_counts_when_an_earlier_process_began_the_session()
    {
        var input = new HistoryBuilder().Input(4);
        Assert.DoesNotContain(Lines(input), line => line.StartsWith("resumed", StringComparison.Ordinal));
        Assert.Equal("resumed 1970-01-01 02:00 UTC: bars, ticks and reasons of no trade count from then", Lines(input with { ResumedNanos = 7_200_000_000_000 })[2]);
    }
}
