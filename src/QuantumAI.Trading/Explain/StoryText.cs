using System.Text;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Trading.Explain;

/// <summary>An order's life and a denial as lines for people: the outcome first, then why, then what happened. Pure.</summary>
public static class StoryText
{
    /// <summary>Events that are shown; of more, the middle ones are left out and counted.</summary>
    public const int MostEvents = 200;

    private const int LabelWidth = 24;
    private const int MostValueWidth = 100;

    /// <summary>Lines without a line feed at the end.</summary>
    public static string Render(OrderStory story)
    {
        var text = new StringBuilder();
        var (order, quote) = (story.Order, story.Before.QuoteAsset);
        Line(text, $"{order.ClientOrderId}: {StoryWords.Of(order.Side)} {order.Quantity} {order.Symbol} {StoryWords.Of(order.Type)} → {StoryWords.Of(order.Status).ToUpperInvariant()}");
        Line(text, $"account {story.Account}, agent {order.AgentId}" + (story.VenueOrderId is { } id ? $", the venue's order {id}" : ", not accepted by the venue"));
        WriteOutcome(text, story, quote);
        WriteWhy(text, story);
        WriteChecks(text, story.Approval, order.ReduceOnly);
        WriteIntent(text, story, quote);
        WriteEvents(text, story, quote);
        return text.ToString().TrimEnd();
    }

    /// <summary>Lines without a line feed at the end.</summary>
    public static string Render(DenialStory denial)
    {
        var text = new StringBuilder();
        var denied = denial.Denied;
        Line(text, $"denied: {StoryWords.Of(denied.Side)} {denied.Quantity} {denied.Symbol} by rule {denied.Rule} (code {denied.Code})");
        Line(text, $"account {denial.Account}, agent {denied.AgentId}; nothing was sent, no order id was used");
        Pair(text, "why", denied.Detail);
        Pair(text, "when", $"{StoryWords.Time(denial.Stored.Data.TimeNanos)}, event #{denial.Stored.Sequence} of {denial.Stored.Stream}");
        Pair(text, "cause", StoryWords.OfCause(denial.Stored.Data.Cause.Causation));
        Pair(text, "kept before it", PassedBefore(denied.Code));
        Pair(text, "trading state", denial.Risk.State + (denial.Risk.Detail.Length > 0 ? $": {denial.Risk.Detail}" : ""));
        Pair(text, "equity at the last mark", $"{denial.Risk.Equity} {denial.BaseCurrency}, high {denial.Risk.High}, day's start {denial.Risk.DayStart}");
        Pair(text, "position", Position(denial.Books));
        Pair(text, "balance", Balances(denial.Books));
        Pair(text, "how often", $"denial {denial.Number} of the account, {denial.SameRule} by this rule so far");
        return text.ToString().TrimEnd();
    }

    /// <summary>The rules that an order passed before one refused it, in their order.</summary>
    internal static string PassedBefore(int code)
    {
        var kept = RiskRules.Order.TakeWhile(rule => (int)rule != code && !(rule == DenialCode.VenueFilter && IsFilter(code))).ToArray();
        return kept.Length == RiskRules.Order.Count ? "unknown: this build has no such rule"
            : kept.Length == 0 ? "none, it is the first rule" : string.Join(", ", kept);
    }

    private static bool IsFilter(int code) => code > RiskRules.FilterCodes || (DenialCode)code is DenialCode.LotSize or DenialCode.MinNotional;

    private static void WriteOutcome(StringBuilder text, OrderStory story, string quote)
    {
        var order = story.Order;
        if (order.Filled.IsZero)
            Pair(text, "outcome", $"nothing was filled: {order.Reason}");
        else
        {
            Pair(text, "outcome", $"{order.Filled} of {order.Quantity} in {story.FillCount} {(story.FillCount == 1 ? "fill" : "fills")} at {StoryWords.Number(order.AveragePrice)} on average = {order.QuoteFilled} {quote}");
            Pair(text, "profit realised", $"{story.Realised} {quote}, fees {string.Join(", ", story.Fees.Select(fee => $"{fee.Value} {fee.Key}"))}");
        }

        var times = new List<string>();
        if (story.NanosTo<OrderAccepted>() is { } accepted)
            times.Add($"accepted after {StoryWords.Span(accepted)}");
        if (story.NanosTo<OrderFilled>() is { } filled)
            times.Add($"first fill after {StoryWords.Span(filled)}");
        times.Add($"{(order.IsOpen ? "last heard of" : "over")} after {StoryWords.Span(story.Events[^1].SinceFirstNanos)}");
        Pair(text, "took", string.Join(", ", times));
        if (order.IsOpen)
            Pair(text, "still open", $"{order.Remaining} {order.Symbol}, {order.Reserved} {(order.Side == OrderSide.Buy ? quote : story.Before.BaseAsset)} set aside");
    }

    private static void WriteWhy(StringBuilder text, OrderStory story)
    {
        var first = story.Events[0].Stored;
        Line(text, "");
        Line(text, "WHY");
        Pair(text, "cause", $"{StoryWords.OfCause(first.Data.Cause.Causation)}, {StoryWords.Time(first.Data.TimeNanos)}");
        Pair(text, "signal", story.Intent?.Reason ?? story.Order.Reason);
        var basis = story.Intent?.Basis;
        Pair(text, "features", basis?.Features is { Length: > 0 } features ? features : "not recorded");
        Pair(text, "sizing", basis?.Sizing is { Length: > 0 } sizing ? sizing : "not recorded");
    }

    private static void WriteChecks(StringBuilder text, OrderApproved? approval, bool isReducing)
    {
        Line(text, "");
        if (approval is null)
        {
            Line(text, "RISK  not asked: the order was not decided here");
            return;
        }

        Line(text, $"RISK  approved: with it the agent's exposure is {approval.AgentExposure}, the account's {approval.TotalExposure}, equity {approval.Equity}");
        if (approval.Checks is not { Length: > 0 } checks)
        {
            Line(text, "  the figures of each check are not in the journal: an earlier release wrote it");
            return;
        }

        foreach (var check in checks.Split('\n'))
        {
            var at = check.IndexOf(": ", StringComparison.Ordinal);
            Pair(text, at < 0 ? check : check[..at], at < 0 ? "" : check[(at + 2)..]);
        }

        if (isReducing)
            Line(text, "  The order reduces: limits on new exposure do not hold for it, whatever their figures.");
    }

    private static void WriteIntent(StringBuilder text, OrderStory story, string quote)
    {
        Line(text, "");
        Line(text, "INTENT");
        var order = story.Order;
        var terms = story.Intent?.AllTerms() ?? order.Terms;
        Pair(text, "terms", StoryWords.Of(terms, order.Symbol));
        Pair(text, "decided on the price", $"{order.Reference}" + (story.Intent is { } intent ? $" of market event #{intent.BasisSequence}" : ""));
        var asset = order.Side == OrderSide.Buy ? quote : story.Before.BaseAsset;
        Pair(text, "set aside", $"{story.Events[0].Order.Reserved} {asset}" + (story.Intent?.Held == true ? " (held here: it sets aside what it needs when it is released)" : ""));
        if (order.List is not { } list)
            return;
        Pair(text, "list", $"place {list.Place} of {list.ListId}, {StoryWords.Of(list.Kind)}");
        foreach (var other in story.Siblings)
            Pair(text, $"  place {other.Place}", $"{other.ClientOrderId}: {StoryWords.Of(other.Terms, order.Symbol)} → {StoryWords.Of(other.Status)}");
    }

    private static void WriteEvents(StringBuilder text, OrderStory story, string quote)
    {
        Line(text, "");
        Line(text, "WHAT HAPPENED, and the books after it");
        var before = story.Before;
        Line(text, $"  {"before",-29}position {Position(before)}");
        Line(text, $"  {"",-29}balance  {Balances(before)}");
        for (var i = 0; i < story.Events.Count; i++)
        {
            if (story.Events.Count > MostEvents && i == MostEvents / 2)
            {
                i = story.Events.Count - (MostEvents / 2);
                Line(text, $"  … {story.Events.Count - MostEvents} events are left out; quantum journal show --about {story.Order.ClientOrderId} has them");
            }

            var told = story.Events[i];
            var words = told.Event is OrderFilled fill ? StoryWords.Of(fill, quote) : StoryWords.Of(told.Event);
            var since = told.SinceBeforeNanos is { } nanos ? $"+{StoryWords.Span(nanos)}" : "";
            Line(text, $"  {StoryWords.Time(told.Stored.Data.TimeNanos),-28} {since,-10} #{told.Stored.Sequence} {words}");
            if (told.Event is OrderFilled { VenueNanos: var venueNanos } && venueNanos != told.Stored.Data.TimeNanos)
                Line(text, $"  {"",29}the venue's time {StoryWords.Time(venueNanos)}, {StoryWords.Span(told.Stored.Data.TimeNanos - venueNanos)} earlier");
            if (told.Books.Position != before.Position)
                Line(text, $"  {"",29}position {Position(told.Books)}");
            if (told.Books.Base != before.Base || told.Books.Quote != before.Quote)
                Line(text, $"  {"",29}balance  {Balances(told.Books)}");
            before = told.Books;
        }
    }

    private static string Position(BooksAfter books)
    {
        var position = books.Position;
        var held = position.Quantity.IsZero ? $"flat in {position.Symbol}"
            : $"{position.Quantity} {position.Symbol} at {StoryWords.Number(position.AverageCost)} on average";
        return $"{held}, realised so far {StoryWords.Of(position.RealisedPnl)} {books.QuoteAsset}";
    }

    private static string Balances(BooksAfter books) =>
        $"{StoryWords.Of(books.Quote, books.QuoteAsset)}; {StoryWords.Of(books.Base, books.BaseAsset)}";

    /// <summary>A long value goes on below itself, broken where it lists something.</summary>
    private static void Pair(StringBuilder text, string label, string value)
    {
        while (value.Length > MostValueWidth && value.LastIndexOf(", ", MostValueWidth, StringComparison.Ordinal) is var at and > 0)
        {
            Line(text, $"  {label.PadRight(LabelWidth)} {value[..(at + 1)]}");
            (label, value) = ("", value[(at + 2)..]);
        }

        Line(text, $"  {label.PadRight(LabelWidth)} {value}");
    }

    /// <summary>One line, whatever a venue or an agent wrote into its reasons.</summary>
    private static void Line(StringBuilder text, string line)
    {
        foreach (var character in line.TrimEnd())
            text.Append(char.IsControl(character) ? ' ' : character);
        text.Append('\n');
    }
}
