using System.Text.Json;
using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Reports;
using static QuantumAI.Trading.Tests.Reports.HistoryBuilder;

namespace QuantumAI.Trading.Tests.Reports;

/// <summary>2 are ordered at 1,000; the market is 1,001 at the start; 1 is filled at 1,003 for a fee of 2; the market is 1,010 at the end.</summary>
public sealed class ParentOrderReportTests
{
    private static HistoryBuilder History() => new HistoryBuilder()
        .Add(1, new AlgorithmStarted(
            new ParentOrder("entry", "aurora", Btc.Symbol, OrderSide.Buy, Btc.Quantity(200_000), false, Btc.Price(100_000), AlgorithmPlan.Twap(0, Day(9), 2)), Btc.Price(100_100)))
        .Buy(1, Btc, "1003", "1", "2", reason: "twap:entry#0")
        .Buy(2, Btc, "1500", "1")
        .Add(3, new AlgorithmEnded("entry", "a test", Btc.Price(101_000)))
        .Mark(4, "10000");

    [Fact]
    public void Parent_must_be_told_with_its_shortfall_and_without_other_orders_fills_when_it_was_worked_off()
    {
        var result = Assert.Single(History().Report().ParentOrders);

        Assert.Equal((Btc.Quantity(100_000), 1, "a test"), (result.Filled, result.Children, result.Outcome));
        Assert.Equal(
            (Money.Whole(1), Money.Whole(2), Money.Whole(10), Money.Whole(2), Money.Whole(15)),
            (result.Shortfall.Delay, result.Shortfall.Execution, result.Shortfall.Opportunity, result.Shortfall.Fees, result.Shortfall.Total));
    }

    [Fact]
    public void Reports_must_show_the_parts_in_money_and_basis_points_when_there_is_a_parent()
    {
        var input = History().Input(4);
        var figures = SummaryFigures.Of(input);
        var json = JsonDocument.Parse(BacktestJson.Render(input, figures)).RootElement.GetProperty("parentOrders")[0];

        Assert.Equal(("15.00000000", "75", "entry"), (json.GetProperty("shortfall").GetRawText(), json.GetProperty("shortfallBps").GetRawText(), json.GetProperty("id").GetString()));
        Assert.Contains("  entry                                  75.00 = 5.00 + 10.00 + 50.00 + 10.00\n", TextSummary.Render(input, figures), StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_must_stay_as_they_were_when_there_is_no_parent()
    {
        var input = new HistoryBuilder().Mark(1, "10000").Input(1);
        Assert.False(JsonDocument.Parse(BacktestJson.Render(input, SummaryFigures.Of(input))).RootElement.TryGetProperty("parentOrders", out _));
        Assert.DoesNotContain("shortfall", TextSummary.Render(input, SummaryFigures.Of(input)), StringComparison.Ordinal);
    }
}
