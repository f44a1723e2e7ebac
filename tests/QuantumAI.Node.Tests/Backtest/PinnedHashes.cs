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
        "42b81d4dc6b08e7ee20761f9bc688b8a7418eeb96c6feabecc92ad640e942000", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "ca6989b5d64cf6899f73b39615f2456b7cafbaa80e1c7f55c8a4470dc0fd03ca", "b60b038f73ea94a51161a1a9bee0fe01c65fe1af3ed874ba74d9cb7200357e61");

    public static readonly Pinned SpotTicks = new("2f70d515131f7ace744fd2e330ea017c4dcda7d3065eedb2294b383412217b93", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "44ab44d7470277f74161140dd701562f27ee4879955a3efdb3c861f91b3c7d8f", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("fe76ffeb28508ed14ddfcdb1977c5379fde75e13bfcb4532946f9b154b66434f", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "e104b09663d1021cb3034fd1b928d03002fa1b980b38ab51051edf223ed13df4", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
