using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Execution;

/// <summary>The reason of a child order: <c>twap:PARENT#3</c>. It ties the child to its parent in the journal.</summary>
public static class AlgorithmChild
{
    private static readonly string[] Kinds = ["twap", "vwap", "pov", "iceberg"];

    public static string ReasonOf(ParentOrder parent, int child) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kinds[(int)parent.Plan.Kind - 1]}:{parent.AlgorithmId}#{child}");

    /// <summary>The parent's id and the child's number; false for the reason of any other order.</summary>
    public static bool TryParse(string? reason, out string algorithmId, out int child)
    {
        (algorithmId, child) = ("", -1);
        var (colon, hash) = (reason?.IndexOf(':', StringComparison.Ordinal) ?? -1, reason?.LastIndexOf('#') ?? -1);
        if (colon <= 0 || hash <= colon + 1 || Array.IndexOf(Kinds, reason![..colon]) < 0
            || !int.TryParse(reason.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out child))
            return false;
        algorithmId = reason[(colon + 1)..hash];
        return true;
    }
}

/// <summary>A parent order that is being worked off. Immutable.</summary>
/// <param name="Parent">The order.</param>
/// <param name="ArrivalPrice">Middle of the market when the work began.</param>
/// <param name="StartedNanos">World time of that.</param>
/// <param name="Filled">Sum of all children's fills.</param>
/// <param name="LastChild">Number of the last child that was approved; −1 before the first.</param>
public sealed record RunningAlgorithm(ParentOrder Parent, Price ArrivalPrice, long StartedNanos, Quantity Filled, int LastChild = -1);

/// <summary>The parent orders of an account that are being worked off, folded from its events. Belongs to its account.</summary>
public sealed class AlgorithmBook
{
    private readonly Dictionary<string, RunningAlgorithm> _running = [];
    private readonly Dictionary<string, string> _parentOf = [];
    private readonly HashSet<string> _used = [];

    public IReadOnlyDictionary<string, RunningAlgorithm> Running => _running;

    /// <summary>True when the name was ever used in this account.</summary>
    public bool IsUsed(string algorithmId) => _used.Contains(algorithmId);

    /// <summary>The running parent of an order; null for every other order.</summary>
    public RunningAlgorithm? ParentOf(string clientOrderId) => _parentOf.TryGetValue(clientOrderId, out var id) ? _running.GetValueOrDefault(id) : null;

    internal void Start(AlgorithmStarted started, long timeNanos)
    {
        Guard.That(_used.Add(started.Parent.AlgorithmId), "an algorithm's id is used once");
        _running[started.Parent.AlgorithmId] = new RunningAlgorithm(
            started.Parent, started.ArrivalPrice, timeNanos, started.Parent.Quantity - started.Parent.Quantity);
    }

    internal void End(AlgorithmEnded ended)
    {
        Guard.That(_running.Remove(ended.AlgorithmId), "only a running algorithm ends");
        foreach (var (child, _) in _parentOf.Where(child => child.Value == ended.AlgorithmId).ToList())
            _parentOf.Remove(child);
    }

    internal void Intend(OrderIntended intended)
    {
        if (!AlgorithmChild.TryParse(intended.Reason, out var id, out var child) || !_running.TryGetValue(id, out var running))
            return;
        _parentOf[intended.ClientOrderId] = id;
        _running[id] = running with { LastChild = child };
    }

    internal void Fill(OrderFilled filled)
    {
        if (ParentOf(filled.ClientOrderId) is { } running)
            _running[running.Parent.AlgorithmId] = running with { Filled = running.Filled + filled.Quantity };
    }
}
