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
        "1545c28e096a17af0dca5e459744418e4634b2a19cc124db669969cb7b56868e", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "264c5725682e5d51b14f50f456e55d440b0a323ae612ce9c86932190c65a54bc", "b60b038f73ea94a51161a1a9bee0fe01c65fe1af3ed874ba74d9cb7200357e61");

    public static readonly Pinned SpotTicks = new("f85fb7918286acbf9aac432b7281363925d09c289b5db3dd175c944c46b56b76", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "cc64669af5d542002a2b1a46fd60dea9353abfae08fcb5a711649a25b44ba668", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("364140b5cfe7a955bd177e1ad1bf7954ad36a25f35264f55fc203700049477c4", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "cc90256b78fc7d2cb1cd6dcbbefb77bff82f3bd61a39ba1ba75319457d23dc2e", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
