using System.Globalization;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Explain;

/// <summary>Events, causes, terms and times in words, the same in every rendering. Pure.</summary>
internal static class StoryWords
{
    /// <summary>What an event was, in the past tense.</summary>
    public static string Of(AccountEvent accountEvent) => accountEvent switch
    {
        OrderIntended { Held: true } => "held here until its condition is met",
        OrderIntended => "intended, durable before it is sent",
        OrderAdopted e => $"found at the venue: {e.Reason}",
        OrderReleased e => Invariant($"released: the price reached {e.Price} (market event #{e.BasisSequence}), {e.Reserved} set aside"),
        OrderReleaseDenied e => Invariant($"release denied by rule {e.Rule} (code {e.Code}): {e.Detail}"),
        OrderTrailed e => $"trails from {e.Best}",
        OrderTriggered => "triggered at the venue",
        OrderAccepted e => $"accepted, the venue's order {e.VenueOrderId}",
        OrderFilled => "filled",
        OrderRejected e => $"REJECTED by the venue: {e.Reason}",
        OrderCancelRequested e => $"cancel requested: {e.Reason}",
        OrderCancelRefused e => $"cancel refused by the venue: {e.Reason}",
        OrderAmendRequested e => $"a smaller quantity requested: {e.Quantity}",
        OrderAmendRefused e => $"the smaller quantity was refused by the venue: {e.Reason}",
        OrderAmended e => $"amended to {e.Quantity}",
        OrderCanceled e => $"canceled: {e.Reason}",
        OrderExpired e => $"expired: {e.Reason}",
        OrderOutcomeUnknown e => $"OUTCOME UNKNOWN: {e.Reason}",
        OrderNeverArrived => "never arrived: the venue was asked and never had it",
        _ => accountEvent.GetType().Name,
    };

    /// <summary>A fill with every exact amount.</summary>
    public static string Of(OrderFilled fill, string quoteAsset) => Invariant(
        $"filled {fill.Quantity} at {fill.Price} = {fill.QuoteQuantity} {quoteAsset}, fee {fill.Fee} {fill.FeeAsset}, trade {fill.TradeId}");

    /// <summary>What is ordered, in one line.</summary>
    public static string Of(OrderTerms terms, string symbol)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Of(terms.Side)} {terms.Quantity} {symbol}, {Of(terms.Type)}");
        if (terms.Limit is { } limit)
            text.Append(CultureInfo.InvariantCulture, $", limit {limit}");
        if (terms.Trigger is { } trigger)
            text.Append(CultureInfo.InvariantCulture, $", trigger {trigger}");
        if (terms.TrailingPpm != 0)
            text.Append(CultureInfo.InvariantCulture, $", trailing by {terms.TrailingPpm / 1e4} %");
        text.Append(CultureInfo.InvariantCulture, $", {Of(terms.TimeInForce)}");
        if (terms.ExpiresNanos != 0)
            text.Append(CultureInfo.InvariantCulture, $" {Time(terms.ExpiresNanos)}");
        if (terms.IsPostOnly)
            text.Append(", post only");
        if (terms.IsReduceOnly)
            text.Append(", reduce only");
        if (terms.Display is { } display)
            text.Append(CultureInfo.InvariantCulture, $", shows {display} at a time");
        return text.ToString();
    }

    /// <summary>A name of an enumeration in small letters: <c>GoodTilCanceled</c> as “good til canceled”.</summary>
    public static string Of<T>(T name)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var letter in name.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append(' ');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>What a cause of <see cref="Portfolio.AccountCause"/> says; the cause itself where it is none of those.</summary>
    public static string OfCause(string? causation)
    {
        if (causation is null)
            return "not recorded";
        var (kind, rest) = Split(causation, ':');
        switch (kind)
        {
            case "bar" when rest.LastIndexOf('#') is var at and >= 0 && rest.IndexOf('/') is var slash and >= 0 && slash < at:
                return $"agent {rest[..slash]} decided at bar of {rest[(slash + 1)..at]}, market event #{rest[(at + 1)..]}";
            case "operator":
                return $"operator {rest}";
            case "price":
                return $"the price at market event {rest}";
            case "venue":
                return rest.Length == 0 ? "the venue said so" : $"the venue said so of its order {rest}";
            case "trade":
                return $"the venue's trade {rest}";
            case "reconciliation":
                return "the venue was asked";
            case "deadline":
                return "nothing was heard in time";
            case "request":
                return "somebody asked for it";
            default:
                return causation;
        }
    }

    /// <summary><c>2024-08-08 23:54:13.937Z</c>; finer digits only where there are any.</summary>
    public static string Time(long nanos)
    {
        var time = UnixNanos.ToDateTimeOffset(nanos);
        var digits = nanos % UnixNanos.PerMillisecond == 0 ? ".fff" : ".fffffff";
        return time.ToString($"yyyy-MM-dd HH:mm:ss{digits}'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>A time span in the unit that reads best: <c>250 µs</c>, <c>12.5 ms</c>, <c>3.2 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Span(long nanos) => nanos switch
    {
        < 0 => $"−{Span(-nanos)}",
        0 => "0 ms",
        < UnixNanos.PerMillisecond => Invariant($"{nanos / 1e3:0.###} µs"),
        < UnixNanos.PerSecond => Invariant($"{nanos / 1e6:0.###} ms"),
        < UnixNanos.PerMinute => Invariant($"{nanos / 1e9:0.###} s"),
        < UnixNanos.PerHour => Invariant($"{nanos / UnixNanos.PerMinute} min {nanos % UnixNanos.PerMinute / UnixNanos.PerSecond} s"),
        < UnixNanos.PerDay => Invariant($"{nanos / UnixNanos.PerHour} h {nanos % UnixNanos.PerHour / UnixNanos.PerMinute} min"),
        _ => Invariant($"{nanos / UnixNanos.PerDay} d {nanos % UnixNanos.PerDay / UnixNanos.PerHour} h"),
    };

    public static string Of(Balance balance, string asset) =>
        balance.Locked == Money.Zero ? $"{Of(balance.Free)} {asset} free" : $"{Of(balance.Free)} {asset} free, {Of(balance.Locked)} locked";

    /// <summary>An exact amount; nothing is <c>0</c>.</summary>
    public static string Of(Money amount) => amount == Money.Zero ? "0" : amount.ToString();

    /// <summary>A double for people: at most eight decimals, no exponent.</summary>
    public static string Number(double value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    private static (string Kind, string After) Split(string text, char at) =>
        text.IndexOf(at) is var i and >= 0 ? (text[..i], text[(i + 1)..]) : (text, "");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
