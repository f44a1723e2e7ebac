using System.Text;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Gateway;
using QuantumAI.Venues.Binance.Parsing;
using static QuantumAI.Venues.Tests.Binance.Adapter.VenueStand;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class ExecutionReadingTests
{
    private static readonly KnownOrder Fresh = new(null, Bitcoin.ZeroQuantity, false, new HashSet<long>());
    private static readonly KnownOrder Accepted = Fresh with { OrderId = 7 };

    [Fact]
    public void new_order_must_be_accepted() => Assert.Equal(new VenueAccepted(Id, "7"), Assert.Single(Told(Execution("NEW", "NEW"), Fresh)));

    [Fact]
    public void stop_on_the_book_must_be_triggered_once()
    {
        var report = Execution("NEW", "NEW").Replace("\"o\":\"LIMIT\"", "\"o\":\"STOP_LOSS_LIMIT\"", StringComparison.Ordinal);
        Assert.Equal([new VenueAccepted(Id, "7"), new VenueTriggered(Id)], Told(report, Fresh));
        Assert.Equal([new VenueAccepted(Id, "7")], Told(report, Accepted with { IsTriggered = true }));
        Assert.Equal([new VenueAccepted(Id, "7")], Told(report.Replace("\"w\":true", "\"w\":false", StringComparison.Ordinal), Fresh));
    }

    [Fact]
    public void trade_must_be_a_fill_with_all_its_figures()
    {
        var trade = Assert.IsType<VenueFilled>(Assert.Single(Told(Execution("TRADE", "PARTIALLY_FILLED", "0.4", "0.4", 11), Accepted))).Trade;
        Assert.Equal((Id, "BTCUSDT", 11, Bitcoin.Price(5_000_000), Bitcoin.Quantity(40_000), "7", true), (trade.ClientOrderId, trade.Symbol, trade.TradeId, trade.Price, trade.Quantity, trade.VenueOrderId, trade.IsMaker));
    }

    [Fact]
    public void end_with_more_fills_than_were_told_must_be_asked_about()
    {
        foreach (var (execution, status) in new[] { ("CANCELED", "CANCELED"), ("EXPIRED", "EXPIRED"), ("TRADE_PREVENTION", "EXPIRED_IN_MATCH") })
        {
            var reading = Read(Execution(execution, status, filled: "0.4"), Accepted);
            Assert.Empty(reading.Reports);
            Assert.NotNull(reading.AsksWhy);
        }

        var later = Read(Execution("TRADE", "PARTIALLY_FILLED", "0.1", "0.5", 12), Accepted);
        Assert.Single(later.Reports);
        Assert.NotNull(later.AsksWhy);
    }

    [Fact]
    public void cancel_must_name_the_order_and_the_cancel() =>
        Assert.Equal(new VenueCanceled(Id, "canceled", "my-cancel"), Assert.Single(Told(Execution("CANCELED", "CANCELED", id: "my-cancel", original: Id), Accepted)));

    [Fact]
    public void self_trade_prevention_must_end_or_shrink_the_order()
    {
        Assert.IsType<VenueExpired>(Assert.Single(Told(Execution("TRADE_PREVENTION", "EXPIRED_IN_MATCH"), Accepted)));
        var shrunk = Execution("TRADE_PREVENTION", "NEW").Replace("\"V\":\"EXPIRE_MAKER\"", "\"V\":\"DECREMENT\",\"v\":3,\"A\":\"0.25000\",\"B\":\"0.25000\",\"u\":1,\"U\":9,\"Cs\":\"BTCUSDT\"", StringComparison.Ordinal);
        Assert.Equal(new VenueAmended(Id, Bitcoin.Quantity(75_000)), Assert.Single(Told(shrunk, Accepted)));
    }

    [Fact]
    public void amendment_must_tell_the_new_quantity() =>
        Assert.Equal(new VenueAmended(Id, Bitcoin.Quantity(100_000)), Assert.Single(Told(Execution("REPLACED", "NEW", original: Id), Accepted)));

    [Theory]
    [InlineData("FANCY", "NEW")]
    [InlineData("NEW", "FANCY")]
    public void unknown_word_must_be_asked_about(string execution, string status)
    {
        var reading = Read(Execution(execution, status), Fresh);
        Assert.Empty(reading.Reports);
        Assert.NotNull(reading.AsksWhy);
    }

    [Fact]
    public void Prop_reports_in_any_order_and_any_number_must_add_up_to_the_same_fills() => Seeds.Hold(12, static (random, size) =>
    {
        var lots = Enumerable.Range(1, size + 1).Select(trade => (Trade: (long)trade, Units: random.Next(1, 5_000))).ToList();
        var (reports, sum) = (new List<string>(), 0);
        foreach (var (trade, units) in lots)
        {
            sum += units;
            var report = Execution("TRADE", "PARTIALLY_FILLED", $"{Bitcoin.Quantity(units)}", $"{Bitcoin.Quantity(sum)}", trade);
            reports.AddRange(Enumerable.Repeat(report, random.Next(1, 4)));
        }

        reports.Add(Execution("NEW", "NEW"));
        var order = new TrackedOrder(Bitcoin);
        foreach (var report in reports.OrderBy(_ => random.Next()))
        {
            foreach (var told in Read(report, order.Known).Reports)
                order.Note(told);
        }

        Assert.Equal(Bitcoin.Quantity(sum), order.Filled);
        Assert.Equal(7, order.OrderId);
    });

    private static IReadOnlyList<VenueReport> Told(string json, KnownOrder known)
    {
        var reading = Read(json, known);
        Assert.Null(reading.AsksWhy);
        return reading.Reports;
    }

    private static ExecutionReading Read(string json, KnownOrder known) =>
        ExecutionReading.Of((ExecutionReport)UserEvents.Read(Encoding.UTF8.GetBytes(json)).Event, known, Bitcoin);
}
