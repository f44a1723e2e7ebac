using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Recording;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Node.Replay;

/// <summary>Says of a command who gave it, on what, and what the account and the agent were then.</summary>
/// <param name="host">The session of the re-run.</param>
/// <param name="decisions">What its agents decided.</param>
/// <param name="agentId">Name of the agent.</param>
internal sealed class CommandPlaces(SessionHost host, DecisionLog decisions, string agentId)
{
    /// <summary>The re-run does it now.</summary>
    /// <param name="input">What its lane is at; null in a world that has no recorded lanes.</param>
    public CommandPlace Doing(SessionCommand command, ReplayedInput? input) => input is null
        ? new CommandPlace(DeciderOf(command), InputOf(command), StateOf(command))
        : new CommandPlace(
            $"{input.Actor} in turn {input.Turn} of lane {input.Lane}", $"{input.Input}, at {UnixNanos.FormatIso(input.StampNanos)}", StateOf(command));

    /// <summary>The session did it, and the re-run has gone beyond it.</summary>
    public CommandPlace Missing(SessionCommand command) => new(
        $"{DeciderOf(command)}, which did nothing there", $"{InputOf(command)}; the session acted on it at {UnixNanos.FormatIso(command.Data.TimeNanos)}", StateOf(command));

    private string DeciderOf(SessionCommand command) => OrderTale.SequenceOf(command.Data.Cause) > 0 && SymbolOf(command) is { } symbol
        ? $"symbol-{symbol}/{agentId}"
        : $"account-{host.Session.Books.Name}";

    private static string InputOf(SessionCommand command) => OrderTale.SequenceOf(command.Data.Cause) is > 0 and var sequence
        ? string.Create(CultureInfo.InvariantCulture, $"market event {sequence}")
        : command.Data.Cause.Causation ?? "not said";

    private string StateOf(SessionCommand command)
    {
        var account = host.Session.Books.Current;
        var symbol = SymbolOf(command);
        var positions = account.Positions.Where(position => symbol is null || position.Symbol == symbol)
            .Select(position => $"{position.AgentId} holds {position.Quantity} {position.Symbol}");
        var exact = symbol is null ? null : decisions.Find(symbol, OrderTale.SequenceOf(command.Data.Cause));
        var signals = (exact is null ? host.Board.Signals.Where(signal => symbol is null || signal.Symbol == symbol) : [exact])
            .Select(signal => $"signal of {signal.Symbol}: {DecisionLog.Words(signal)} on {DecisionLog.Inputs(signal)}");
        return string.Create(CultureInfo.InvariantCulture, $"equity {account.Risk.Equity} {account.BaseCurrency}, {account.OpenOrders.Count} open orders; ")
            + string.Join("; ", [.. positions.DefaultIfEmpty("no position"), .. signals.DefaultIfEmpty("no signal yet")]);
    }

    private string? SymbolOf(SessionCommand command)
    {
        using var payload = JsonDocument.Parse(command.Data.Payload);
        if (payload.RootElement.TryGetProperty("symbol", out var symbol))
            return symbol.GetString();
        return payload.RootElement.TryGetProperty("clientOrderId", out var id) && OrderOf(id.GetString()!) is { } order ? order.Symbol : null;
    }

    private Domain.Orders.Order? OrderOf(string id)
    {
        Account account = host.Session.Books.Current;
        return account.Orders.GetValueOrDefault(id);
    }
}
