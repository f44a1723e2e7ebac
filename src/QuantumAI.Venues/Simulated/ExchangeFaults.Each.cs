namespace QuantumAI.Venues.Simulated;

/// <content>All rates by the names under which faults are reported.</content>
public sealed partial record ExchangeFaults
{
    /// <summary>The same with other rates: to draw them for a seed, or to leave one kind out and see whether a failure stays.</summary>
    /// <param name="rate">From a kind, as it is reported when it happens, and its rate to the new rate; called once for each, in one order.</param>
    public ExchangeFaults Each(Func<string, int, int> rate) => this with
    {
        SilentDonePpm = rate("call-done-silent", SilentDonePpm),
        SilentUndonePpm = rate("call-undone-silent", SilentUndonePpm),
        DroppedDonePpm = rate("call-done-dropped", DroppedDonePpm),
        DroppedUndonePpm = rate("call-undone-dropped", DroppedUndonePpm),
        PageDonePpm = rate("call-done-5xx", PageDonePpm),
        PageUndonePpm = rate("call-undone-5xx", PageUndonePpm),
        UnexpectedDonePpm = rate("call-done-1006", UnexpectedDonePpm),
        UnexpectedUndonePpm = rate("call-undone-1006", UnexpectedUndonePpm),
        TimeoutDonePpm = rate("call-done-1007", TimeoutDonePpm),
        TimeoutUndonePpm = rate("call-undone-1007", TimeoutUndonePpm),
        BusyPpm = rate("call-1008", BusyPpm),
        DisconnectedPpm = rate("call-1001", DisconnectedPpm),
        LimitPpm = rate("limit-429", LimitPpm),
        BanPpm = rate("ban-418", BanPpm),
        InvisiblePpm = rate("order-invisible", InvisiblePpm),
        DuplicateReportPpm = rate("report-duplicate", DuplicateReportPpm),
        LateReportPpm = rate("report-late", LateReportPpm),
        ReorderedReportPpm = rate("report-reordered", ReorderedReportPpm),
        ConflictingReportPpm = rate("report-conflicting", ConflictingReportPpm),
        LostEventsPpm = rate("events-lost", LostEventsPpm),
        TerminatedEventsPpm = rate("events-terminated", TerminatedEventsPpm),
        ClockJumpPpm = rate("clock-jump", ClockJumpPpm),
        DepthGapPpm = rate("depth-gap", DepthGapPpm),
        StaleQuotesPpm = rate("quotes-stale", StaleQuotesPpm),
        CrossedQuotePpm = rate("quote-crossed", CrossedQuotePpm),
        MarketSilencePpm = rate("market-silent", MarketSilencePpm),
        ShutdownPpm = rate("server-shutdown", ShutdownPpm),
        CutPpm = rate("connection-24h", CutPpm),
    };
}
