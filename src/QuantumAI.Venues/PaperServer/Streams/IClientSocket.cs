using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>A client's connection as sessions use it: a real WebSocket, or one of a simulation. Sending never waits.</summary>
internal interface IClientSocket
{
    /// <summary>Sends a text of three parts; false when the client is gone.</summary>
    bool TrySend(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail);

    bool TrySend(ReadOnlySpan<byte> text) => TrySend([], text, []);

    /// <summary>Says goodbye behind what waits; the connection ends when the client has answered, or soon.</summary>
    void Close(CloseReason reason, string text, long nowNanos);

    /// <summary>Ends the connection at once, without a word.</summary>
    void Cut();

    /// <summary>What time asks for: a ping, or the end.</summary>
    void Tick(long nowNanos);
}
