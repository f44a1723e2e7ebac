using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Reports;

/// <summary>The report as one JSON object for programs: plain numbers, returns as fractions, null for what is not defined.</summary>
/// <remarks>At most <see cref="MostBytes"/>: long lists are cut to their largest entries and the rest is summed under <c>(other)</c>.</remarks>
public static class BacktestJson
{
    /// <summary>Upper bound of the result in bytes of UTF-8.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostEntries = 128;
    private const int MostOrdersOfATrade = 32;
    private const int MostTextLength = 160;
    private const string Rest = "(other)";

    /// <summary>One object without a line break at its end.</summary>
    public static string Render(ReportInput input, SummaryFigures figures)
    {
        for (var entries = MostEntries; ; entries /= 2)
        {
            var json = Render(input, figures, entries);
            if (json.Length <= MostBytes || entries == 0)
                return Encoding.UTF8.GetString(json);
        }
    }

    private static byte[] Render(ReportInput input, SummaryFigures figures, int entries)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteContract(json, input, figures, entries);
            WriteMore(json, input, figures, entries);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The keys that other programs rely on, in this order. Extend-only.</summary>
    private static void WriteContract(Utf8JsonWriter json, ReportInput input, SummaryFigures figures, int entries)
    {
        json.WriteNumber("bars", input.Bars);
        json.WriteNumber("ticks", input.Ticks);
        json.WriteNumber("orders", input.Session.Orders.Count);
        json.WriteNumber("trades", figures.Trades.Count);
        WriteExact(json, "finalEquity", figures.FinalEquity.ToString());
        WriteNumber(json, "totalReturn", figures.TotalReturn);
        WriteNumber(json, "maxDrawdown", figures.MaxDrawdown);
        WriteNumber(json, "sharpe", figures.Daily?.Sharpe);
        WriteText(json, "journalHash", input.JournalHash.Length == 0 ? null : input.JournalHash);
        WriteText(json, "orderListHash", input.Session.OrderListHash);
        WriteNumber(json, "eventsPerSecond", input.EventsPerSecond);
        WriteCounts(json, "whyNoTrades", input.WhyNoTrades, entries);
    }

    private static void WriteMore(Utf8JsonWriter json, ReportInput input, SummaryFigures figures, int entries)
    {
        json.WriteNumber("fills", input.Session.Fills.Count);
        WriteText(json, "kind", ReportWords.Of(input.Kind));
        WriteText(json, "title", input.Title);
        WriteTime(json, "firstMarketTime", input.FirstMarketNanos);
        WriteTime(json, "lastMarketTime", input.LastMarketNanos);
        WriteText(json, "baseCurrency", figures.BaseCurrency);
        WriteExact(json, "deposit", figures.Deposit.ToString());
        json.WriteNumber("days", figures.Daily?.Periods ?? 0);
        WriteNumber(json, "sortino", figures.Daily?.Sortino);
        WriteNumber(json, "cagr", figures.Daily?.Cagr);
        WriteNumber(json, "annualisedVolatility", figures.Daily?.AnnualisedVolatility);
        WriteNumber(json, "winRate", figures.Trades.WinRate);
        WriteNumber(json, "profitFactor", figures.Trades.ProfitFactor);
        WriteExact(json, "tradesPnl", figures.Trades.TotalPnl?.ToString());
        WriteNumber(json, "averagePnl", figures.Trades.AveragePnl);
        WriteNumber(json, "averageReturn", figures.Trades.AverageReturn);
        WriteNumber(json, "averageHeldSeconds", figures.Trades.AverageHeldNanos / UnixNanos.PerSecond);
        WriteNumber(json, "bestReturn", figures.Trades.Best?.ReturnOnCost);
        WriteNumber(json, "worstReturn", figures.Trades.Worst?.ReturnOnCost);
        WriteNumber(json, "exposureTime", figures.ExposureTime);
        json.WriteNumber("openPositions", figures.OpenPositions.Count);
        WriteNumber(json, "averageBuyAndHold", figures.AverageBuyAndHold);
        json.WriteStartObject("buyAndHold");
        foreach (var symbol in figures.BuyAndHold.DistinctBy(symbol => Cut(symbol.Symbol)).Take(entries))
            WriteNumber(json, Cut(symbol.Symbol), symbol.Return);
        json.WriteEndObject();
        json.WriteStartObject("fees");
        foreach (var (asset, fee) in figures.Fees.DistinctBy(fee => Cut(fee.Key)).Take(entries))
            WriteExact(json, Cut(asset), fee.ToString());
        json.WriteEndObject();
        WriteCounts(json, "denials", input.Session.Denials.ToDictionary(denial => denial.Key, denial => (long)denial.Value), entries);
        WriteTrades(json, input, entries);
        WriteParentOrders(json, input, entries);
        json.WriteStartObject("settings");
        foreach (var fact in input.Settings.DistinctBy(fact => Cut(fact.Name)).Take(entries))
            WriteText(json, Cut(fact.Name), fact.Value);
        json.WriteEndObject();
    }

    /// <summary>The first round trips, each with the orders that it consists of; how many more there are is said.</summary>
    private static void WriteTrades(Utf8JsonWriter json, ReportInput input, int entries)
    {
        var trips = input.Session.RoundTrips;
        json.WriteNumber("tradeListLeftOut", Math.Max(0, trips.Count - entries));
        json.WriteStartArray("tradeList");
        foreach (var trip in trips.Take(entries))
        {
            json.WriteStartObject();
            WriteText(json, "symbol", trip.Symbol);
            WriteTime(json, "entryTime", trip.EntryNanos);
            WriteTime(json, "exitTime", trip.ExitNanos);
            WriteExact(json, "quantity", trip.Quantity.ToString());
            WriteExact(json, "pnl", trip.Pnl.ToString());
            WriteNumber(json, "returnOnCost", trip.ReturnOnCost);
            var orders = trip.OrderIds.Split(' ');
            json.WriteStartArray("orders");
            foreach (var id in orders.Take(MostOrdersOfATrade))
                json.WriteStringValue(Cut(id));
            json.WriteEndArray();
            json.WriteNumber("ordersLeftOut", Math.Max(0, orders.Length - MostOrdersOfATrade));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Each order that was worked off in smaller ones, with its shortfall in the quote asset and in basis points; absent when there is none.</summary>
    private static void WriteParentOrders(Utf8JsonWriter json, ReportInput input, int entries)
    {
        var parents = input.Session.ParentOrders;
        if (parents.Count == 0)
            return;
        json.WriteStartArray("parentOrders");
        foreach (var (parent, filled, children, outcome, cost) in parents.Take(entries))
        {
            json.WriteStartObject();
            WriteText(json, "id", parent.AlgorithmId);
            WriteText(json, "symbol", parent.Symbol);
            WriteText(json, "side", parent.Side.ToString());
            WriteText(json, "algorithm", parent.Plan.Kind.ToString());
            WriteExact(json, "quantity", parent.Quantity.ToString());
            WriteExact(json, "filled", filled.ToString());
            json.WriteNumber("children", children);
            WriteText(json, "outcome", outcome);
            WriteExact(json, "shortfall", cost.Total.ToString());
            WriteExact(json, "delay", cost.Delay.ToString());
            WriteExact(json, "execution", cost.Execution.ToString());
            WriteExact(json, "opportunity", cost.Opportunity.ToString());
            WriteExact(json, "fees", cost.Fees.ToString());
            WriteNumber(json, "shortfallBps", cost.Bps(cost.Total));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("parentOrdersLeftOut", Math.Max(0, parents.Count - entries));
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts, int entries)
    {
        var shown = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var ranked = counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal);
        foreach (var (reason, count) in ranked)
        {
            var key = Cut(reason);
            if (!shown.ContainsKey(key) && shown.Count >= entries)
                key = Rest;
            shown[key] = shown.GetValueOrDefault(key) + count;
        }

        json.WriteStartObject(name);
        foreach (var (reason, count) in shown)
            json.WriteNumber(reason, count);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, long? nanos) =>
        WriteText(json, name, nanos is { } time ? UnixNanos.FormatIso(time) : null);

    private static void WriteText(Utf8JsonWriter json, string name, string? text) => json.WriteString(name, text is null ? null : Cut(text));

    /// <summary>An exact decimal with all its digits.</summary>
    private static void WriteExact(Utf8JsonWriter json, string name, string? digits)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(digits ?? "null");
    }

    /// <summary>Ten decimals, no exponent: beyond that a figure is noise, and platforms may differ in the last bits.</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        const double MostPlain = 1e15;
        if (value is not { } number || !double.IsFinite(number))
            json.WriteNull(name);
        else if (Math.Abs(number) >= MostPlain)
            json.WriteNumber(name, number);
        else
            WriteExact(json, name, (Math.Round(number, 10) + 0.0).ToString("0.##########", CultureInfo.InvariantCulture));
    }

    private static string Cut(string text)
    {
        if (text.Length <= MostTextLength)
            return text;
        var length = MostTextLength - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }
}
