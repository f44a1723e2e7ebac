namespace QuantumAI.Venues.Binance.Stream;

/// <summary>What the user stream's actor understands.</summary>
public abstract record UserStreamMessage;

/// <summary>The session ends.</summary>
public sealed record EndUserStream : UserStreamMessage;

internal sealed record UserSocketOpened(int Socket) : UserStreamMessage;

internal sealed record UserFrameCame(int Socket, byte[] Utf8) : UserStreamMessage;

internal sealed record UserSocketClosed(int Socket, string Reason) : UserStreamMessage;

internal sealed record UserStreamTick : UserStreamMessage;
