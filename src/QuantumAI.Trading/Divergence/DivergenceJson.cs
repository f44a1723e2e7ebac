using System.Text.Json;

namespace QuantumAI.Trading.Divergence;

/// <summary>A divergence report as a part of a JSON object. Pure.</summary>
public static class DivergenceJson
{
    /// <summary>Rows beyond this number are counted and left out.</summary>
    public const int MostRows = 1_000;

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, DivergenceReport report)
    {
        json.WriteStartObject();
        json.WriteString("configuration", report.Configuration);
        json.WriteBoolean("otherCode", report.IsOtherCode);
        json.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            json.WriteStartObject();
            json.WriteString("key", change.Key);
            json.WriteString("recorded", change.Recorded);
            json.WriteString("other", change.Other);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("totals");
        json.WriteNumber("decisions", report.Rows.Count);
        foreach (var kind in DivergenceWords.Kinds)
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), report.Counts.GetValueOrDefault(kind));
        json.WriteNumber("cost", Math.Round(report.Cost, 8));
        json.WriteNumber("averageCostBps", Math.Round(report.AverageCostBps, 4));
        json.WriteNumber("averageLaterSeconds", Math.Round(report.AverageLaterNanos / 1e9, 6));
        json.WriteEndObject();
        WriteRows(json, report);
        json.WriteStartArray("notes");
        foreach (var note in report.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, DivergenceReport report)
    {
        json.WriteStartArray("decisions");
        foreach (var row in report.Rows.Take(MostRows))
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
                json.WriteNumber("laterSeconds", Math.Round(later / 1e9, 6));
            else
                json.WriteNull("laterSeconds");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
