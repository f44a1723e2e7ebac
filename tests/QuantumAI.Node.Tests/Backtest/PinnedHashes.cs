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
        "ff56d6f145373331d84b54796f8ac15315a929b79089ed177af12348ecdd32f7", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "99b326e4a8b8685df65a5fd2022282af65a4bbbb61bb1cdbad83c152f05c2958", "b60b038f73ea94a51161a1a9bee0fe01c65fe1af3ed874ba74d9cb7200357e61");

    public static readonly Pinned SpotTicks = new("0bae284e8afa2f06547929fe730f2ddda375486a346de104d1b055530781ec35", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "c5f2622c34dcd34b7fe856544e25f59bbab86a4dbb1f0b19e9bff08352b55553", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("03ad75be67be8a4329c6f53d95bbe464000d20772b5f45b281ffe3bf5824a113", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "e92b1bfb182802a11baa2dc4bc92cf3062edaaf7babc93c179c169a68bca76f0", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
