namespace QuantumAI.Node.Tests.Backtest;

/// <summary>What back-tests of known files came to, in every world and on every machine.</summary>
/// <remarks>
/// A difference means that decisions changed. When that was intended: run
/// <c>dotnet test tests/QuantumAI.Node.Tests --filter PinnedHashTests</c>, check in the report of
/// <c>quantum backtest</c> that the new orders are the ones meant, and copy the hashes from the failures into this file, in the
/// commit that changed the decisions. <see cref="Pinned.OrderList"/> changes with orders only;
/// <see cref="Pinned.Journal"/> also with event fields and with the configuration, whose hash the journal's first event holds.
/// </remarks>
internal static class PinnedHashes
{
    /// <summary>SHA-256 of no orders.</summary>
    private const string NoOrders = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static readonly Pinned GeneratedBars = new(
        "4a65cd334526a77d572f0ccb09cb1e47ffc0ae3fdb3d5bd0ab34e99083e5eabc", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "4e74e7ea42763f8baf4c95ddec9d5d58b94128faf7a424b6f6e9d72fa81839eb", "5c7d37ee2ddfd1187a14403d4ad5b7d0a9e0c3160aa1c9fd1285158b40c3ada3");

    public static readonly Pinned SpotTicks = new("05b556b0187fa3ee632c44af70191570c2b402d26f361b9bef521b4b82671109", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "68993f8baba22a63e676be24d4788a8157438d1276ced440010710fa9c840246", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("96fda906d81611d61c83a61a890e6aab6c683ce4638515397be20513f596067c", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "df2e3be667f5b5e6bb0cbf6faea7cc26074c7d3cf4dc35f0afc295248fe99826", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
