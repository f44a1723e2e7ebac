using System.Buffers;
using System.Text.Json;

namespace QuantumAI.Trading.Divergence;

/// <summary>A divergence report as a part of a JSON object. Pure.</summary>
public static class DivergenceJson
{
    /// <summary>Bytes of a whole text that has a report in it: decisions beyond it are counted and left out.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostChangesBytes = 16 * 1024;
    private const int RestBytes = 512;

    /// <summary>Writes one object, as the last of a text.</summary>
    public static void Write(Utf8JsonWriter json, DivergenceReport report)
    {
        json.WriteStartObject();
        json.WriteString("configuration", report.Configuration);
        json.WriteBoolean("otherCode", report.IsOtherCode);
        json.WriteStartArray("changes");
        var leftOut = WriteFitting(json, report.Changes, WriteChange, BytesOf(json) + MostChangesBytes);
        json.WriteEndArray();
        json.WriteNumber("changesLeftOut", leftOut);
        json.WriteStartObject("totals");
        json.WriteNumber("decisions", report.Rows.Count);
        foreach (var kind in DivergenceWords.Kinds)
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), report.Counts.GetValueOrDefault(kind));
        json.WriteNumber("cost", Math.Round(report.Cost, 8));
        json.WriteString("currency", report.Currency);
        json.WriteNumber("averageCostBps", Math.Round(report.AverageCostBps, 4));
        json.WriteNumber("averageLaterSeconds", Math.Round(report.AverageLaterNanos / 1e9, 6));
        json.WriteEndObject();
        json.WriteStartArray("notes");
        foreach (var note in report.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("decisions");
        leftOut = WriteFitting(json, report.Rows, DivergenceRowJson.Write, MostBytes - RestBytes);
        json.WriteEndArray();
        json.WriteNumber("decisionsLeftOut", leftOut);
        json.WriteEndObject();
    }

    /// <summary>Writes the first of the items, as many as fit.</summary>
    /// <returns>How many do not.</returns>
    private static int WriteFitting<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write, long mostBytes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var written = 0; written < items.Count; written++)
        {
            buffer.ResetWrittenCount();
            using (var one = new Utf8JsonWriter(buffer))
                write(one, items[written]);
            if (BytesOf(json) + buffer.WrittenCount + 1 > mostBytes)
                return items.Count - written;
            json.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
        }

        return 0;
    }

    private static long BytesOf(Utf8JsonWriter json) => json.BytesCommitted + json.BytesPending;

    private static void WriteChange(Utf8JsonWriter json, ConfigurationChange change)
    {
        json.WriteStartObject();
        json.WriteString("key", change.Key);
        json.WriteString("recorded", change.Recorded);
        json.WriteString("other", change.Other);
        json.WriteEndObject();
    }
}
