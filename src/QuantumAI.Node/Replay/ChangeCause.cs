using System.Text.Json;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Node.Replay;

/// <summary>Why a decision changed, in words.</summary>
internal static class ChangeCause
{
    private const int MostKeys = 6;
    private static readonly string[] Telling = ["side", "quantity", "symbol", "rule", "detail", "reason"];

    /// <param name="session">What the session did; null when nothing.</param>
    /// <param name="rerun">What is done now; null when nothing.</param>
    /// <param name="before">What the agents decided with the recorded configuration; null when that is not known.</param>
    /// <param name="now">What they decide now.</param>
    /// <param name="changes">Keys that differ.</param>
    /// <param name="isOtherCode">The code differs.</param>
    public static string Of(
        SessionCommand? session, SessionCommand? rerun, DecisionLog? before, DecisionLog now, IReadOnlyList<ConfigurationChange> changes, bool isOtherCode)
    {
        var command = (session ?? rerun)!.Value;
        using var payload = JsonDocument.Parse(command.Data.Payload);
        var symbol = payload.RootElement.TryGetProperty("symbol", out var named) ? named.GetString()! : "";
        var sequence = OrderTale.SequenceOf(command.Data.Cause);
        var because = Because(changes, isOtherCode);
        var place = symbol.Length == 0 ? $"market event {sequence}" : $"{symbol}, market event {sequence}";
        var (then, today) = (before?.Find(symbol, sequence), now.Find(symbol, sequence));
        if (today is null)
            return $"{place}: no agent decided there{because}";
        if (then is not null && then.Signal != today.Signal)
            return $"{place}: the agent decided {DecisionLog.Words(then)}, and now {DecisionLog.Words(today)}, on {DecisionLog.Inputs(today)}{because}";
        if (then is null && session is { } done && rerun is null)
            return $"{place}: the session came to {Short(done)}, and now the agent decides {DecisionLog.Words(today)}, on {DecisionLog.Inputs(today)}{because}";
        return $"{place}: the agent decides {DecisionLog.Words(today)}; what follows from it differs: {(session is { } one ? Short(one) : "nothing")} in the session, {(rerun is { } other ? Short(other) : "nothing")} now{because}";
    }

    private static string Because(IReadOnlyList<ConfigurationChange> changes, bool isOtherCode)
    {
        var keys = string.Join(", ", changes.Take(MostKeys).Select(change => $"{change.Key} {change.Recorded ?? "nothing"} → {change.Other ?? "nothing"}"));
        var more = changes.Count > MostKeys ? $" and {changes.Count - MostKeys} more keys" : "";
        return (changes.Count, isOtherCode) switch
        {
            (0, true) => "; the code differs, the configuration does not",
            (0, false) => "; neither code nor configuration differs",
            (_, true) => $"; the code differs, and so does {keys}{more}",
            _ => $"; what differs is {keys}{more}",
        };
    }

    private static string Short(SessionCommand command)
    {
        using var payload = JsonDocument.Parse(command.Data.Payload);
        var parts = Telling
            .Where(name => payload.RootElement.TryGetProperty(name, out _))
            .Select(name => payload.RootElement.GetProperty(name).ToString());
        return $"{command.Data.Type} ({string.Join(" ", parts)})";
    }
}
