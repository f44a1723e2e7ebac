namespace QuantumAI.Simulation.Latency;

/// <summary>One direction between a client and a venue: messages arrive in the order in which they were sent.</summary>
/// <remarks>
/// An arrival is the later of the message's own and the one before: a connection is a queue. Only that last arrival is remembered
/// (<see cref="LastArrivalNanos"/>, for a snapshot). Not thread safe.
/// </remarks>
public sealed class LatencyLine(LatencyModel model, long lastArrivalNanos = 0)
{
    public long LastArrivalNanos { get; private set; } = lastArrivalNanos;

    /// <summary>When a message that is sent now arrives.</summary>
    /// <param name="messageNumber">1, 2, 3 … in this direction; it decides what is drawn.</param>
    /// <param name="nowNanos">When it is sent.</param>
    public long Arrival(long messageNumber, long nowNanos) =>
        LastArrivalNanos = Math.Max(LastArrivalNanos, checked(nowNanos + model.Of(messageNumber)));
}

/// <summary>The three directions of a simulated venue.</summary>
/// <param name="ToVenue">Orders and cancels.</param>
/// <param name="ToClient">Acknowledgements and fills.</param>
/// <param name="MarketData">What the client's feed shows; the venue itself sees the market without it.</param>
public sealed record VenueLatency(LatencyModel ToVenue, LatencyModel ToClient, LatencyModel MarketData)
{
    /// <summary>No message takes any time.</summary>
    public static VenueLatency None { get; } = new(LatencyModel.Constant(0), LatencyModel.Constant(0), LatencyModel.Constant(0));
}
