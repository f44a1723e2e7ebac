using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Node.Replay;

/// <summary>The result of a re-run as text and as JSON.</summary>
internal static class ReplayWords
{
    public static string Text(ReplayOutcome outcome)
    {
        var text = new StringBuilder();
        foreach (var run in outcome.Runs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{run.Run}  {run.Turns:N0} turns, {run.Commands:N0} commands: {ResultOf(run)}\n");
            if (run.CutOff is { } reason)
                text.Append(CultureInfo.InvariantCulture, $"          compared as far as it goes{UntilOf(run)}: {reason}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"commands  {outcome.Commands:N0}\nre-run    {outcome.CommandHash}\nsession   {outcome.RecordedHash}\n");
        if (outcome.FirstDifference is not { } difference)
            return text.Append(outcome.Commands == 0 ? "nothing to compare: no intent, cancel or denial is in what is recorded" : "equal: every intent, cancel and denial is the same, byte for byte").ToString();
        text.Append(CultureInfo.InvariantCulture, $"\ndifferent from command {difference.Command} of {difference.Run} on\n");
        text.Append(CultureInfo.InvariantCulture, $"  actor     {difference.Actor}\n  input     {difference.Input}\n");
        text.Append(CultureInfo.InvariantCulture, $"  session   {difference.Recorded ?? "nothing"}\n  re-run    {difference.Replayed ?? "nothing"}\n  state     {difference.State}");
        return difference.Lane is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"\n  lane      {difference.Lane}").ToString();
    }

    private static string ResultOf(RunOutcome run) => run.IsNothing ? "nothing to compare" : run.Difference is null ? "equal" : "different";

    private static string UntilOf(RunOutcome run) => run.RecordedUntilNanos is { } until ? $", until {RecordedUntil.Words(until)}" : "";

    public static string Json(ReplayOutcome outcome)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            WriteResult(json, outcome, null);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>The same fields, of what would have differed.</summary>
    public static string Json(ReplayOutcome outcome, DivergenceReport report)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            WriteResult(json, outcome, report.First?.Cause);
            json.WritePropertyName("divergence");
            DivergenceJson.Write(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void WriteResult(Utf8JsonWriter json, ReplayOutcome outcome, string? cause)
    {
        json.WriteString("session", outcome.Session);
        json.WriteNumber("commands", outcome.Commands);
        json.WriteString("commandHash", outcome.CommandHash);
        json.WriteString("recordedHash", outcome.RecordedHash);
        json.WriteBoolean("equal", outcome.IsEqual);
        json.WritePropertyName("firstDifference");
        Write(json, outcome.FirstDifference, cause);
        json.WriteStartArray("runs");
        foreach (var run in outcome.Runs)
            Write(json, run);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RunOutcome run)
    {
        json.WriteStartObject();
        json.WriteString("run", run.Run);
        json.WriteNumber("turns", run.Turns);
        json.WriteNumber("commands", run.Commands);
        json.WriteBoolean("equal", run.Difference is null);
        json.WriteString("cutOff", run.CutOff);
        json.WriteString("recordedUntil", run.RecordedUntilNanos is { } until ? RecordedUntil.Words(until) : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FirstDifference? difference, string? cause = null)
    {
        if (difference is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("run", difference.Run);
        json.WriteNumber("command", difference.Command);
        json.WriteString("actor", difference.Actor);
        json.WriteString("input", difference.Input);
        json.WriteString("recorded", difference.Recorded);
        json.WriteString("replayed", difference.Replayed);
        json.WriteString("state", difference.State);
        json.WriteString("lane", difference.Lane);
        if (cause is not null)
            json.WriteString("cause", cause);
        json.WriteEndObject();
    }
}
