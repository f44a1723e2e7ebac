using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using static QuantumAI.Trading.Explain.StoryJsonParts;

namespace QuantumAI.Trading.Explain;

/// <summary>An order's life and a denial as one JSON object for programs: amounts exact, as text; counts and nanoseconds as plain numbers.</summary>
/// <remarks>At most <see cref="MostBytes"/>: of many events the middle ones are left out and counted, long texts are cut. Extend-only.</remarks>
public static class StoryJson
{
    /// <summary>Upper bound of the result in bytes of UTF-8.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostEvents = 128;
    private const int MostChecks = 64;

    /// <summary>One object without a line break.</summary>
    public static string Render(OrderStory story) => Fit((json, shrink) => Write(json, story, shrink));

    /// <summary>One object without a line break.</summary>
    public static string Render(DenialStory denial) => Fit((json, shrink) => Write(json, denial, shrink));

    private static void Write(Utf8JsonWriter json, OrderStory story, int shrink)
    {
        var order = story.Order;
        json.WriteString("kind", "order");
        json.WriteString("clientOrderId", order.ClientOrderId);
        json.WriteString("venueOrderId", story.VenueOrderId);
        json.WriteString("account", story.Account);
        json.WriteString("agent", order.AgentId);
        json.WriteString("symbol", order.Symbol);
        json.WriteString("status", order.Status.ToString());
        json.WriteBoolean("isOpen", order.IsOpen);
        json.WriteString("filled", order.Filled.ToString());
        json.WriteString("quoteFilled", order.QuoteFilled.ToString());
        json.WriteString("quoteAsset", story.Before.QuoteAsset);
        WriteNumber(json, "averagePrice", order.Filled.IsZero ? null : order.AveragePrice);
        json.WriteNumber("fills", story.FillCount);
        json.WriteString("realised", story.Realised.ToString());
        json.WriteStartObject("fees");
        foreach (var (asset, fee) in story.Fees)
            json.WriteString(asset, fee.ToString());
        json.WriteEndObject();
        json.WriteStartObject("nanos");
        WriteCount(json, "toAccepted", story.NanosTo<OrderAccepted>());
        WriteCount(json, "toFirstFill", story.NanosTo<OrderFilled>());
        json.WriteNumber("toLastEvent", story.Events[^1].SinceFirstNanos);
        json.WriteEndObject();
        WriteWhy(json, story, shrink);
        WriteRisk(json, story.Approval, shrink);
        WriteIntent(json, story);
        WriteBooks(json, "booksBefore", story.Before);
        WriteEvents(json, story, shrink);
    }

    private static void Write(Utf8JsonWriter json, DenialStory denial, int shrink)
    {
        json.WriteString("kind", "denial");
        json.WriteString("account", denial.Account);
        json.WriteString("agent", denial.Denied.AgentId);
        json.WriteString("symbol", denial.Denied.Symbol);
        json.WriteString("side", denial.Denied.Side.ToString());
        json.WriteString("quantity", denial.Denied.Quantity.ToString());
        json.WriteNumber("code", denial.Denied.Code);
        json.WriteString("rule", denial.Denied.Rule);
        WriteText(json, "detail", denial.Denied.Detail, shrink);
        WritePlace(json, denial.Stored);
        json.WriteString("keptBefore", StoryText.PassedBefore(denial.Denied.Code));
        json.WriteString("tradingState", denial.Risk.State.ToString());
        WriteText(json, "tradingStateDetail", denial.Risk.Detail, shrink);
        json.WriteString("baseCurrency", denial.BaseCurrency);
        json.WriteString("equity", denial.Risk.Equity.ToString());
        json.WriteString("high", denial.Risk.High.ToString());
        json.WriteString("dayStart", denial.Risk.DayStart.ToString());
        json.WriteNumber("denials", denial.Number);
        json.WriteNumber("denialsByRule", denial.SameRule);
        WriteBooks(json, "books", denial.Books);
    }

    private static void WriteWhy(Utf8JsonWriter json, OrderStory story, int shrink)
    {
        json.WriteStartObject("why");
        WriteText(json, "cause", story.Events[0].Stored.Data.Cause.Causation, shrink);
        WriteText(json, "signal", story.Intent?.Reason ?? story.Order.Reason, shrink);
        WriteText(json, "features", story.Intent?.Basis?.Features, shrink);
        WriteText(json, "sizing", story.Intent?.Basis?.Sizing, shrink);
        json.WriteEndObject();
    }

    private static void WriteRisk(Utf8JsonWriter json, OrderApproved? approval, int shrink)
    {
        if (approval is null)
        {
            json.WriteNull("risk");
            return;
        }

        json.WriteStartObject("risk");
        json.WriteString("equity", approval.Equity.ToString());
        json.WriteString("agentExposure", approval.AgentExposure.ToString());
        json.WriteString("totalExposure", approval.TotalExposure.ToString());
        if (approval.Checks is not { } checks)
        {
            json.WriteNull("checks");
        }
        else
        {
            json.WriteStartArray("checks");
            foreach (var check in checks.Split('\n').Take(MostChecks))
            {
                var at = check.IndexOf(": ", StringComparison.Ordinal);
                json.WriteStartObject();
                WriteText(json, "rule", at < 0 ? check : check[..at], shrink);
                WriteText(json, "figures", at < 0 ? "" : check[(at + 2)..], shrink);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteIntent(Utf8JsonWriter json, OrderStory story)
    {
        var order = story.Order;
        var terms = story.Intent?.AllTerms() ?? order.Terms;
        json.WriteStartObject("intent");
        WriteTerms(json, terms);
        json.WriteString("reference", order.Reference.ToString());
        WriteCount(json, "marketSequence", story.Intent?.BasisSequence);
        json.WriteString("reserved", story.Events[0].Order.Reserved.ToString());
        json.WriteBoolean("held", story.Intent?.Held ?? false);
        if (order.List is not { } list)
        {
            json.WriteNull("list");
        }
        else
        {
            json.WriteStartObject("list");
            json.WriteString("id", list.ListId);
            json.WriteString("contingency", list.Kind.ToString());
            json.WriteNumber("place", list.Place);
            json.WriteStartArray("others");
            foreach (var other in story.Siblings)
            {
                json.WriteStartObject();
                json.WriteString("clientOrderId", other.ClientOrderId);
                json.WriteNumber("place", other.Place);
                json.WriteString("status", other.Status.ToString());
                WriteTerms(json, other.Terms);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, OrderStory story, int shrink)
    {
        var most = Math.Max(2, MostEvents >> shrink);
        var leftOut = Math.Max(0, story.Events.Count - most);
        json.WriteNumber("eventsLeftOut", leftOut);
        json.WriteStartArray("events");
        for (var i = 0; i < story.Events.Count; i++)
        {
            if (leftOut > 0 && i == most / 2)
                i += leftOut;
            Write(json, story.Events[i], shrink);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, StoryEvent told, int shrink)
    {
        json.WriteStartObject();
        json.WriteString("type", told.Stored.Data.Type);
        WritePlace(json, told.Stored);
        WriteCount(json, "nanosSinceBefore", told.SinceBeforeNanos);
        json.WriteNumber("nanosSinceFirst", told.SinceFirstNanos);
        if (told.Event is OrderFilled fill)
        {
            json.WriteNumber("tradeId", fill.TradeId);
            json.WriteString("price", fill.Price.ToString());
            json.WriteString("quantity", fill.Quantity.ToString());
            json.WriteString("quoteQuantity", fill.QuoteQuantity.ToString());
            json.WriteString("fee", fill.Fee.ToString());
            json.WriteString("feeAsset", fill.FeeAsset);
            json.WriteString("venueTime", UnixNanos.FormatIso(fill.VenueNanos));
        }
        else
        {
            WriteText(json, "words", StoryWords.Of(told.Event), shrink);
        }

        json.WriteString("status", told.Order.Status.ToString());
        json.WriteString("filled", told.Order.Filled.ToString());
        json.WriteString("reserved", told.Order.Reserved.ToString());
        WriteBooks(json, "books", told.Books);
        json.WriteEndObject();
    }
}
