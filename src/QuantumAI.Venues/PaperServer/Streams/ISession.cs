using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>What a connection is for. Calls of one session come one at a time.</summary>
internal interface ISession
{
    IClientSocket Socket { get; }

    /// <summary>Counts a message, ping or pong of the client; false when it is one too many.</summary>
    bool TryCount(long nowNanos);

    /// <summary>Takes a message.</summary>
    void Hear(Frame message, long nowNanos);

    /// <summary>Tells that the server goes away.</summary>
    void TellShutdown(ReadOnlySpan<byte> payload);

    /// <summary>The connection has ended.</summary>
    void End();
}
