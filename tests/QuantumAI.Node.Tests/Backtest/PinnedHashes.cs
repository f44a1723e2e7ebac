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
        "3c5e8191e82da191397173086f3eeb33620452d470d61fb9cec39dd2ef76b211", "b66c99becd382fe0827a3d83f3489c7430f146799dc94986d4fb5d2fa3ae49f9");

    public static readonly Pinned CoinbaseBars = new(
        "890f797fa860a6c338362834635e7a1d342a9cf9cb22bac3a8b5976c665f0b42", "5c7d37ee2ddfd1187a14403d4ad5b7d0a9e0c3160aa1c9fd1285158b40c3ada3");

    public static readonly Pinned SpotTicks = new("e174f7cf4efc8b358b40c78e90ef485dd839c6b798620323c1772ec14cd71890", NoOrders);

    public static readonly Pinned SpotTicksBySecond = new(
        "cc31d9206a21a70684ed64f11078abb73c2b3a94703b22cb11d7d2d102ef1b03", "cd15e0442ffe50086a03f54412e8963c0719eb77b52c81a1f97495179030ac28");

    public static readonly Pinned FuturesTicks = new("fd09a5a07245f3d0c1a6f4d36288b3c2925e5d50a986c88d24dbd3f920344f09", NoOrders);

    public static readonly Pinned FuturesTicksBySecond = new(
        "0d9f643752046ac1244afd6729162bfdb38477acf1512525c6caaec790db6681", "804fe2640552cb8bb3b03534450b87f4e9648e617d1d1871d4233e388ab4d6be");
}

/// <summary>The two hashes of a back-test.</summary>
internal sealed record Pinned(string Journal, string OrderList);
