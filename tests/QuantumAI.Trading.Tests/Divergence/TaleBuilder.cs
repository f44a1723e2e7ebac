using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Divergence;

/// <summary>Decisions of a made-up account's stream: order N is decided on market event N, at 100 × N nanoseconds.</summary>
internal static class TaleBuilder
{
    public static IReadOnlyList<StoredEvent> Stream(params (AccountEvent Event, long Nanos, EventCause Cause)[] events) =>
        [.. events.Select((entry, place) => new StoredEvent("account/test", place + 1, AccountEventCodec.Instance.Encode(entry.Event, entry.Nanos, entry.Cause)))];

    public static IReadOnlyList<OrderTale> Tales(params (AccountEvent Event, long Nanos, EventCause Cause)[] events) => OrderTale.Of(Stream(events));

    public static (AccountEvent, long, EventCause) Order(long sequence, OrderSide side = OrderSide.Buy, string quantity = "1.0") => (
        OrderIntended.Of($"qa-{sequence}", "aurora", "BTCUSDT", OrderTerms.Market(side, Quantity.Parse(quantity)), Price.Parse("100"), Money.Parse("100"), sequence, "test"),
        sequence * 100, AccountCause.Decision("aurora", "BTCUSDT", sequence, $"qa-{sequence}"));

    /// <param name="sequence">Of the order.</param>
    /// <param name="price">For all of it.</param>
    /// <param name="delay">Nanoseconds after the decision.</param>
    /// <param name="quantity">All of it.</param>
    public static (AccountEvent, long, EventCause) Fill(long sequence, string price, long delay, string quantity = "1.0")
    {
        var total = (decimal.Parse(price, CultureInfo.InvariantCulture) * decimal.Parse(quantity, CultureInfo.InvariantCulture))
            .ToString(CultureInfo.InvariantCulture);
        return (
            new OrderFilled($"qa-{sequence}", sequence, Price.Parse(price), Quantity.Parse(quantity), Money.Parse(total), Money.Parse("0"), "USDT", 0),
            (sequence * 100) + delay, EventCause.None);
    }

    public static (AccountEvent, long, EventCause) Denied(long sequence, string rule = "StaleData") => (
        new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, Quantity.Parse("1.0"), 1, rule, "why"), sequence * 100, AccountCause.Denial("aurora", "BTCUSDT", sequence));

    public static (AccountEvent, long, EventCause) Mark(long nanos, string equity) => (
        new EquityMarked(Money.Parse(equity), Money.Parse(equity), Money.Parse(equity), "1970-01-01"), nanos, EventCause.None);
}
