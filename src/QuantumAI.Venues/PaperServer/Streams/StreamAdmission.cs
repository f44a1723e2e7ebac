using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Whether a client may connect, and to what.</summary>
/// <param name="Status">HTTP status of the refusal; 0 = it may.</param>
/// <param name="Error">What the refusal says; null = nothing.</param>
internal sealed record StreamAdmission(int Status, VenueError? Error = null)
{
    /// <summary>It is the WebSocket API, not market streams.</summary>
    public bool IsApi { get; init; }

    /// <summary>Each message names its stream.</summary>
    public bool IsCombined { get; init; }

    /// <summary>Nanoseconds of the client's unit of time.</summary>
    public long TimeUnit { get; init; }

    /// <summary>Answers of the API tell what is used of the limits.</summary>
    public bool TellsLimits { get; init; }

    /// <summary>Whose limits it uses.</summary>
    public string Address { get; init; } = "";

    /// <summary>Streams that it hears from the beginning.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
