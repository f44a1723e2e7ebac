using QuantumAI.Domain.Instruments;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Composition;

/// <summary>Where a session's market comes from and where its orders go: the one thing that differs between sessions. Used in the order of its members.</summary>
/// <remarks>Making one refuses what cannot be, before any file is made. Disposing it ends the market.</remarks>
internal interface ISessionOrigin : IAsyncDisposable
{
    /// <summary>Name of the venue for the journal's session identity; null = the built-in one.</summary>
    string? Venue { get; }

    /// <summary>The world of the session.</summary>
    /// <param name="found">The session that the journal holds; null for a new one.</param>
    /// <param name="seed">Of the world.</param>
    /// <param name="lastNanos">Time of the last thing that journal or venue remember.</param>
    /// <param name="recorder">Writes down what enters the lanes of a live world; null when nobody does.</param>
    World CreateWorld(SessionIdentity? found, ulong seed, long lastNanos, LaneRecorder? recorder);

    /// <summary>The market from where the session goes on. Reads only.</summary>
    Task<SessionMarket> OpenMarketAsync(World world, StatusBoard board, CancellationToken cancellation);

    /// <summary>The venue; the session is claimed by now.</summary>
    ISessionVenue OpenVenue(World world, QuantumSettings settings, IReadOnlyList<Instrument> instruments, StatusBoard board);
}
