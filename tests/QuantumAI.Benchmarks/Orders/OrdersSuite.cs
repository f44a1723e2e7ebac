using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>What an order costs between the strategy's wish and its fill: risk, then matching.</summary>
internal static class OrdersSuite
{
    public static Suite Create() => new("orders", size => [.. RiskRows.Create(size), .. MatchingRows.Of(size)]);
}
