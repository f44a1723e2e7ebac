using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Divergence;

/// <summary>What makes two orders of two runs the same decision: whose, of what, on which market event, and the how-manieth there.</summary>
public readonly record struct DecisionKey(string AgentId, string Symbol, long Sequence, int Ordinal);

/// <summary>One decision of a run that came to an order or a denial, and what became of it.</summary>
public sealed class OrderTale
{
    internal OrderTale(DecisionKey key, OrderSide side, string type, Quantity quantity, long decidedNanos, string? deniedBy, string why) =>
        (Key, Side, Type, Quantity, DecidedNanos, DeniedBy, Why) = (key, side, type, quantity, decidedNanos, deniedBy, why);

    public DecisionKey Key { get; }

    public OrderSide Side { get; }

    public string Type { get; }

    public Quantity Quantity { get; }

    /// <summary>World time of the intent or denial.</summary>
    public long DecidedNanos { get; }

    /// <summary>The rule of our own risk that said no; null when it was ordered.</summary>
    public string? DeniedBy { get; }

    /// <summary>Reason and what the agent saw, or the figures of the denial.</summary>
    public string Why { get; }

    public Quantity Filled { get; private set; }

    public Money QuoteFilled { get; private set; }

    /// <summary>World time at which the first fill was booked; 0 without one.</summary>
    public long FirstFillNanos { get; private set; }

    /// <summary>How it ended without being filled whole; null when it did not.</summary>
    public string? End { get; private set; }

    /// <summary>Average fill price; 0 without a fill. For figures, not for books.</summary>
    public double Price => Filled.IsZero ? 0 : QuoteFilled.ToDouble() / Filled.ToDouble();

    /// <summary>World time from the decision to the first fill; null without one.</summary>
    public long? DelayNanos => FirstFillNanos == 0 ? null : FirstFillNanos - DecidedNanos;

    /// <summary>In a few words.</summary>
    public string Words() => DeniedBy is { } rule
        ? $"{Side} {Quantity} denied by {rule}"
        : $"{Side} {Quantity} {Type.ToLowerInvariant()}" + (Filled.IsZero ? End is null ? ", not filled" : $", {End}" : $", filled at {Price.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture)}");

    /// <summary>The decisions of a part of an account's stream, in order.</summary>
    public static IReadOnlyList<OrderTale> Of(IEnumerable<StoredEvent> events)
    {
        var tales = new List<OrderTale>();
        var byOrder = new Dictionary<string, OrderTale>(StringComparer.Ordinal);
        var counts = new Dictionary<(string, string, long), int>();
        foreach (var stored in events)
        {
            var (accountEvent, nanos) = (AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos);
            switch (accountEvent)
            {
                case OrderIntended intended:
                    tales.Add(byOrder[intended.ClientOrderId] = new OrderTale(
                        KeyOf(counts, intended.AgentId, intended.Symbol, intended.BasisSequence), intended.Side, intended.Type.ToString(), intended.Quantity, nanos, null,
                        intended.Basis is { } basis ? $"{intended.Reason}; {basis.Features}" : intended.Reason)
                    { Filled = new Quantity(0, intended.Quantity.Scale) });
                    break;
                case OrderDenied denied:
                    tales.Add(new OrderTale(
                        KeyOf(counts, denied.AgentId, denied.Symbol, SequenceOf(stored.Data.Cause)), denied.Side, "", denied.Quantity, nanos, denied.Rule, denied.Detail)
                    { Filled = new Quantity(0, denied.Quantity.Scale) });
                    break;
                case OrderFilled filled when byOrder.TryGetValue(filled.ClientOrderId, out var tale):
                    tale.Fill(filled, nanos);
                    break;
                default:
                    if (EndOf(accountEvent) is var (id, end) && byOrder.TryGetValue(id, out var ended))
                        ended.End = end;
                    break;
            }
        }

        return tales;
    }

    private void Fill(OrderFilled filled, long nanos)
    {
        (Filled, QuoteFilled) = (Filled + filled.Quantity, QuoteFilled + filled.QuoteQuantity);
        if (FirstFillNanos == 0)
            FirstFillNanos = nanos;
    }

    private static DecisionKey KeyOf(Dictionary<(string, string, long), int> counts, string agentId, string symbol, long sequence)
    {
        var ordinal = counts.GetValueOrDefault((agentId, symbol, sequence));
        counts[(agentId, symbol, sequence)] = ordinal + 1;
        return new DecisionKey(agentId, symbol, sequence, ordinal);
    }

    /// <summary>The market event that a cause names behind its last <c>#</c>; 0 when it names none.</summary>
    public static long SequenceOf(EventCause cause) =>
        cause.Causation is { } text && text.LastIndexOf('#') is >= 0 and var at && long.TryParse(text.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    private static (string Id, string End)? EndOf(AccountEvent accountEvent) => accountEvent switch
    {
        OrderCanceled canceled => (canceled.ClientOrderId, $"canceled: {canceled.Reason}"),
        OrderExpired expired => (expired.ClientOrderId, $"expired: {expired.Reason}"),
        OrderRejected rejected => (rejected.ClientOrderId, $"rejected: {rejected.Reason}"),
        OrderNeverArrived lost => (lost.ClientOrderId, "never arrived"),
        OrderReleaseDenied denied => (denied.ClientOrderId, $"denied by {denied.Rule}"),
        _ => null,
    };
}
