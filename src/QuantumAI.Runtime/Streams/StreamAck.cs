using QuantumAI.Runtime.Streams.Sinks;

namespace QuantumAI.Runtime.Streams;

/// <summary>What an actor answers a stream with: part of the message that the sink's function built. From any thread.</summary>
public readonly struct StreamAck : IEquatable<StreamAck>
{
    private readonly AckWindow? _window;

    internal StreamAck(AckWindow window) => _window = window;

    /// <summary>The element is dealt with: one more may come. Once per element; more acknowledgements than elements fail the stream.</summary>
    public void Done() => _window?.Acknowledge();

    /// <summary>The actor can take no more of this stream: the sink fails with <paramref name="cause"/> and cancels upstream.</summary>
    public void Refuse(Exception cause) => _window?.Refuse(cause);

    public static bool operator ==(StreamAck left, StreamAck right) => left.Equals(right);

    public static bool operator !=(StreamAck left, StreamAck right) => !left.Equals(right);

    public bool Equals(StreamAck other) => ReferenceEquals(_window, other._window);

    public override bool Equals(object? obj) => obj is StreamAck other && Equals(other);

    public override int GetHashCode() => _window?.GetHashCode() ?? 0;
}
