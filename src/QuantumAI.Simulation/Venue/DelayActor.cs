using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Latency;

namespace QuantumAI.Simulation.Venue;

/// <summary>Something on its way, or (without content) the news that the first one has arrived.</summary>
internal readonly record struct Parcel<T>(T Content, bool IsThere);

internal static class Parcel
{
    public static Parcel<T> Of<T>(T content) => new(content, IsThere: true);
}

/// <summary>One direction with latency: hands on what it is sent, each at its arrival, in the order in which it was sent.</summary>
/// <remarks>What is on its way when the process ends is lost, as on a network.</remarks>
internal sealed class DelayActor<T>(LatencyLine line, Action<T> deliver) : Actor<Parcel<T>>
{
    private readonly Queue<(long ArrivalNanos, T Content)> _onTheWay = new();
    private long _sent;

    protected override void Receive(in Parcel<T> message)
    {
        if (message.IsThere)
        {
            _onTheWay.Enqueue((line.Arrival(++_sent, Context.NowNanos), message.Content));
            if (_onTheWay.Count > 1)
                return; // the timer of the one before runs
        }

        while (_onTheWay.TryPeek(out var first) && first.ArrivalNanos <= Context.NowNanos)
            deliver(_onTheWay.Dequeue().Content);
        if (_onTheWay.TryPeek(out var next))
            Context.StartTimer(nameof(DelayActor<T>), next.ArrivalNanos - Context.NowNanos, default);
    }
}
