namespace QuantumAI.Venues.PaperServer.Streams.Frames;

/// <summary>Kinds of frames, with the numbers of RFC 6455; 0, which continues a message, is never a message's own.</summary>
internal enum FrameKind : byte
{
    Unspecified = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>A message or a control frame.</summary>
/// <param name="Kind">Close also stands for a connection that ended without one.</param>
/// <param name="Payload">Unmasked; valid until the next one is read.</param>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload);

/// <summary>Why a connection is closed, with the numbers of RFC 6455.</summary>
internal enum CloseReason : ushort
{
    Unspecified = 0,
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    UnsupportedData = 1003,
    InvalidText = 1007,
    PolicyViolated = 1008,
    TooBig = 1009,
}

/// <summary>The client broke the protocol.</summary>
#pragma warning disable CA1032 // Without its reason the connection cannot be closed as the protocol asks.
internal sealed class FrameFaultException(CloseReason reason, string message) : Exception(message)
#pragma warning restore CA1032
{
    public CloseReason Reason { get; } = reason;
}
