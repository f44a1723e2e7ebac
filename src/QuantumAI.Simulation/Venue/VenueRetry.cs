using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Venue;

/// <summary>How the built-in venue waits for books that cannot be written now: for live worlds, where waiting helps.</summary>
/// <param name="Changed">An outage begins, goes on (with another reason), or, when null, is over. Called on the venue's lane.</param>
public sealed record VenueRetry(Action<JournalOutage?> Changed)
{
    /// <summary>Requests that wait for the end of an outage; one beyond is lost, as on a line that is down: whoever sent it asks again.</summary>
    public int MostRequests { get; init; } = 65_536;

    /// <summary>Machine time before the first new attempt; doubled up to <see cref="MostPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The books are tried again this often at the least, without an end.</summary>
    public TimeSpan MostPause { get; init; } = TimeSpan.FromSeconds(2);
}
