using System.Text;
using System.Text.Json;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Output;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Doctor;

/// <summary>What <c>quantum doctor</c> says: a line for each finding, and an exit code.</summary>
internal sealed class DoctorReport(IReadOnlyList<VenueFinding> findings)
{
    public int ExitCode => Worst switch
    {
        FindingLevel.Unreachable => Node.ExitCode.Unreachable,
        FindingLevel.Fail => Node.ExitCode.Found,
        _ => Node.ExitCode.Done,
    };

    private FindingLevel Worst => findings.Select(finding => finding.Level).DefaultIfEmpty(FindingLevel.Ok).Max();

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var finding in findings)
        {
            text.Append($"{WordOf(finding.Level),-11} {finding.Check}: {Shown(finding.Text)}\n");
            if (finding.Advice is { } advice)
                text.Append($"{"",-11}   → {Shown(advice)}\n");
        }

        return text.ToString().TrimEnd();
    }

    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, IndentSize = 2 }))
        {
            json.WriteStartObject();
            json.WriteString("status", WordOf(Worst));
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("level", WordOf(finding.Level));
                json.WriteString("text", Shown(finding.Text));
                if (finding.Advice is { } advice)
                    json.WriteString("advice", Shown(advice));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Shown(string text) => PrintableText.LineOf(SecretText.OfProcess.Hide(text));

    private static string WordOf(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warn => "warn",
        FindingLevel.Fail => "fail",
        _ => "unreachable",
    };
}
