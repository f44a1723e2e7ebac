using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>What the desk understands.</summary>
public abstract record DeskMessage;

/// <summary>Ask the venue.</summary>
/// <param name="Call">What.</param>
/// <param name="Answered">Called once on the desk's lane; tells an actor and does nothing else.</param>
public sealed record AskVenue(SpotCall Call, Action<SpotAnswer> Answered) : DeskMessage;

/// <summary>The venue refused a time of ours elsewhere: measure it anew before anything is signed.</summary>
public sealed record ClockDoubted : DeskMessage;

/// <summary>The venue's limits, of exchangeInfo.</summary>
public sealed record LimitsFound(IReadOnlyList<RateLimit> Limits) : DeskMessage;

/// <summary>How the desk sends.</summary>
/// <param name="RecvWindow">How long after its time stamp the venue may take a request.</param>
/// <param name="Patience">Machine time after which an answer is not waited for any more; above the venue's own 10 s.</param>
/// <param name="LeaseNanos">World time for which the account is still owned; null = for ever.</param>
public sealed record DeskSettings(TimeSpan RecvWindow, TimeSpan Patience, Func<long, long>? LeaseNanos = null);
