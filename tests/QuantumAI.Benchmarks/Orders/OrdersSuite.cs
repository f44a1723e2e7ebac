using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>What an order costs on its way: matching in the simulated exchange.</summary>
internal static class OrdersSuite
{
    public static Suite Create() => new("orders", Rows);

    private static Row[] Rows(RunSize size) => [.. MatchingRows.Of(size)];
}
