using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>A writer on an event stream: told a number, it appends it; the stream says when it is durable.</summary>
internal sealed class TownLog(EventStream<Booked> stream, long count) : Actor<int>
{
    private long _count = count;

    protected override void Receive(in int message) => stream.Append([new Booked(message, ++_count)], Context.NowNanos, EventCause.None);
}
