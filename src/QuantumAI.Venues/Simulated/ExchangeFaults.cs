using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Simulated;

/// <summary>How often what goes wrong at a simulated exchange, in parts per million. Immutable.</summary>
/// <remarks>“Done” and “undone” say whether the engine has it. Each kind has draws of its own: leaving one out changes no other. Partial fills need no fault.</remarks>
public sealed partial record ExchangeFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static ExchangeFaults None { get; } = new();

    /// <summary>A bit of everything but contradictions: something every few seconds of a busy account.</summary>
    public static ExchangeFaults Everything { get; } = new()
    {
        SilentDonePpm = 8_000,
        SilentUndonePpm = 8_000,
        DroppedDonePpm = 8_000,
        DroppedUndonePpm = 8_000,
        PageDonePpm = 8_000,
        PageUndonePpm = 8_000,
        UnexpectedDonePpm = 8_000,
        UnexpectedUndonePpm = 8_000,
        TimeoutDonePpm = 8_000,
        TimeoutUndonePpm = 8_000,
        BusyPpm = 5_000,
        DisconnectedPpm = 5_000,
        LimitPpm = 3_000,
        BanPpm = 2_000,
        InvisiblePpm = 300_000,
        InvisibleNanos = 8 * UnixNanos.PerSecond,
        DuplicateReportPpm = 50_000,
        LateReportPpm = 30_000,
        ReorderedReportPpm = 50_000,
        LostEventsPpm = 1_000,
        TerminatedEventsPpm = 1_000,
        ClockJumpPpm = 1_000,
        DepthGapPpm = 2_000,
        StaleQuotesPpm = 2_000,
        MarketSilencePpm = 500,
        ShutdownPpm = 1_000,
        CutPpm = 1_000,
        CrossedQuotePpm = 2_000,
    };

    /// <summary>Of calls that change something: done, and never answered.</summary>
    public int SilentDonePpm { get; init; }

    /// <summary>Of the same: lost on the way, and never answered.</summary>
    public int SilentUndonePpm { get; init; }

    /// <summary>Of the same: done, and the connection breaks before the answer.</summary>
    public int DroppedDonePpm { get; init; }

    /// <summary>Of the same: the connection breaks before it is done.</summary>
    public int DroppedUndonePpm { get; init; }

    /// <summary>Of the same: done, and answered with a 5xx page that is not the API's.</summary>
    public int PageDonePpm { get; init; }

    /// <summary>Of all calls: not done, and answered with such a page.</summary>
    public int PageUndonePpm { get; init; }

    /// <summary>Of calls that change something: done, and answered with −1006.</summary>
    public int UnexpectedDonePpm { get; init; }

    /// <summary>Of all calls: not done, and answered with −1006.</summary>
    public int UnexpectedUndonePpm { get; init; }

    /// <summary>Of calls that change something: done, and answered with −1007.</summary>
    public int TimeoutDonePpm { get; init; }

    /// <summary>Of all calls: not done, and answered with −1007.</summary>
    public int TimeoutUndonePpm { get; init; }

    /// <summary>Of all calls: −1008, not done.</summary>
    public int BusyPpm { get; init; }

    /// <summary>Of all calls: −1001, not done.</summary>
    public int DisconnectedPpm { get; init; }

    /// <summary>Of requests that arrive: the address has used up its minute, and is told so (−1003 with 429) until the next one.</summary>
    public int LimitPpm { get; init; }

    /// <summary>Of the same: the address is banned (418) for the first ban of the exchange's limits.</summary>
    public int BanPpm { get; init; }

    /// <summary>Of queries about an order that is younger than <see cref="InvisibleNanos"/>: −2013.</summary>
    public int InvisiblePpm { get; init; }

    /// <summary>How long an order may be unknown to queries.</summary>
    public long InvisibleNanos { get; init; } = 3 * UnixNanos.PerSecond;

    /// <summary>Of execution reports: told again, up to five seconds later.</summary>
    public int DuplicateReportPpm { get; init; }

    /// <summary>Of the same: told one to ten seconds late.</summary>
    public int LateReportPpm { get; init; }

    /// <summary>Of the same: told up to a twentieth of a second late, behind what followed.</summary>
    public int ReorderedReportPpm { get; init; }

    /// <summary>Of reports of trades: told again with another price. An account that hears it must halt, so that no other setting includes it.</summary>
    public int ConflictingReportPpm { get; init; }

    /// <summary>Of ticks (ten in a second): an account's events are lost for <see cref="LengthNanos"/>, and nobody says so.</summary>
    public int LostEventsPpm { get; init; }

    /// <summary>Of ticks: an account's event streams end with <c>eventStreamTerminated</c>.</summary>
    public int TerminatedEventsPpm { get; init; }

    /// <summary>Of ticks: the exchange's clock is wrong by up to <see cref="ClockJumpNanos"/> for <see cref="LengthNanos"/>.</summary>
    public int ClockJumpPpm { get; init; }

    public long ClockJumpNanos { get; init; } = 8 * UnixNanos.PerSecond;

    /// <summary>Of ticks: one to five changes of a symbol's book reach nobody.</summary>
    public int DepthGapPpm { get; init; }

    /// <summary>Of ticks: a symbol's best prices are told no more for <see cref="LengthNanos"/>, while trades and depth go on.</summary>
    public int StaleQuotesPpm { get; init; }

    /// <summary>Of quotes: its bid is above its ask.</summary>
    public int CrossedQuotePpm { get; init; }

    /// <summary>Of ticks: a symbol's streams, or all, are silent for six times <see cref="LengthNanos"/> while the connections live.</summary>
    public int MarketSilencePpm { get; init; }

    /// <summary>Of ticks: a connection is told <c>serverShutdown</c> and ends within five seconds.</summary>
    public int ShutdownPpm { get; init; }

    /// <summary>Of ticks: a connection is closed as one that has lived for 24 hours.</summary>
    public int CutPpm { get; init; }

    /// <summary>Mean length of what lasts.</summary>
    public long LengthNanos { get; init; } = 5 * UnixNanos.PerSecond;
}
