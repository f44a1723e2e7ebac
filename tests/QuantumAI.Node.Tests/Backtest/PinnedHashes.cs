namespace QuantumAI.Node.Tests.Backtest;

/// <summary>What back-tests of known files came to, in every world and on every machine.</summary>
/// <remarks>
/// A difference means that decisions changed. When that was intended: run
/// <c>dotnet test tests/QuantumAI.Node.Tests --filter PinnedHashTests</c>, check in the report of
/// <c>quantum backtest</c> that the new orders are the ones meant, and copy the hashes from the failures into this file, in the
/// commit that changed the decisions. <see cref="Pinned.OrderList"/> changes with orders only;
/// <see cref="Pinned.Journal"/> also with event fields, causes and the configuration, whose hash the journal's first event holds.
/// </remarks>
internal static class PinnedHashes
{
    /// <summary>SHA-256 of no orders.</summary>
    private const string NoOrders = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static readonly Pinned GeneratedBars = new(
        "8b8ad46c23baf62cb71459ea58de43d5a3968522b33b029a4f3e08c50278476f", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "393bc6245f938a68a65d9ce3a1be536c2590bfe6e30bc0543dd0b074fdd36012", "5c7d37ee2ddfd1187a14403d4ad5b7d0a9e0c3160aa1c9fd1285158b40c3ada3");

    public static readonly Pinned SpotTicks = new("d231917b061b5d7ec6315b12854519504245514b6aa1e52b42dfaecd7f4ba18f", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "683db3e6a11586932f97b485351ac41aa5d49e377b87f01cb506364df093a79d", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("c82ce46d24a2c78e1b48af4ad96f7c6f0b22d7482fefa07aed3e2d66a5adffbb", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "47c46e2594178fa0845cc6fa9831ed7ebe664873c6dd4fb48c2997e60c45c1bc", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
