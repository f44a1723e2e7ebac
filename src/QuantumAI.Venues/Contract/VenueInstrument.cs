using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Contract;

/// <summary>An instrument as its venue describes it at present.</summary>
/// <param name="Instrument">With the venue's filters: steps, lots, minimums, status.</param>
/// <param name="Status">In the venue's word.</param>
/// <param name="OpensNothing">Why no position may be opened now, in words; null when one may. Closing is let through as far as the venue takes it.</param>
/// <param name="Hours">When it trades, earliest first; empty = round the clock.</param>
public sealed record VenueInstrument(Instrument Instrument, string Status, string? OpensNothing, IReadOnlyList<TradingHours> Hours);

/// <summary>A time in which orders are matched, UTC: a day's main session, its opening auction.</summary>
/// <param name="Name">In the venue's word.</param>
/// <param name="OpensNanos">First instant.</param>
/// <param name="ClosesNanos">First instant after it.</param>
public sealed record TradingHours(string Name, long OpensNanos, long ClosesNanos);
