using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Explain;

/// <summary>What the objects of <see cref="StoryJson"/> are made of: places, books, terms, and texts that are cut until everything fits.</summary>
internal static class StoryJsonParts
{
    private const int MostTextLength = 1_024;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="write">Writes the object's fields; the higher the number, the less.</param>
    internal static string Fit(Action<Utf8JsonWriter, int> write)
    {
        for (var shrink = 0; ; shrink++)
        {
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes, Plain))
            {
                json.WriteStartObject();
                write(json, shrink);
                json.WriteEndObject();
            }

            if (bytes.Length <= StoryJson.MostBytes || MostTextLength >> shrink == 0)
                return Encoding.UTF8.GetString(bytes.ToArray());
        }
    }

    internal static void WriteTerms(Utf8JsonWriter json, OrderTerms terms)
    {
        json.WriteString("side", terms.Side.ToString());
        json.WriteString("type", terms.Type.ToString());
        json.WriteString("quantity", terms.Quantity.ToString());
        json.WriteString("limit", terms.Limit?.ToString());
        json.WriteString("trigger", terms.Trigger?.ToString());
        json.WriteNumber("trailingPpm", terms.TrailingPpm);
        json.WriteString("timeInForce", terms.TimeInForce.ToString());
        json.WriteString("expires", terms.ExpiresNanos == 0 ? null : UnixNanos.FormatIso(terms.ExpiresNanos));
        json.WriteBoolean("postOnly", terms.IsPostOnly);
        json.WriteBoolean("reduceOnly", terms.IsReduceOnly);
        json.WriteString("display", terms.Display?.ToString());
    }

    internal static void WritePlace(Utf8JsonWriter json, StoredEvent stored)
    {
        json.WriteNumber("sequence", stored.Sequence);
        json.WriteString("time", UnixNanos.FormatIso(stored.Data.TimeNanos));
        json.WriteString("causation", stored.Data.Cause.Causation);
    }

    internal static void WriteBooks(Utf8JsonWriter json, string name, BooksAfter books)
    {
        json.WriteStartObject(name);
        json.WriteString("position", books.Position.Quantity.ToString());
        json.WriteString("cost", books.Position.Cost.ToString());
        WriteNumber(json, "averageCost", books.Position.Quantity.IsZero ? null : books.Position.AverageCost);
        json.WriteString("realised", books.Position.RealisedPnl.ToString());
        json.WriteStartObject("balances");
        WriteBalance(json, books.BaseAsset, books.Base);
        if (books.QuoteAsset != books.BaseAsset)
            WriteBalance(json, books.QuoteAsset, books.Quote);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBalance(Utf8JsonWriter json, string asset, Balance balance)
    {
        json.WriteStartObject(asset);
        json.WriteString("free", balance.Free.ToString());
        json.WriteString("locked", balance.Locked.ToString());
        json.WriteEndObject();
    }

    internal static void WriteCount(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    /// <summary>At most ten decimals, no exponent.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value is { } number && double.IsFinite(number) ? number.ToString("0.##########", CultureInfo.InvariantCulture) : "null");
    }

    internal static void WriteText(Utf8JsonWriter json, string name, string? text, int shrink)
    {
        var most = MostTextLength >> shrink;
        if (text is null || text.Length <= most)
            json.WriteString(name, text);
        else
            json.WriteString(name, text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…");
    }
}
