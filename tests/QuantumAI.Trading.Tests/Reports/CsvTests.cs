using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Reports;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

public sealed class CsvTests
{
    private static string[] Lines(Action<TextWriter, SessionReport> write, HistoryBuilder history)
    {
        using var writer = new StringWriter();
        write(writer, history.Report());
        var text = writer.ToString();
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        return text[..^2].Split("\r\n");
    }

    [Fact]
    public void trades_must_have_exact_values_and_utc_times_when_a_round_trip_closed()
    {
        var lines = Lines(TradesCsv.Write, new HistoryBuilder().Buy(1, Btc, "1000.5", "0.10001", fee: "0.1").Sell(2.5, Btc, "1100", "0.10001", fee: "0.11"));

        Assert.Equal(TradesCsv.Header, lines[0]);
        Assert.Equal(
            "aurora,BTCUSDT,2024-01-02T00:00:00.0000000Z,2024-01-03T12:00:00.0000000Z,129600,0.10001,1000.5,1100,9.74099500,USDT,0.097351534212,trend-cross,opposite-cross,qa-afd071e5-1 qa-afd071e5-2",
            Assert.Single(lines[1..]));
    }

    [Fact]
    public void orders_must_leave_the_average_price_empty_when_an_order_was_rejected()
    {
        var lines = Lines(OrdersCsv.Write, new HistoryBuilder().Reject(1, "too small, \"min\" is 5"));

        Assert.Equal(OrdersCsv.Header.Split(',').Length, lines[1].Split(',').Length - 1);
        Assert.Contains(",Rejected,false,1.00000,0.00000,0.00000000,USDT,,2024-01-02T", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"too small, \"\"min\"\" is 5\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void fills_must_be_one_row_each_when_two_orders_filled()
    {
        var lines = Lines(FillsCsv.Write, new HistoryBuilder().Buy(1, Btc, "1000", "1", fee: "1").Sell(2, Btc, "1100", "1", fee: "0.00000001"));

        Assert.Equal(3, lines.Length);
        Assert.EndsWith(",Sell,1100.00,1.00000,1100.00000000,USDT,0.00000001,USDT", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(FillsCsv.Header.Split(',').Length, line.Split(',').Length));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("trend-cross", "trend-cross")]
    public void reasons_must_not_be_formulas_when_a_spreadsheet_opens_the_file(string reason, string cell)
    {
        var lines = Lines(OrdersCsv.Write, new HistoryBuilder().Buy(1, Btc, "1000", "1", reason: reason));

        Assert.EndsWith("Z," + cell, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void losses_must_stay_numbers_when_text_is_guarded()
    {
        var lines = Lines(TradesCsv.Write, new HistoryBuilder().Buy(1, Btc, "1000", "1").Sell(2, Btc, "900", "1"));

        Assert.Contains(",-100.00000000,USDT,-0.1,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void files_must_have_a_header_when_nothing_was_traded()
    {
        Assert.Equal([TradesCsv.Header], Lines(TradesCsv.Write, new HistoryBuilder()));
        Assert.Equal([OrdersCsv.Header], Lines(OrdersCsv.Write, new HistoryBuilder()));
        Assert.Equal([FillsCsv.Header], Lines(FillsCsv.Write, new HistoryBuilder()));
    }
}
