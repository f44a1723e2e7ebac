using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Limits and times of the exchange's WebSockets; the defaults are the venue's documented ones. Immutable.</summary>
public sealed record SocketSettings
{
    /// <summary>Streams of one connection.</summary>
    public int StreamsMax { get; init; } = 1_024;

    /// <summary>Messages, pings and pongs from one connection of market streams in a second; one more closes it.</summary>
    public int MessagesPerSecondMax { get; init; } = 5;

    /// <summary>New connections of one address in five minutes.</summary>
    public int ConnectionsPer5MinutesMax { get; init; } = 300;

    /// <summary>Connections at once, of everybody.</summary>
    public int ConnectionsMax { get; init; } = 4_096;

    /// <summary>Subscriptions to account events that a connection may have at once.</summary>
    public int UserStreamsMax { get; init; } = 1_000;

    /// <summary>Requests of one connection of the WebSocket API that wait for their answer; one more is refused.</summary>
    public int RequestsInFlightMax { get; init; } = 4_096;

    public long PingNanos { get; init; } = 20 * UnixNanos.PerSecond;

    /// <summary>How long a ping may stay without its pong.</summary>
    public long PongNanos { get; init; } = UnixNanos.PerMinute;

    /// <summary>How long a connection lives.</summary>
    public long LifeNanos { get; init; } = UnixNanos.PerDay;

    /// <summary>Longest message of a client.</summary>
    public int MessageBytesMax { get; init; } = 128 * 1_024;

    /// <summary>What may wait for a client that reads slowly; a client with more is cut.</summary>
    public int WaitingBytesMax { get; init; } = 8 * 1_024 * 1_024;
}
