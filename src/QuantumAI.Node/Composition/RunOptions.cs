using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Composition;

/// <summary>What <c>quantum paper</c> and <c>quantum live</c> were asked for.</summary>
/// <param name="Seed">Seed of the market and the world; null = the journal's, or 1.</param>
/// <param name="ForNanos">Market time from the session's start to its end; null = until stopped.</param>
/// <param name="Speed">Market seconds per machine second; null = as fast as the machine can, in the virtual world.</param>
/// <param name="Replay">A market file instead of the synthetic market.</param>
/// <param name="Symbol">Symbol of the file, where it names none.</param>
/// <param name="IntervalNanos">Bar length; null = the configuration's.</param>
/// <param name="DataDir">Where the journal and the venue's books are.</param>
/// <param name="Port">Port of the status pages; null = the configuration's, moving on when taken.</param>
internal sealed record RunOptions(
    QuantumSettings Settings, ulong? Seed, long? ForNanos, double? Speed, string? Replay, string? Symbol, TimeZoneInfo TimeZone,
    long? IntervalNanos, string DataDir, int? Port)
{
    /// <summary>An exchange outside this process; null = the market is made up or recorded, and the venue is the built-in one.</summary>
    public RemoteExchange? Remote { get; init; }

    /// <summary>What the journal is about: paper or live.</summary>
    public string Environment => Remote is { IsLive: true } ? JournalPlace.Live : JournalPlace.Paper;
}
