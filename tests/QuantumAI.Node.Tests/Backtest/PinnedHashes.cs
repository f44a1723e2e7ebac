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
        "60489c2eec4cb82b015e12532177e394eb16b1d5d731d390dc557252225eadf3", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "0ec3a76b3c7b99adcc468acef5b217cfb0cff2ea892adbafbcd2c3b7f6c2cae2", "5c7d37ee2ddfd1187a14403d4ad5b7d0a9e0c3160aa1c9fd1285158b40c3ada3");

    public static readonly Pinned SpotTicks = new("646a8fce4c13f6a2a335211bce3b696da25197763315b0d6ab344ff0e4cafe5c", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "6cfbfb5db631435835241ea6fb2b67959d44060a8d1c6cd42290a8205a0b09f5", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("1a0c605a634e0f1b3e48d9e105807699984e1bedb69c7de0463a074053c50337", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "090f6dfd929bd1e692bb4bb0e2faf728cd307143abbf5b3e27f92be538bbf487", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
