using System.Globalization;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Portfolio;

/// <summary>The words that account events name their causes with. What belongs to an order is correlated by its client order id.</summary>
/// <remarks>Made of what the decision knew and of nothing else, so that a repeated run writes the same. Thread safe.</remarks>
public static class AccountCause
{
    /// <summary>The account's first start.</summary>
    public static EventCause Opening => new("opening", null);

    /// <summary>A mark that reached a limit. A mark that only draws the equity curve has no cause: it would say the same each time.</summary>
    public static EventCause Mark => new("mark", null);

    /// <summary>A reduction that the gate itself orders: a mark beyond a limit, or an operator's flatten.</summary>
    public static EventCause Reduction(string by, string clientOrderId) => new(Bounded(by), clientOrderId);

    /// <summary>What the venue answered about all balances.</summary>
    public static EventCause Books => new("reconciliation", null);

    /// <summary>An order that follows from an agent's decision at a market event.</summary>
    public static EventCause Decision(string agentId, string symbol, long sequence, string clientOrderId) => new(BarOf(agentId, symbol, sequence), clientOrderId);

    /// <summary>No order came of an agent's decision: it belongs to the agent's book.</summary>
    public static EventCause Denial(string agentId, string symbol, long sequence) => new(BarOf(agentId, symbol, sequence), Bounded($"{agentId}/{symbol}"));

    /// <summary>The venue's word about an order, under its own id where it gave one.</summary>
    public static EventCause Venue(string clientOrderId, string? venueOrderId) =>
        new(venueOrderId is null ? "venue" : Bounded($"venue:{venueOrderId}"), clientOrderId);

    public static EventCause Trade(string clientOrderId, string symbol, long tradeId) =>
        new(Bounded(string.Create(CultureInfo.InvariantCulture, $"trade:{symbol}/{tradeId}")), clientOrderId);

    /// <summary>What a query found.</summary>
    public static EventCause Query(string clientOrderId) => new("reconciliation", clientOrderId);

    /// <summary>Nothing was heard in time.</summary>
    public static EventCause Deadline(string clientOrderId) => new("deadline", clientOrderId);

    /// <summary>Somebody asked for an order's end or change.</summary>
    public static EventCause Request(string clientOrderId) => new("request", clientOrderId);

    /// <summary>A held order's condition was met, or its price was followed.</summary>
    public static EventCause Trigger(string clientOrderId, long sequence) =>
        new(string.Create(CultureInfo.InvariantCulture, $"price:#{sequence}"), clientOrderId);

    /// <summary>An entry was filled after its end.</summary>
    public static EventCause LateFill(string clientOrderId) => new("late-fill", clientOrderId);

    /// <summary>The work on a large order begins or ends; correlated by its name.</summary>
    public static EventCause Algorithm(string algorithmId) => new("algorithm", Bounded(algorithmId));

    public static EventCause Operator(string name) => new(Bounded($"operator:{name}"), null);

    private static string BarOf(string agentId, string symbol, long sequence) => Bounded(string.Create(
        CultureInfo.InvariantCulture, $"bar:{agentId}/{symbol}#{sequence}"));

    private static string Bounded(string text) => text.Length <= EventCause.MostChars ? text : text[..EventCause.MostChars];
}
