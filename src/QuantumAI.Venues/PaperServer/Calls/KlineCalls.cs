using System.Text.Json;
using System.Text.RegularExpressions;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Bars.</summary>
internal static partial class KlineCalls
{
    public static void Klines(CallContext context)
    {
        var market = context.NeedMarket();
        var interval = KlineInterval.Find(context.Given.Need("interval")) ?? throw RequestParameters.Refuse(SpotErrorCode.BadInterval);
        var limit = context.Limit(500, 1_000);
        var (start, end) = (context.FindTime("startTime"), context.FindTime("endTime"));
        var offset = ReadZone(context.Given);
        context.RequireAllRead();
        market.TellKlines(context.NowNanos);
        if (offset != 0 && interval.Nanos >= UnixNanos.PerHour)
        {
            var bars = market.Klines.Shifted(interval, offset).Where(row => !(row.OpenNanos < start) && !(row.OpenNanos > end)).ToList();
            Write(context, market.Instrument, interval, offset, start is null ? bars.TakeLast(limit) : bars.Take(limit));
            return;
        }

        Write(context, market.Instrument, interval, 0, Between(market.Klines.Of(interval).Rows, start, end, limit));
    }

    /// <summary><c>-1:00</c>, <c>05:45</c>, <c>0</c>, <c>4</c> as nanoseconds east of Greenwich.</summary>
    public static long ReadZone(RequestParameters given)
    {
        if (given.Find("timeZone") is not { } text)
            return 0;
        var match = Zone().Match(text);
        if (!match.Success)
            throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "timeZone");
        var hours = int.Parse(match.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        var minutes = match.Groups[3].Success ? int.Parse(match.Groups[3].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var offset = ((hours * UnixNanos.PerHour) + (minutes * UnixNanos.PerMinute)) * (match.Groups[1].Value == "-" ? -1 : 1);
        return minutes < 60 && offset is >= -12 * UnixNanos.PerHour and <= 14 * UnixNanos.PerHour
            ? offset : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "timeZone");
    }

    /// <summary>A bar as an array of twelve.</summary>
    private static void Write(CallContext context, Instrument instrument, KlineInterval interval, long offset, IEnumerable<KlineRow> rows)
    {
        var json = context.Json;
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartArray();
            json.WriteNumberValue(context.Time(row.OpenNanos));
            WritePrice(json, row.Open, instrument);
            WritePrice(json, row.High, instrument);
            WritePrice(json, row.Low, instrument);
            WritePrice(json, row.Close, instrument);
            json.WriteStringValue(WireText.Of(row.Volume));
            json.WriteNumberValue(context.Time(interval.CloseOf(row.OpenNanos + offset) - offset));
            json.WriteStringValue(WireText.Of(row.QuoteVolume));
            json.WriteNumberValue(row.Trades);
            json.WriteStringValue(WireText.Of(row.TakerBuyVolume));
            json.WriteStringValue(WireText.Of(row.TakerBuyQuote));
            json.WriteStringValue("0");
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<KlineRow> Between(BoundedHistory<KlineRow> rows, long? start, long? end, int limit)
    {
        var stop = end is { } last ? rows.FirstNotBelow(last + 1, static row => row.OpenNanos) : rows.Count;
        var first = start is { } from ? rows.FirstNotBelow(from, static row => row.OpenNanos) : Math.Max(0, stop - limit);
        for (var i = first; i < stop && i < first + limit; i++)
            yield return rows[i];
    }

    private static void WritePrice(Utf8JsonWriter json, long units, Instrument instrument) => json.WriteStringValue(WireText.Of(units, instrument.PriceScale));

    [GeneratedRegex("^([+-]?)([0-9]{1,2})(?::([0-9]{2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();
}
