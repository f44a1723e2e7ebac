namespace QuantumAI.Trading;

/// <summary>Branches of trading that are rarely run: a simulation says which of them it has reached, and which never.</summary>
public static class TradingProbes
{
    public const string TooLateToSend = "orders/too-late-to-send";
    public const string UnknownForLong = "orders/unknown-for-long";
    public const string ReportWithoutNews = "orders/report-without-news";
    public const string FillFoundByQuery = "orders/fill-found-by-query";
    public const string VenueContradicts = "orders/venue-contradicts";
    public const string Oversold = "orders/oversold-by-an-agent";
    public const string CancelRefused = "orders/cancel-refused";
    public const string LinkLostWhileComparing = "reconciliation/link-lost-while-comparing";
    public const string AskedAgain = "reconciliation/asked-again";
    public const string ReadAgain = "reconciliation/read-again";
    public const string ForeignFound = "reconciliation/foreign-found";
    public const string LateExits = "risk/late-exits";
    public const string ReleaseRefused = "risk/release-refused";
    public const string DecidedInOutage = "risk/decided-in-outage";
    public const string CrossedBar = "market/bar-closed-on-crossed-quotes";
    public const string GappedBar = "market/bar-closed-after-a-gap";

    /// <summary>Places where a simulation makes happen what is allowed and unlikely.</summary>
    public const string AskedForAtOnce = "order-asked-for-at-once";
    public const string LateAtOnce = "order-too-late-at-once";
    public const string AlgorithmLate = "algorithm-late";
    public const string ComparedAtOnce = "reconciliation-at-once";
    public const string LeaseRefused = "lease-refused";
    public const string BarAfterGap = "bar-after-a-gap";

    /// <summary>Those places.</summary>
    public static IReadOnlyList<string> Unlikely { get; } = [AskedForAtOnce, LateAtOnce, AlgorithmLate, ComparedAtOnce, LeaseRefused, BarAfterGap];

    /// <summary>Every branch.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TooLateToSend, UnknownForLong, ReportWithoutNews, FillFoundByQuery, VenueContradicts, Oversold, CancelRefused, LinkLostWhileComparing, AskedAgain,
        ReadAgain, ForeignFound, LateExits, ReleaseRefused, DecidedInOutage, CrossedBar, GappedBar,
    ];
}
