using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Divergence;

/// <summary>One decision of a divergence report as an object: its sentences, and the same as data. Pure.</summary>
internal static class DivergenceRowJson
{
    internal static void Write(Utf8JsonWriter json, DivergenceRow row)
    {
        json.WriteStartObject();
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(row.Kind.ToString()));
        json.WriteString("agent", row.Key.AgentId);
        json.WriteString("symbol", row.Key.Symbol);
        json.WriteNumber("marketEvent", row.Key.Sequence);
        json.WriteString("session", row.Session?.Words());
        json.WriteString("shadow", row.Shadow?.Words());
        json.WriteNumber("costBps", Math.Round(row.CostBps, 4));
        json.WriteNumber("cost", Math.Round(row.Cost, 8));
        if (row.LaterNanos is { } later)
        {
            json.WriteNumber("laterSeconds", Math.Round(later / 1e9, 6));
            json.WriteNumber("laterNanos", later);
        }
        else
        {
            json.WriteNull("laterSeconds");
            json.WriteNull("laterNanos");
        }

        json.WriteBoolean("otherSize", row.IsOtherSize);
        WriteOrder(json, "sessionOrder", row.Session);
        WriteOrder(json, "shadowOrder", row.Shadow);
        json.WriteEndObject();
    }

    /// <summary>What the sentence says, as data; what there is not is left out, because room is short.</summary>
    private static void WriteOrder(Utf8JsonWriter json, string name, OrderTale? tale)
    {
        if (tale is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("decidedAt", UnixNanos.FormatIso(tale.DecidedNanos));
        json.WriteString("side", tale.Side.ToString());
        WriteExact(json, "quantity", tale.Quantity);
        if (tale.DeniedBy is { } rule)
            json.WriteString("deniedBy", rule);
        else
            json.WriteString("type", tale.Type);
        if (!tale.Filled.IsZero)
        {
            WriteExact(json, "filled", tale.Filled);
            json.WriteNumber("price", Math.Round(tale.Price, 8));
            json.WriteString("filledAt", UnixNanos.FormatIso(tale.FirstFillNanos));
        }

        if (tale.End is { } end)
            json.WriteString("end", end);
        json.WriteEndObject();
    }

    /// <summary>A plain number with all its digits.</summary>
    private static void WriteExact(Utf8JsonWriter json, string name, Quantity quantity)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(quantity.ToString());
    }
}
